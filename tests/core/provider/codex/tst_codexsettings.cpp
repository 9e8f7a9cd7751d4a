// How a thread is opened, and its model, mode and effort.
#include "conversation.h"

#include "../eventtext.h"

#include <QJsonDocument>
#include <QTest>

using codex::ThreadRequest;
using provider::SetEffort;
using provider::SetMode;
using provider::SetModel;

namespace {

ThreadRequest requestFor(const QString &threadId, bool fork = false)
{
    ThreadRequest request;
    request.threadId = threadId;
    request.fork = fork;
    return request;
}

const QByteArray Settings = "'approvalPolicy':'on-request','sandboxPolicy':{'type':'workspaceWrite'},";

} // namespace

class TestCodexSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theThreadIsOpenedAsRequested_data();
    void theThreadIsOpenedAsRequested();
    void whatTheStartCannotSayFollows_data();
    void whatTheStartCannotSayFollows();
    void theSessionIsTold();
    void aForkIsMadeOnce();
    void aRefusedThread_data();
    void aRefusedThread();
    void aThreadThatIsFreeAgain();
    void withoutAListOfModels();

    void modes_data();
    void modes();
    void leavingPlanModeKeepsTheModel();
    void choicesInQuickSuccession();
    void whatIsChosenBeforeTheThread();
    void whatIsChosenWhileItOpens();
    void settingsAreReportedWhenTheyChange();
    void refusedSettings();
};

void TestCodexSettings::theThreadIsOpenedAsRequested_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<int>("which");
    QTest::newRow("new") << QByteArray("thread/start") << QByteArray("{}") << 0;
    QTest::newRow("resumed") << QByteArray("thread/resume")
                             << QByteArray("{'threadId':'t-0','excludeTurns':true}") << 1;
    QTest::newRow("forked") << QByteArray("thread/fork")
                            << QByteArray("{'threadId':'t-0','excludeTurns':true}") << 2;
    QTest::newRow("set") << QByteArray("thread/start")
                         << QByteArray("{'model':'m','approvalPolicy':'never','sandbox':'danger-full-access',"
                                       "'developerInstructions':'Be kind'}")
                         << 3;
}

void TestCodexSettings::theThreadIsOpenedAsRequested()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, params);
    QFETCH(int, which);
    ThreadRequest request
        = which == 1 || which == 2 ? requestFor(QStringLiteral("t-0"), which == 2) : ThreadRequest{};
    request.directory = QStringLiteral("/p"); // never said: codex would write that it is trusted
    if (which == 3) {
        request.model = QStringLiteral("m");
        request.mode = QStringLiteral("full-access");
        request.instructions = QStringLiteral("Be kind");
    }
    Conversation talk(request);
    talk.protocol().open();
    talk.answers(1);
    const QJsonObject line = talk.replies().at(1);
    QCOMPARE(kindOf(line), QString::fromLatin1(method));
    QCOMPARE(paramsOf(line), json(params));
}

void TestCodexSettings::whatTheStartCannotSayFollows_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("effort");
    QTest::addColumn<QStringList>("roots");
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("nothing") << QString() << QString() << QStringList() << QByteArray();
    QTest::newRow("effort") << QString() << QStringLiteral("high") << QStringList()
                            << QByteArray("{'threadId':'t-1','effort':'high'}");
    QTest::newRow("the same effort") << QString() << QStringLiteral("low") << QStringList() << QByteArray();
    QTest::newRow("plan") << QStringLiteral("plan") << QString() << QStringList()
                          << QByteArray(
                                 "{'threadId':'t-1','approvalPolicy':'on-request','sandboxPolicy':{'type':"
                                 "'readOnly'},'collaborationMode':{'mode':'plan','settings':{'model':'m',"
                                 "'reasoning_effort':'low','developer_instructions':null}}}");
    QTest::newRow("further directories")
        << QStringLiteral("auto") << QString() << QStringList{QStringLiteral("/x")}
        << QByteArray(
               "{'threadId':'t-1','approvalPolicy':'on-request','sandboxPolicy':{'type':'workspaceWrite',"
               "'writableRoots':['/x']}}");
    QTest::newRow("further directories that it may not write")
        << QStringLiteral("read-only") << QString() << QStringList{QStringLiteral("/x")} << QByteArray();
}

