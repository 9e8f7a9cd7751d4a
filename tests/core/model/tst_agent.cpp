#include "core/model/agent.h"

#include "jsonsample.h"

#include <QTest>

#include <limits>

class TestAgent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void derivesTheStatus_data();
    void derivesTheStatus();
    void readsAndWritesStates();
    void writesEveryFieldOfAnEmptyState();
    void writesNoInfinity();
    void readsAndWritesDocuments_data();
    void readsAndWritesDocuments();
    void namesTheBadFieldOfAState_data();
    void namesTheBadFieldOfAState();
    void namesTheBadFieldOfADocument_data();
    void namesTheBadFieldOfADocument();
};

namespace {

QJsonObject state()
{
    return jsonsample::parse("{'status':'running','phase':'working','activity':'Write "
                             "out.txt','sessionId':'s','runId':'r','model':'opus','mode':'plan',"
                             "'effort':'high','cliVersion':'2.1.0','costUsd':0.25,'tokenUsage':{'input':1,'"
                             "output':2,'cacheRead':3,"
                             "'cacheCreation':4},'contextWindow':{'used':5,'total':200000},'error':'','"
                             "turnStartedAt':1763800000000,"
                             "'lastActivity':1763800000001}");
}

QJsonObject document()
{
    return jsonsample::parse(
        "{'id':'a1','name':'Fix it','createdAt':1763800000000,'clientId':'c1','config':{'provider':'claude',"
        "'directory':'/home/me','prompt':'Fix','claudeMd':'Be "
        "kind','adminEmail':'a@example.org','whatsappPhone':'+1',"
        "'slackWebhookUrl':'https://example.org/hook','flags':{'model':'opus','addDirs':['/tmp']}}}");
}

} // namespace

void TestAgent::derivesTheStatus_data()
{
    QTest::addColumn<QString>("phase");
    QTest::addColumn<QString>("status");
    const auto row = [](const char *phase, const char *status) {
        QTest::newRow(phase) << QString::fromLatin1(phase) << QString::fromLatin1(status);
    };
    row("starting", "running");
    row("working", "running");
    row("retrying", "running");
    row("asking", "waiting_input");
    row("idle", "waiting_input");
    row("stopped", "stopped");
    row("failed", "error");
}

void TestAgent::derivesTheStatus()
{
    QFETCH(QString, phase);
    QFETCH(QString, status);
    QJsonObject json = state();
    json.insert(QStringLiteral("phase"), phase);
    const auto read = model::agentStateFromJson(json);
    QVERIFY(read);
    QCOMPARE(model::statusName(model::statusOf(read->phase)), status);
    json.insert(QStringLiteral("status"), status);
    QCOMPARE(model::toJson(*read), json);
}

void TestAgent::readsAndWritesStates()
{
    const auto read = model::agentStateFromJson(state());
    QVERIFY(read);
    QCOMPARE(model::toJson(*read), state());
}

void TestAgent::writesEveryFieldOfAnEmptyState()
{
    // a browser replaces its fields by these: one that is absent would stay as it was
    QCOMPARE(model::toJson(model::AgentState()).keys(), state().keys());
    const auto read = model::agentStateFromJson(model::toJson(model::AgentState()));
    QVERIFY(read);
    QCOMPARE(*read, model::AgentState());
}

void TestAgent::writesNoInfinity()
{
    model::AgentState broken;
    broken.costUsd = std::numeric_limits<double>::infinity();
    const auto read
        = model::agentStateFromJson(jsonsample::parse(jsonsample::compact(model::toJson(broken))));
    QVERIFY(read);
    QCOMPARE(read->costUsd, 0.0);
}

void TestAgent::readsAndWritesDocuments_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("everything") << document();
    QTest::newRow("only what is required")
        << jsonsample::parse("{'id':'a','name':'','createdAt':0,'config':{'provider':'codex','directory':'/"
                             "','prompt':'','flags':{}}}");
}

void TestAgent::readsAndWritesDocuments()
{
    QFETCH(QJsonObject, json);
    const auto read = model::agentDocumentFromJson(json);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QCOMPARE(model::toJson(*read), json);
    QCOMPARE(model::toJson(read->config), json.value(QStringLiteral("config")).toObject());
}

void TestAgent::namesTheBadFieldOfAState_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(state(), "phase", "'busy'",
        "must be one of starting, working, retrying, asking, idle, stopped, failed");
    for (const char *name : {"activity", "sessionId", "model", "mode", "effort", "cliVersion", "error"})
        requiredField(state(), name, "1", "must be a string");
    requiredField(state(), "costUsd", "'1'", "must be a number");
    requiredField(state(), "tokenUsage", "1", "must be an object");
    for (const char *name :
        {"tokenUsage.input", "tokenUsage.output", "tokenUsage.cacheRead", "tokenUsage.cacheCreation",
            "contextWindow.used", "contextWindow.total", "turnStartedAt", "lastActivity"})
        requiredField(state(), name, "1.5", "must be a whole number");
    requiredField(state(), "contextWindow", "[]", "must be an object");
}

void TestAgent::namesTheBadFieldOfAState()
{
    QFETCH(QJsonObject, json);
    const auto read = model::agentStateFromJson(json);
    QVERIFY(!read);
    QTEST(read.error().message, "error");
}

void TestAgent::namesTheBadFieldOfADocument_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(document(), "id", "1", "must be a string");
    badField(document(), "id", "''", "must not be empty");
    requiredField(document(), "name", "1", "must be a string");
    requiredField(document(), "createdAt", "'x'", "must be a whole number");
    badField(document(), "clientId", "1", "must be a string");
    requiredField(document(), "config", "1", "must be an object");
    for (const char *name : {"config.provider", "config.directory", "config.prompt"})
        requiredField(document(), name, "1", "must be a string");
    for (const char *name :
        {"config.claudeMd", "config.adminEmail", "config.whatsappPhone", "config.slackWebhookUrl"})
        badField(document(), name, "1", "must be a string");
    requiredField(document(), "config.flags", "[]", "must be an object");
}

void TestAgent::namesTheBadFieldOfADocument()
{
    QFETCH(QJsonObject, json);
    const auto read = model::agentDocumentFromJson(json);
    QVERIFY(!read);
    QTEST(read.error().message, "error");
}

QTEST_APPLESS_MAIN(TestAgent)
#include "tst_agent.moc"
