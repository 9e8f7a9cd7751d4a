// Codex is asked for its models without a thread.
#include "core/provider/codex/modelinquiry.h"

#include <QJsonDocument>
#include <QTest>

namespace {

QJsonObject json(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

QString errorIn(const provider::Events &events)
{
    const auto *notice = events.size() == 1 ? std::get_if<provider::NoticeRaised>(&events.first()) : nullptr;
    return notice && notice->level == model::NoticeLevel::Error ? notice->text : QString();
}

} // namespace

class TestModelInquiry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theModelsAreToldWithoutAThread();
    void aRefusalIsAnError_data();
    void aRefusalIsAnError();
    void anEndIsAnErrorOnlyBeforeTheAnswer();
    void nothingCanBeSaid();
};

void TestModelInquiry::theModelsAreToldWithoutAThread()
{
    codex::ModelInquiry inquiry;
    const QList<QByteArray> opening = inquiry.open();
    QCOMPARE(opening.size(), 1);
    QCOMPARE(json(opening.first()).value(QStringLiteral("method")).toString(), QStringLiteral("initialize"));

    QVERIFY(inquiry.feed(R"({"method":"remoteControl/status/changed","params":{}})").isEmpty());
    QVERIFY(inquiry.takeReplies().isEmpty());
    QVERIFY(inquiry.feed(R"({"id":1,"result":{"userAgent":"agentmonitor/0.169.0"}})").isEmpty());
    const QList<QByteArray> replies = inquiry.takeReplies();
    QCOMPARE(replies.size(), 2);
    QCOMPARE(json(replies.at(0)).value(QStringLiteral("method")).toString(), QStringLiteral("initialized"));
    QCOMPARE(json(replies.at(1)).value(QStringLiteral("method")).toString(), QStringLiteral("model/list"));

    const provider::Events events = inquiry.feed(R"({"id":2,"result":{"data":[
        {"id":"gpt-5.5","displayName":"GPT-5.5","supportedReasoningEfforts":[{"reasoningEffort":"low"}]},
        {"id":"secret","hidden":true}]}})");
    QCOMPARE(events.size(), 1);
    const auto *choices = std::get_if<provider::ChoicesReported>(&events.first());
    QVERIFY(choices);
    QCOMPARE(choices->models.size(), 1);
    QCOMPARE(choices->models.first().id, QStringLiteral("gpt-5.5"));
    QCOMPARE(choices->models.first().efforts, QStringList{QStringLiteral("low")});
    QVERIFY(choices->modes.contains(QStringLiteral("plan")));
    QVERIFY(inquiry.takeReplies().isEmpty());
}

void TestModelInquiry::aRefusalIsAnError_data()
{
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::newRow("of the handshake")
        << QList<QByteArray>{R"({"id":1,"error":{"code":-32600,"message":"not today"}})"};
    QTest::newRow("of the models") << QList<QByteArray>{
        R"({"id":1,"result":{}})", R"({"id":2,"error":{"code":-32600,"message":"not today"}})"};
}

void TestModelInquiry::aRefusalIsAnError()
{
    QFETCH(QList<QByteArray>, lines);
    codex::ModelInquiry inquiry;
    inquiry.open();
    provider::Events events;
    for (const QByteArray &line : lines)
        events += inquiry.feed(line);
    QCOMPARE(errorIn(events), QStringLiteral("codex did not tell its models: not today"));
}

void TestModelInquiry::anEndIsAnErrorOnlyBeforeTheAnswer()
{
    process::ProcessResult result;
    result.exitCode = 2;
    result.stderrTail = QStringLiteral("no such command");
    codex::ModelInquiry early;
    early.open();
    QVERIFY(errorIn(early.closed(result)).contains(QStringLiteral("no such command")));

    codex::ModelInquiry late;
    late.open();
    late.feed(R"({"id":1,"result":{}})");
    late.feed(R"({"id":2,"result":{"data":[]}})");
    QVERIFY(late.closed(result).isEmpty());
}

void TestModelInquiry::nothingCanBeSaid()
{
    codex::ModelInquiry inquiry;
    QVERIFY(!inquiry.encode(provider::Interrupt{}));
}

QTEST_GUILESS_MAIN(TestModelInquiry)
#include "tst_modelinquiry.moc"