void TestCodexSettings::whatTheStartCannotSayFollows()
{
    QFETCH(QString, mode);
    QFETCH(QString, effort);
    QFETCH(QStringList, roots);
    QFETCH(QByteArray, params);
    ThreadRequest request;
    request.mode = mode;
    request.effort = effort;
    request.writableRoots = roots;
    Conversation talk(request);
    const bool readOnly = mode == QLatin1StringView("read-only") || mode == QLatin1StringView("plan");
    talk.open(
        QByteArray("'model':'m','reasoningEffort':'low','approvalPolicy':'on-request','sandbox':{'type':'")
        + (readOnly ? "readOnly" : "workspaceWrite") + "'}");
    const QList<QJsonObject> lines = talk.replies();
    QCOMPARE(lines.size(), params.isEmpty() ? 0 : 1);
    if (!lines.isEmpty())
        QCOMPARE(paramsOf(lines.first()), json(params));
}

void TestCodexSettings::theSessionIsTold()
{
    ThreadRequest request;
    request.directory = QStringLiteral("/p");
    Conversation talk(request);
    talk.protocol().open();
    talk.answers(
        1, "{'userAgent':'agentmonitor/0.169.0 (Debian 12.0.0; x86_64) xterm (agentmonitor; 0.2.0)'}");
    QCOMPARE(
        talk.answers(2,
            "{'thread':{'id':'t-1','name':'My thread'},'model':'m','reasoningEffort':'low','approvalPolicy':"
            "'never','sandbox':{'type':'dangerFullAccess'}}"),
        (QStringList{QStringLiteral("SessionStarted session=\"t-1\" directory=\"/p\" model=\"m\" "
                                    "mode=\"full-access\" version=\"0.169.0\""),
            QStringLiteral("SettingsReported effort=\"low\" title=\"My thread\"")}));
    QCOMPARE(
        talk.answers(3,
            "{'data':[{'model':'a','displayName':'A','supportedReasoningEfforts':[{'reasoningEffort':'low'},"
            "{'reasoningEffort':'high'}]},{'model':'b','hidden':true},{'id':'c'},{}]}"),
        QStringList{QStringLiteral(
            "ChoicesReported models=[a(low|high),c()] modes=[read-only,auto,untrusted,full-access,plan]")});
    QVERIFY(!talk.protocol().rest()); // something is still to be written
    talk.replies();
    QVERIFY(talk.protocol().rest());
}

void TestCodexSettings::aForkIsMadeOnce()
{
    Conversation talk(requestFor(QStringLiteral("t-0"), true));
    talk.open();
    QCOMPARE(talk.protocol().rest()->value(QLatin1StringView("thread")).toString(), QStringLiteral("t-1"));
}

void TestCodexSettings::aRefusedThread_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("has");
    QTest::newRow("locked") << QByteArray("thread t-0 already has an active writer")
                            << QStringLiteral("Another codex has this conversation open");
    QTest::newRow("gone") << QByteArray("no rollout found for thread id t-0")
                          << QStringLiteral("codex has nothing on disk of the conversation t-0");
    QTest::newRow("else") << QByteArray("config is broken")
                          << QStringLiteral("codex could not open the conversation: config is broken");
}

void TestCodexSettings::aRefusedThread()
{
    QFETCH(QByteArray, error);
    QFETCH(QString, has);
    Conversation talk(requestFor(QStringLiteral("t-0")));
    talk.protocol().open();
    talk.prompts(QStringLiteral("p-1"));
    talk.answers(1);
    talk.replies();
    talk.answers(3);
    const QStringList events = talk.refuses(2, error);
    QCOMPARE(events.size(), 2);
    QVERIFY2(events.first().contains(has), qPrintable(events.first()));
    QCOMPARE(events.last(), QStringLiteral("PromptProgressed prompt=p-1 to=failed"));
    QVERIFY(!talk.protocol().rest());
}

