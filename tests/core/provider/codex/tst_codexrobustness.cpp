// What must not happen whatever codex writes: a crash, a lost line, an answer to what nobody asked.
#include "conversation.h"

#include "../eventtext.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace {

//! Recorded lines of codex, as it wrote them.
QList<QJsonObject> recordedLines()
{
    QList<QJsonObject> lines;
    const QDir directory(testpaths::fixture(QStringLiteral("transcripts/codex")));
    for (const char *name : {"code-mode.jsonl", "question.jsonl", "plan.jsonl", "error-401.jsonl",
             "interrupt-command.jsonl", "text-turn.jsonl"}) {
        QFile file(directory.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        while (!file.atEnd()) {
            const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
            if (entry.value(QLatin1StringView("dir")) == QLatin1StringView("out"))
                lines.append(entry.value(QLatin1StringView("line")).toObject());
        }
    }
    return lines;
}

//! Every value inside replaced, one at a time.
void mutations(const QJsonValue &value, const QJsonValue &by, QList<QJsonValue> &all)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            QJsonObject changed = object;
            changed.insert(it.key(), by);
            all.append(changed);
            QList<QJsonValue> inside;
            mutations(it.value(), by, inside);
            for (const QJsonValue &mutation : std::as_const(inside)) {
                changed.insert(it.key(), mutation);
                all.append(changed);
            }
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            QJsonArray changed = array;
            changed[i] = by;
            all.append(changed);
        }
    }
}

} // namespace

class TestCodexRobustness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesThatAreNoMessages_data();
    void linesThatAreNoMessages();
    void unknownMethodsAreKept();
    void answersToNothing();
    void wrongTypesEverywhere_data();
    void wrongTypesEverywhere();
    void linesInAnyOrder();
    void theSameRequestTwice();
    void aRestThatIsNotOurs();
};

void TestCodexRobustness::linesThatAreNoMessages_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("event");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("blank") << QByteArray(" \r") << QString();
    QTest::newRow("text") << QByteArray("Segmentation fault") << QStringLiteral("NoticeRaised level=warning");
    QTest::newRow("cut off") << QByteArray("{\"method\":\"tu")
                             << QStringLiteral("NoticeRaised level=warning");
    QTest::newRow("no UTF-8") << QByteArray("\xff\xfe\x00x", 4)
                              << QStringLiteral("NoticeRaised level=warning");
    QTest::newRow("a list") << QByteArray("[1,2]") << QStringLiteral("LineIgnored");
    QTest::newRow("nothing in it") << QByteArray("{}") << QStringLiteral("LineIgnored");
    QTest::newRow("deep") << QByteArray(5000, '[') << QStringLiteral("NoticeRaised level=warning");
}

void TestCodexRobustness::linesThatAreNoMessages()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, event);
    Conversation talk;
    talk.open();
    const QStringList events = eventTexts(talk.protocol().feed(line));
    QCOMPARE(events.size(), event.isEmpty() ? 0 : 1);
    if (!events.isEmpty())
        QVERIFY2(events.first().startsWith(event), qPrintable(events.first()));
    QVERIFY(talk.replies().isEmpty());
}

void TestCodexRobustness::unknownMethodsAreKept()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    QVERIFY(talk.notifies("thread/moonPhase/changed").first().startsWith(QStringLiteral("LineIgnored")));
    QVERIFY(talk.item("started", "{'type':'hologram','id':'i'}")
                .first()
                .startsWith(QStringLiteral("LineIgnored")));
    QVERIFY(talk.item("completed", "{'type':'hologram','id':'i'}")
                .first()
                .startsWith(QStringLiteral("LineIgnored")));
    QCOMPARE(talk.notifies("thread/readState/changed"), QStringList());
    talk.endTurn();
    QVERIFY(talk.protocol().rest());
}

void TestCodexRobustness::answersToNothing()
{
    Conversation talk;
    talk.open();
    for (const char *id : {"99", "-1", "1e300", "0.5", "'x'", "1"}) {
        QVERIFY(talk.says(QByteArray("{'id':") + id + ",'result':{}}")
                    .first()
                    .startsWith(QStringLiteral("LineIgnored")));
        QVERIFY(talk.says(QByteArray("{'id':") + id + ",'error':{'message':'no'}}")
                    .first()
                    .startsWith(QStringLiteral("LineIgnored")));
    }
    QVERIFY(talk.protocol().rest());
}

void TestCodexRobustness::wrongTypesEverywhere_data()
{
    QTest::addColumn<QJsonValue>("by");
    QTest::newRow("null") << QJsonValue(QJsonValue::Null);
    QTest::newRow("number") << QJsonValue(-7.5);
    QTest::newRow("huge number") << QJsonValue(1e300);
    QTest::newRow("text") << QJsonValue(QStringLiteral("x"));
    QTest::newRow("flag") << QJsonValue(true);
    QTest::newRow("list") << QJsonValue(QJsonArray{1});
    QTest::newRow("object") << QJsonValue(QJsonObject{{QStringLiteral("k"), 1}});
}

void TestCodexRobustness::wrongTypesEverywhere()
{
    QFETCH(QJsonValue, by);
    const QList<QJsonObject> lines = recordedLines();
    QVERIFY(lines.size() > 100);
    int fed = 0;
    Conversation talk;
    talk.open();
    for (const QJsonObject &line : lines) {
        QList<QJsonValue> all;
        mutations(line, by, all);
        for (const QJsonValue &mutation : std::as_const(all)) {
            talk.protocol().feed(QJsonDocument(mutation.toObject()).toJson(QJsonDocument::Compact));
            talk.replies();
            ++fed;
        }
        talk.protocol().feed(QJsonDocument(line).toJson(QJsonDocument::Compact));
    }
    QVERIFY(fed > 2000);
    process::ProcessResult result;
    const QStringList end = eventTexts(talk.protocol().closed(result));
    QVERIFY(!end.isEmpty());
}

void TestCodexRobustness::linesInAnyOrder()
{
    QList<QJsonObject> lines = recordedLines();
    std::reverse(lines.begin(), lines.end());
    codex::CodexProtocol protocol{codex::ThreadRequest{}};
    for (const QJsonObject &line : std::as_const(lines))
        protocol.feed(QJsonDocument(line).toJson(QJsonDocument::Compact)); // not even opened
    QVERIFY(!protocol.rest());
}

void TestCodexRobustness::theSameRequestTwice()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const QByteArray params = "{'itemId':'c','command':'make'}";
    QCOMPARE(talk.asks(0, "item/commandExecution/requestApproval", params).size(), 2);
    QCOMPARE(talk.asks(0, "item/commandExecution/requestApproval", params), QStringList());
    QCOMPARE(talk.writes(provider::DecideApproval{QStringLiteral("u-1:0"), QStringLiteral("accept"), {}, {}})
                 .size(),
        1);
}

void TestCodexRobustness::aRestThatIsNotOurs()
{
    codex::CodexProtocol protocol{codex::ThreadRequest{}};
    protocol.goOnFrom(json("{'nextId':'x','settings':7,'limits':{'windows':[1]},'thread':null}"));
    const auto lines
        = protocol.encode(provider::SendPrompt{QStringLiteral("p"), QStringLiteral("hello"), {}});
    QVERIFY(lines);
    QCOMPARE(lines->size(), 1);
}

QTEST_GUILESS_MAIN(TestCodexRobustness)
#include "tst_codexrobustness.moc"
