#include "core/store/decisionlog.h"

#include "core/journal/syncer.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using base::AgentId;
using store::DecisionLog;

class DecisionLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesOneLineForEach();
    void appendsToWhatIsThere();
    void endsATornLine();
    void refusesWhatIsUndecided();
    void saysWhyItCannotBeOpened();
    void keepsNothingOfWhatDoesNotFit();

private:
    static model::Approval decided(const QString &message = QStringLiteral("go\non"))
    {
        model::Approval approval;
        approval.id = QStringLiteral("req-1");
        approval.kind = model::ApprovalKind::Exec;
        approval.title = QStringLiteral("Run rm -rf build");
        approval.decision = model::Decision{QStringLiteral("allow"), QStringLiteral("Allow once"), message,
            QStringLiteral("you"), QStringLiteral("127.0.0.1"), 1763800000000};
        return approval;
    }
    QList<QByteArray> lines() const
    {
        QFile file(path());
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return file.readAll().split('\n');
    }
    QString path() const { return m_scratch.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    QTemporaryDir m_scratch;
    journal::Syncer m_syncer;
    const AgentId m_agent{QStringLiteral("a1")};
};

void DecisionLogTest::writesOneLineForEach()
{
    const auto log = DecisionLog::open(path(), m_syncer);
    QVERIFY(log);
    QVERIFY((*log)->append(m_agent, decided()));
    model::Question question;
    question.id = QStringLiteral("req-2");
    question.items
        = {{QStringLiteral("q"), QStringLiteral("Colour"), QStringLiteral("Which colour?"), false, true, {}}};
    question.answers = {{QStringLiteral("q"), QStringLiteral("blue")}};
    question.decision = decided().decision;
    question.decision->optionId = QStringLiteral("answer");
    QVERIFY((*log)->append(m_agent, question));

    const QList<QByteArray> all = lines();
    QCOMPARE(all.size(), 3);
    QVERIFY(all[2].isEmpty());
    const QJsonObject first{{QStringLiteral("at"), Q_INT64_C(1763800000000)},
        {QStringLiteral("agentId"), QStringLiteral("a1")},
        {QStringLiteral("approvalId"), QStringLiteral("req-1")},
        {QStringLiteral("kind"), QStringLiteral("exec")},
        {QStringLiteral("title"), QStringLiteral("Run rm -rf build")},
        {QStringLiteral("optionId"), QStringLiteral("allow")},
        {QStringLiteral("label"), QStringLiteral("Allow once")},
        {QStringLiteral("message"), QStringLiteral("go\non")}, {QStringLiteral("by"), QStringLiteral("you")},
        {QStringLiteral("from"), QStringLiteral("127.0.0.1")}};
    QCOMPARE(QJsonDocument::fromJson(all[0]).object(), first);
    const QJsonObject second = QJsonDocument::fromJson(all[1]).object();
    QCOMPARE(second.value(QLatin1String("kind")).toString(), QStringLiteral("question"));
    QCOMPARE(second.value(QLatin1String("approvalId")).toString(), QStringLiteral("req-2"));
    QCOMPARE(second.value(QLatin1String("title")).toString(), QStringLiteral("Which colour?"));
    QCOMPARE(second.value(QLatin1String("answers")).toObject(), question.answers);
    QCOMPARE(int(QFile(path()).permissions() & (QFile::ReadGroup | QFile::ReadOther)), 0);
}

void DecisionLogTest::appendsToWhatIsThere()
{
    for (int i = 0; i < 3; ++i) {
        const auto log = DecisionLog::open(path(), m_syncer);
        QVERIFY(log);
        QVERIFY((*log)->append(m_agent, decided()));
    }
    QCOMPARE(lines().size(), 4);
}

void DecisionLogTest::endsATornLine()
{
    QFile torn(path());
    QVERIFY(torn.open(QIODevice::WriteOnly));
    torn.write("{\"at\": 17638");
    torn.close();
    const auto log = DecisionLog::open(path(), m_syncer);
    QVERIFY(log);
    QVERIFY((*log)->append(m_agent, decided()));
    const QList<QByteArray> all = lines();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all[0], QByteArray("{\"at\": 17638"));
    QVERIFY(QJsonDocument::fromJson(all[1]).isObject());
}

void DecisionLogTest::refusesWhatIsUndecided()
{
    const auto log = DecisionLog::open(path(), m_syncer);
    QVERIFY(log);
    QCOMPARE((*log)->append(m_agent, model::Approval()).error().code, base::ErrorCode::InvalidArgument);
    QCOMPARE((*log)->append(m_agent, model::Question()).error().code, base::ErrorCode::InvalidArgument);
    QCOMPARE(lines(), QList<QByteArray>{QByteArray()});
}

void DecisionLogTest::saysWhyItCannotBeOpened()
{
    const QString missing = m_scratch.filePath(QStringLiteral("missing/decisions.jsonl"));
    const auto log = DecisionLog::open(missing, m_syncer);
    QVERIFY(!log);
    QVERIFY(log.error().message.contains(missing));
}

void DecisionLogTest::keepsNothingOfWhatDoesNotFit()
{
    // /dev/full takes nothing; truncating it back is harmless.
    const auto log = DecisionLog::open(QStringLiteral("/dev/full"), m_syncer);
    QVERIFY2(log, qPrintable(log ? QString() : log.error().message));
    QTest::ignoreMessage(
        QtWarningMsg, QRegularExpression(QStringLiteral("a decision was not logged: /dev/full")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("/dev/full: Invalid argument")));
    const auto appended = (*log)->append(m_agent, decided());
    QVERIFY(!appended);
    QCOMPARE(appended.error().code, base::ErrorCode::StorageFull);
}

QTEST_GUILESS_MAIN(DecisionLogTest)
#include "tst_decisionlog.moc"