void TestCodexSettings::aThreadThatIsFreeAgain()
{
    Conversation talk(requestFor(QStringLiteral("t-0")));
    talk.protocol().open();
    talk.answers(1);
    talk.replies();
    talk.refuses(2, "thread t-0 already has an active writer");
    const QList<QJsonObject> again = talk.prompts(QStringLiteral("p-1"));
    QCOMPARE(kindsOf(again), QStringList{QStringLiteral("thread/resume")});
    QVERIFY(talk.prompts(QStringLiteral("p-2")).isEmpty());
    talk.answers(idOf(again.first()), "{'thread':{'id':'t-0'}}");
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/start")});
}

void TestCodexSettings::withoutAListOfModels()
{
    Conversation talk;
    talk.protocol().open();
    talk.answers(1);
    talk.replies();
    QCOMPARE(talk.refuses(3, "not logged in"),
        QStringList{QStringLiteral("ChoicesReported modes=[read-only,auto,untrusted,full-access,plan]")});
}

void TestCodexSettings::modes_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QByteArray>("params");
    const auto row = [](const char *mode, const char *params) {
        QTest::newRow(mode) << QString::fromLatin1(mode) << QByteArray(params);
    };
    row("read-only", "{'threadId':'t-1','approvalPolicy':'on-request','sandboxPolicy':{'type':'readOnly'}}");
    row("auto",
        "{'threadId':'t-1','approvalPolicy':'on-request','sandboxPolicy':{'type':'workspaceWrite',"
        "'writableRoots':[]}}");
    row("untrusted",
        "{'threadId':'t-1','approvalPolicy':'untrusted','sandboxPolicy':{'type':'workspaceWrite',"
        "'writableRoots':[]}}");
    row("full-access",
        "{'threadId':'t-1','approvalPolicy':'never','sandboxPolicy':{'type':'dangerFullAccess'}}");
    row("plan",
        "{'threadId':'t-1','approvalPolicy':'on-request','sandboxPolicy':{'type':'readOnly'},"
        "'collaborationMode':{'mode':'plan','settings':{'model':'m','reasoning_effort':null,"
        "'developer_instructions':null}}}");
}

void TestCodexSettings::modes()
{
    QFETCH(QString, mode);
    QFETCH(QByteArray, params);
    Conversation talk;
    talk.open();
    const QList<QJsonObject> lines = talk.writes(SetMode{mode});
    QCOMPARE(kindsOf(lines), QStringList{QStringLiteral("thread/settings/update")});
    QCOMPARE(paramsOf(lines.first()), json(params));

    // What codex reports of it is that mode again.
    QJsonObject settings = json(params);
    settings.insert(QLatin1StringView("model"), QStringLiteral("m"));
    const QJsonObject notification{{QStringLiteral("method"), QStringLiteral("thread/settings/updated")},
        {QStringLiteral("params"),
            QJsonObject{{QStringLiteral("threadId"), QStringLiteral("t-1")},
                {QStringLiteral("threadSettings"), settings}}}};
    QByteArray text = QJsonDocument(notification).toJson(QJsonDocument::Compact);
    const QStringList expected = mode == QLatin1StringView("auto")
        ? QStringList()
        : QStringList{QStringLiteral("SettingsReported mode=\"%1\"").arg(mode)};
    QCOMPARE(eventTexts(talk.protocol().feed(text)), expected);
}

void TestCodexSettings::leavingPlanModeKeepsTheModel()
{
    Conversation talk;
    talk.open(
        "'model':'m','reasoningEffort':'high','approvalPolicy':'on-request','sandbox':{'type':'readOnly'},"
        "'collaborationMode':{'mode':'plan'}");
    const QJsonObject params = paramsOf(talk.writes(SetMode{QStringLiteral("auto")}).first());
    QCOMPARE(params.value(QLatin1StringView("collaborationMode")).toObject(),
        json("{'mode':'default','settings':{'model':'m','reasoning_effort':'high','developer_instructions':"
             "null}}"));
}

void TestCodexSettings::choicesInQuickSuccession()
{
    // None waits for what codex says about the one before.
    Conversation talk;
    talk.open();
    talk.writes(SetModel{QStringLiteral("m-2")});
    talk.writes(SetEffort{QStringLiteral("high")});
    QCOMPARE(paramsOf(talk.writes(SetMode{QStringLiteral("plan")}).first())
                 .value(QLatin1StringView("collaborationMode"))
                 .toObject(),
        json("{'mode':'plan','settings':{'model':'m-2','reasoning_effort':'high','developer_instructions':"
             "null}}"));
    QCOMPARE(paramsOf(talk.writes(SetMode{QStringLiteral("full-access")}).first())
                 .value(QLatin1StringView("collaborationMode"))
                 .toObject()
                 .value(QLatin1StringView("mode"))
                 .toString(),
        QStringLiteral("default"));
}

void TestCodexSettings::whatIsChosenBeforeTheThread()
{
    Conversation talk;
    talk.protocol().open();
    QVERIFY(talk.writes(SetMode{QStringLiteral("full-access")}).isEmpty());
    QVERIFY(talk.writes(SetModel{QStringLiteral("m-2")}).isEmpty());
    talk.answers(1);
    QCOMPARE(paramsOf(talk.replies().at(1)),
        json("{'model':'m-2','approvalPolicy':'never','sandbox':'danger-full-access'}"));
}

void TestCodexSettings::whatIsChosenWhileItOpens()
{
    Conversation talk;
    talk.protocol().open();
    talk.answers(1);
    talk.replies();
    QVERIFY(talk.writes(SetModel{QStringLiteral("m-2")}).isEmpty());
    QVERIFY(talk.writes(SetEffort{QStringLiteral("high")}).isEmpty());
    QVERIFY(talk.prompts(QStringLiteral("p-1")).isEmpty());
    talk.answers(2, "{'thread':{'id':'t-1'},'model':'m'}");
    const QList<QJsonObject> lines = talk.replies();
    QCOMPARE(kindsOf(lines),
        (QStringList{QStringLiteral("thread/settings/update"), QStringLiteral("turn/start")}));
    QCOMPARE(paramsOf(lines.first()), json("{'threadId':'t-1','model':'m-2','effort':'high'}"));
}

void TestCodexSettings::settingsAreReportedWhenTheyChange()
{
    Conversation talk;
    talk.open();
    const auto updated = [&](const QByteArray &settings) {
        return talk.notifies("thread/settings/updated", "{'threadSettings':{" + Settings + settings + "}}");
    };
    QCOMPARE(updated("'model':'m','effort':null"), QStringList());
    QCOMPARE(updated("'model':'m-2','effort':'high'"),
        QStringList{QStringLiteral("SettingsReported model=\"m-2\" effort=\"high\"")});
    QCOMPARE(updated("'model':'m-2','effort':'high'"), QStringList());
    QCOMPARE(
        updated("'model':'m-2','effort':null"), QStringList{QStringLiteral("SettingsReported effort=\"\"")});
    QCOMPARE(talk.notifies("thread/name/updated", "{'threadName':'N'}"),
        QStringList{QStringLiteral("SettingsReported title=\"N\"")});
    // Without one, the model that the thread began with.
    QCOMPARE(paramsOf(talk.writes(SetModel{{}}).first()).value(QLatin1StringView("model")).toString(),
        QStringLiteral("m"));
}

void TestCodexSettings::refusedSettings()
{
    Conversation talk;
    talk.open();
    QCOMPARE(
        talk.refusesCommand(SetMode{QStringLiteral("acceptEdits")}).code, base::ErrorCode::InvalidArgument);
    QCOMPARE(talk.refusesCommand(SetEffort{{}}).code, base::ErrorCode::Unsupported);
    const qint64 id = idOf(talk.writes(SetModel{QStringLiteral("x")}).first());
    QVERIFY(!talk.protocol().rest());
    QCOMPARE(talk.refuses(id, "no such model"),
        QStringList{QStringLiteral("RequestFailed request=model error=\"no such model\"")});
    QVERIFY(talk.protocol().rest());
}

QTEST_GUILESS_MAIN(TestCodexSettings)
#include "tst_codexsettings.moc"
