// Prompts on their way to codex, turns and their ends, items, limits.
#include "conversation.h"

#include "../eventtext.h"

#include <QJsonArray>
#include <QTest>

using codex::ThreadRequest;
using provider::Interrupt;
using provider::SendPrompt;

class TestCodexTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promptsWaitForTheThread();
    void promptsWhileATurnBeginsFollowAsSteers();
    void aRefusedSteerBeginsATurn();
    void aRefusedSteerJoinsTheTurnThatRuns();
    void aTurnThatTakesNoWordsIsWaitedFor();
    void aSteerThatWasLetFallIsSaidAgain();
    void whatATurnLeftBehind_data();
    void whatATurnLeftBehind();
    void aRefusedPromptFails();
    void promptsAreTakenByTheirId();
    void imagesGoAsDataUrls();

    void anInterruptWaitsForItsTurn();
    void anInterruptWithdrawsWhatWaits();
    void nothingRunsNothingIsInterrupted();
    void aLateInterruptIsNoError();

    void theEndClosesWhatIsOpen_data();
    void theEndClosesWhatIsOpen();
    void whatComesAfterTheEndIsDropped();
    void anEndThatWasNotToldIsMadeUp();
    void aTurnThatEndsBeforeItBegan();

    void items_data();
    void items();
    void aChangeOfManyFilesIsManyCalls();
    void thoughtsHaveParagraphs();
    void otherThreadsAreNotOurs();

    void errorsInWords_data();
    void errorsInWords();
    void retries();
    void limitsAreToldOnce();
    void usage();

    void theEndOfTheProcess_data();
    void theEndOfTheProcess();
};

void TestCodexTurns::promptsWaitForTheThread()
{
    Conversation talk;
    talk.protocol().open();
    QVERIFY(talk.prompts(QStringLiteral("p-1")).isEmpty());
    talk.answers(1);
    QCOMPARE(kindsOf(talk.replies()),
        (QStringList{
            QStringLiteral("initialized"), QStringLiteral("thread/start"), QStringLiteral("model/list")}));
    QVERIFY(talk.prompts(QStringLiteral("p-2")).isEmpty());
    talk.answers(2, "{'thread':{'id':'t-1'}}");
    const QList<QJsonObject> first = talk.replies();
    QCOMPARE(kindsOf(first), QStringList{QStringLiteral("turn/start")});
    QCOMPARE(paramsOf(first.first()).value(QLatin1StringView("clientUserMessageId")).toString(),
        QStringLiteral("p-1"));
    QCOMPARE(paramsOf(first.first()).value(QLatin1StringView("threadId")).toString(), QStringLiteral("t-1"));
    talk.beginTurn();
    const QList<QJsonObject> second = talk.replies();
    QCOMPARE(kindsOf(second), QStringList{QStringLiteral("turn/steer")});
    QCOMPARE(paramsOf(second.first()).value(QLatin1StringView("expectedTurnId")).toString(), talk.turnId());
    QVERIFY(talk.replies().isEmpty());
}

void TestCodexTurns::promptsWhileATurnBeginsFollowAsSteers()
{
    Conversation talk;
    talk.open();
    QCOMPARE(kindsOf(talk.prompts(QStringLiteral("p-1"))), QStringList{QStringLiteral("turn/start")});
    QVERIFY(talk.prompts(QStringLiteral("p-2")).isEmpty());
    QVERIFY(talk.prompts(QStringLiteral("p-3")).isEmpty());
    talk.beginTurn();
    QCOMPARE(
        kindsOf(talk.replies()), (QStringList{QStringLiteral("turn/steer"), QStringLiteral("turn/steer")}));
    QCOMPARE(kindsOf(talk.prompts(QStringLiteral("p-4"))), QStringList{QStringLiteral("turn/steer")});
}

void TestCodexTurns::aRefusedSteerBeginsATurn()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const qint64 steer = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.endTurn();
    QVERIFY(talk.replies().isEmpty());
    QCOMPARE(talk.refuses(steer, "no active turn to steer"), QStringList());
    const QList<QJsonObject> again = talk.replies();
    QCOMPARE(kindsOf(again), QStringList{QStringLiteral("turn/start")});
    QCOMPARE(paramsOf(again.first()).value(QLatin1StringView("clientUserMessageId")).toString(),
        QStringLiteral("p-1"));
}

void TestCodexTurns::aRefusedSteerJoinsTheTurnThatRuns()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const qint64 steer = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.refuses(steer, "expected active turn id `a` but found `b`");
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/start")});
    // It belongs to the turn that runs, so that others still go there.
    QCOMPARE(kindsOf(talk.prompts(QStringLiteral("p-2"))), QStringList{QStringLiteral("turn/steer")});
}

void TestCodexTurns::aTurnThatTakesNoWordsIsWaitedFor()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const qint64 steer = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.refuses(steer, "cannot steer a compact turn",
        "{'codexErrorInfo':{'activeTurnNotSteerable':{'turnKind':'compact'}}}");
    QVERIFY(talk.replies().isEmpty());
    QVERIFY(!talk.protocol().rest());
    talk.endTurn();
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/start")});
}

void TestCodexTurns::aSteerThatWasLetFallIsSaidAgain()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const qint64 steer = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.answers(steer, "{'turnId':'u-1'}");
    const QStringList end = talk.endTurn();
    QVERIFY(end.filter(QStringLiteral("PromptProgressed")).isEmpty());
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/start")});
}

void TestCodexTurns::whatATurnLeftBehind_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("delivery");
    QTest::newRow("interrupted") << QByteArray("'status':'interrupted'") << QStringLiteral("cancelled");
    QTest::newRow("failed") << QByteArray("'status':'failed','error':{'message':'no'}")
                            << QStringLiteral("failed");
}

void TestCodexTurns::whatATurnLeftBehind()
{
    QFETCH(QByteArray, end);
    QFETCH(QString, delivery);
    Conversation talk;
    talk.open();
    talk.beginTurn();
    talk.answers(idOf(talk.prompts(QStringLiteral("p-1")).first()), "{'turnId':'u-1'}");
    QVERIFY(talk.endTurn(end).contains(QStringLiteral("PromptProgressed prompt=p-1 to=") + delivery));
    QVERIFY(talk.replies().isEmpty());
    QVERIFY(talk.protocol().rest());
}

void TestCodexTurns::aRefusedPromptFails()
{
    Conversation talk;
    talk.open();
    const qint64 start = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.prompts(QStringLiteral("p-2"));
    QCOMPARE(talk.refuses(start, "input is too long"),
        (QStringList{
            QStringLiteral(
                "NoticeRaised level=error text=\"codex did not take the message: input is too long\""),
            QStringLiteral("PromptProgressed prompt=p-1 to=failed")}));
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/start")}); // the next one
}

void TestCodexTurns::promptsAreTakenByTheirId()
{
    Conversation talk;
    talk.open();
    talk.prompts(QStringLiteral("p-1"));
    talk.beginTurn();
    talk.prompts(QStringLiteral("p-2"));
    const auto taken = [&](const char *clientId) {
        return talk.item("started",
            QByteArray("{'type':'userMessage','id':'i','clientId':") + clientId + ",'content':[]}");
    };
    QCOMPARE(taken("'somebody'"), QStringList());
    QCOMPARE(taken("'p-2'"), QStringList{QStringLiteral("PromptProgressed prompt=p-2 to=taken")});
    QCOMPARE(taken("'p-2'"), QStringList());
    QCOMPARE(taken("null"), QStringList{QStringLiteral("PromptProgressed prompt=p-1 to=taken")});
    QCOMPARE(taken("null"), QStringList());
}

void TestCodexTurns::imagesGoAsDataUrls()
{
    Conversation talk;
    talk.open();
    const QList<QJsonObject> lines = talk.writes(
        SendPrompt{QStringLiteral("p"), QStringLiteral("see"), {{QStringLiteral("image/png"), "\x89PNG"}}});
    const QJsonArray input = paramsOf(lines.first()).value(QLatin1StringView("input")).toArray();
    QCOMPARE(input.size(), 2);
    QCOMPARE(input.at(0).toObject(), json("{'type':'text','text':'see'}"));
    QCOMPARE(input.at(1).toObject(), json("{'type':'image','url':'data:image/png;base64,iVBORw=='}"));
    QCOMPARE(
        talk.refusesCommand(SendPrompt{QStringLiteral("p"), {}, {}}).code, base::ErrorCode::InvalidArgument);
}

void TestCodexTurns::anInterruptWaitsForItsTurn()
{
    Conversation talk;
    talk.open();
    talk.prompts(QStringLiteral("p-1"));
    QVERIFY(talk.writes(Interrupt{}).isEmpty());
    QVERIFY(!talk.protocol().rest());
    talk.beginTurn();
    const QList<QJsonObject> lines = talk.replies();
    QCOMPARE(kindsOf(lines), QStringList{QStringLiteral("turn/interrupt")});
    QCOMPARE(paramsOf(lines.first()), json("{'threadId':'t-1','turnId':'u-1'}"));
}

void TestCodexTurns::anInterruptWithdrawsWhatWaits()
{
    Conversation talk;
    talk.open();
    talk.prompts(QStringLiteral("p-1"));
    talk.prompts(QStringLiteral("p-2"));
    talk.writes(Interrupt{});
    QCOMPARE(talk.beginTurn().first(), QStringLiteral("PromptProgressed prompt=p-2 to=cancelled"));
    QCOMPARE(kindsOf(talk.replies()), QStringList{QStringLiteral("turn/interrupt")});
}

void TestCodexTurns::nothingRunsNothingIsInterrupted()
{
    Conversation talk;
    talk.open();
    QVERIFY(talk.writes(Interrupt{}).isEmpty());
    QVERIFY(talk.protocol().rest());
    talk.prompts(QStringLiteral("p-1"));
    talk.beginTurn();
    QVERIFY(talk.replies().isEmpty());
}

void TestCodexTurns::aLateInterruptIsNoError()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const qint64 interrupt = idOf(talk.writes(Interrupt{}).first());
    talk.endTurn();
    QCOMPARE(talk.refuses(interrupt, "no active turn to interrupt"), QStringList());
    talk.beginTurn();
    const qint64 another = idOf(talk.writes(Interrupt{}).first());
    QCOMPARE(talk.refuses(another, "not now"),
        QStringList{QStringLiteral("RequestFailed request=interrupt error=\"not now\"")});
}

void TestCodexTurns::theEndClosesWhatIsOpen_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("toolStatus");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("completed") << QByteArray("'status':'completed'") << QStringLiteral("cancelled")
                               << QStringLiteral("completed");
    QTest::newRow("interrupted") << QByteArray("'status':'interrupted'") << QStringLiteral("cancelled")
                                 << QStringLiteral("interrupted");
    QTest::newRow("failed") << QByteArray("'status':'failed','error':{'message':'no'}")
                            << QStringLiteral("failed") << QStringLiteral("failed error=\"no\"");
}

void TestCodexTurns::theEndClosesWhatIsOpen()
{
    QFETCH(QByteArray, end);
    QFETCH(QString, toolStatus);
    QFETCH(QString, outcome);
    Conversation talk;
    talk.open();
    talk.beginTurn();
    talk.notifies("item/agentMessage/delta", "{'itemId':'m','delta':'Half a'}");
    talk.notifies("item/reasoning/summaryTextDelta", "{'itemId':'r','delta':'Hm','summaryIndex':0}");
    talk.item("started", "{'type':'commandExecution','id':'c','command':'make','status':'inProgress'}");
    talk.notifies("item/commandExecution/outputDelta", "{'itemId':'c','delta':'cc\\n'}");
    talk.asks(0, "item/commandExecution/requestApproval", "{'itemId':'c','command':'make'}");
    QCOMPARE(talk.endTurn(end),
        (QStringList{QStringLiteral("AskWithdrawn id=u-1:0"),
            QStringLiteral("TextFinished item=m aborted text=\"Half a\""),
            QStringLiteral("ThoughtFinished item=r text=\"Hm\""),
            QStringLiteral("ToolFinished id=c status=%1 output=\"cc\\n\"").arg(toolStatus),
            QStringLiteral("TurnFinished outcome=") + outcome, QStringLiteral("ActivityChanged to=idle")}));
    QVERIFY(talk.protocol().rest());
}

void TestCodexTurns::whatComesAfterTheEndIsDropped()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    talk.item("started", "{'type':'commandExecution','id':'c','command':'make'}");
    talk.endTurn("'status':'interrupted'");
    QCOMPARE(
        talk.notifies("item/commandExecution/outputDelta", "{'itemId':'c','delta':'late'}"), QStringList());
    QCOMPARE(talk.item("completed", "{'type':'commandExecution','id':'c','command':'make','exitCode':0}"),
        QStringList());
    QCOMPARE(talk.notifies("serverRequest/resolved", "{'requestId':0}"), QStringList());
    QVERIFY(talk.endTurn("'status':'interrupted'").isEmpty());
}

void TestCodexTurns::anEndThatWasNotToldIsMadeUp()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    talk.item("started", "{'type':'commandExecution','id':'c','command':'make'}");
    QCOMPARE(talk.beginTurn().mid(0, 3),
        (QStringList{QStringLiteral("ToolFinished id=c status=cancelled"),
            QStringLiteral("TurnFinished outcome=completed"),
            QStringLiteral("TurnStarted origin=background")}));
}

void TestCodexTurns::aTurnThatEndsBeforeItBegan()
{
    Conversation talk;
    talk.open();
    const qint64 start = idOf(talk.prompts(QStringLiteral("p-1")).first());
    talk.answers(start, "{'turn':{'id':'u-0'}}");
    QCOMPARE(talk.endTurn("'status':'failed','error':{'message':'no'}"),
        (QStringList{QStringLiteral("PromptProgressed prompt=p-1 to=failed"),
            QStringLiteral("NoticeRaised level=error text=\"no\"")}));
    QCOMPARE(kindsOf(talk.prompts(QStringLiteral("p-2"))), QStringList{QStringLiteral("turn/start")});
}

void TestCodexTurns::items_data()
{
    QTest::addColumn<QByteArray>("item");
    QTest::addColumn<QStringList>("events");
    const auto row = [](const char *name, const char *item, const QStringList &events) {
        QTest::newRow(name) << QByteArray(item) << events;
    };
    const auto s = [](const char *text) {
        return QString::fromUtf8(text);
    };
    row("command",
        "{'type':'commandExecution','id':'i','command':'/bin/bash -lc \\'ls -l\\'','status':'failed',"
        "'aggregatedOutput':'no','exitCode':2}",
        {s("ToolStarted id=i name=shell kind=exec title=\"ls -l\" input={\"command\":\"ls -l\"}"),
            s("ToolFinished id=i status=failed exit=2 output=\"no\"")});
    row("command of another shell",
        "{'type':'commandExecution','id':'i','command':'python3 -c pass',"
        "'status':'completed'}",
        {s("ToolStarted id=i name=shell kind=exec title=\"python3 -c pass\" "
           "input={\"command\":\"python3 -c pass\"}"),
            s("ToolFinished id=i status=ok")});
    row("MCP tool",
        "{'type':'mcpToolCall','id':'i','server':'s','tool':'t','arguments':{'a':1},"
        "'status':'completed','result':{'content':[{'type':'text','text':'one'},{'type':'image'}]}}",
        {s("ToolStarted id=i name=s.t kind=mcp input={\"a\":1}"),
            s("ToolFinished id=i status=ok output=\"one\\n[image]\"")});
    row("MCP tool that failed",
        "{'type':'mcpToolCall','id':'i','server':'s','tool':'t','arguments':[1],"
        "'status':'failed','error':{'message':'broken'}}",
        {s("ToolStarted id=i name=s.t kind=mcp input={\"arguments\":[1]}"),
            s("ToolFinished id=i status=failed output=\"broken\"")});
    row("web search", "{'type':'webSearch','id':'i','query':'qt 6.4'}",
        {s("ToolStarted id=i name=web_search kind=search title=\"qt 6.4\" input={\"query\":\"qt 6.4\"}"),
            s("ToolFinished id=i status=ok")});
    row("image", "{'type':'imageView','id':'i','path':'/p/a.png'}",
        {s("ToolStarted id=i name=view_image kind=read title=\"a.png\" input={\"path\":\"/p/a.png\"}"),
            s("ToolFinished id=i status=ok")});
    row("subagent",
        "{'type':'collabAgentToolCall','id':'i','tool':'spawnAgent','prompt':'look','status':"
        "'completed','agentsStates':{'t-2':{'status':'completed','message':'seen'}}}",
        {s("ToolStarted id=i name=spawnAgent kind=agent title=\"look\" input={\"prompt\":\"look\"}"),
            s("ToolFinished id=i status=ok output=\"completed: seen\"")});
    row("text", "{'type':'agentMessage','id':'i','text':'Hi'}", {s("TextFinished item=i text=\"Hi\"")});
    row("empty text", "{'type':'agentMessage','id':'i','text':''}", {});
    row("hidden thought", "{'type':'reasoning','id':'i','summary':[],'content':[]}", {});
    row("raw thought", "{'type':'reasoning','id':'i','summary':[],'content':['a','b']}",
        {s("ThoughtFinished item=i text=\"a\\n\\nb\"")});
    row("compaction", "{'type':'contextCompaction','id':'i'}",
        {s("NoticeRaised level=info text=\"The conversation was compacted\"")});
    row("review", "{'type':'exitedReviewMode','id':'i','review':'Fine.'}",
        {s("TextFinished item=i text=\"Fine.\"")});
    row("our own words", "{'type':'userMessage','id':'i','content':[]}", {});
}

void TestCodexTurns::items()
{
    QFETCH(QByteArray, item);
    QFETCH(QStringList, events);
    item.replace("\\'", "\x01");
    item.replace('\'', '"');
    item.replace('\x01', '\'');
    Conversation talk;
    talk.open();
    talk.beginTurn();
    // Begun only with its end, as some are.
    const QByteArray line
        = R"({"method":"item/completed","params":{"threadId":"t-1","turnId":"u-1","item":)" + item + "}}";
    QCOMPARE(eventTexts(talk.protocol().feed(line)), events);
}

void TestCodexTurns::aChangeOfManyFilesIsManyCalls()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const QByteArray add = "{'path':'/p/a','kind':{'type':'add'},'diff':'x\\n'}";
    const QByteArray move = "{'path':'/p/b','kind':{'type':'update','move_path':'/p/c'},"
                            "'diff':'@@ -1 +1 @@\\n-y\\n+z\\n\\nMoved to: /p/c'}";
    const QByteArray gone = "{'path':'/p/d','kind':{'type':'delete'},'diff':'w\\n'}";
    const auto item = [&](const QByteArray &changes) {
        return "{'type':'fileChange','id':'f','changes':[" + changes + "],'status':'completed'}";
    };
    QCOMPARE(talk.item("started", item(add + ',' + move)),
        (QStringList{QStringLiteral("ToolStarted id=f name=apply_patch kind=edit title=\"a (new)\" "
                                    "input={\"change\":\"add\",\"path\":\"/p/a\"}"),
            QStringLiteral("ToolStarted id=f/2 name=apply_patch kind=edit title=\"b → c\" "
                           "input={\"change\":\"update\",\"move_to\":\"/p/c\",\"path\":\"/p/b\"}")}));
    QCOMPARE(talk.item("completed", item(add + ',' + move + ',' + gone)),
        (QStringList{
            QStringLiteral("ToolFinished id=f status=ok diff=\"/p/a\" lines=+1-0 hunk=@0,0@1,1 \"+x\""),
            QStringLiteral("ToolFinished id=f/2 status=ok diff=\"/p/b\" lines=+1-1 hunk=@1,1@1,1 \"-y|+z\""),
            QStringLiteral("ToolStarted id=f/3 name=apply_patch kind=edit title=\"d (deleted)\" "
                           "input={\"change\":\"delete\",\"path\":\"/p/d\"}"),
            QStringLiteral("ToolFinished id=f/3 status=ok diff=\"/p/d\" lines=+0-1 hunk=@1,1@0,0 \"-w\"")}));
}

void TestCodexTurns::thoughtsHaveParagraphs()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    const auto delta = [&](const char *text, int part) {
        return talk.notifies("item/reasoning/summaryTextDelta",
            QByteArray("{'itemId':'r','delta':'") + text + "','summaryIndex':" + QByteArray::number(part)
                + '}');
    };
    QCOMPARE(delta("A", 0), QStringList{QStringLiteral("ThoughtDelta item=r text=\"A\"")});
    QCOMPARE(delta("B", 0), QStringList{QStringLiteral("ThoughtDelta item=r text=\"B\"")});
    QCOMPARE(delta("C", 1), QStringList{QStringLiteral("ThoughtDelta item=r text=\"\\n\\nC\"")});
    QCOMPARE(talk.item("completed", "{'type':'reasoning','id':'r','summary':['AB','C']}"),
        QStringList{QStringLiteral("ThoughtFinished item=r text=\"AB\\n\\nC\"")});
}

void TestCodexTurns::otherThreadsAreNotOurs()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    QCOMPARE(talk.notifies("item/agentMessage/delta", "{'threadId':'t-2','itemId':'m','delta':'not mine'}"),
        QStringList());
    QCOMPARE(talk.notifies("turn/completed", "{'threadId':'t-2','turn':{'id':'u-1','status':'completed'}}"),
        QStringList());
    QVERIFY(!talk.protocol().rest());
}

void TestCodexTurns::errorsInWords_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("has");
    const auto row = [](const char *name, const char *error, const char *outcome, const char *has) {
        QTest::newRow(name) << QByteArray(error) << QString::fromUtf8(outcome) << QString::fromUtf8(has);
    };
    row("not logged in", "'message':'no','codexErrorInfo':'unauthorized'", "failed", "no. Log in");
    row("401", "'message':'no','codexErrorInfo':{'httpConnectionFailed':{'httpStatusCode':401}}",
        "failed http=401", "no. Log in");
    row("429", "'message':'no.','codexErrorInfo':{'responseTooManyFailedAttempts':{'httpStatusCode':429}}",
        "failed http=429", "no. Too many requests");
    row("limit", "'message':'You hit your limit','codexErrorInfo':'usageLimitExceeded'", "limit",
        "You hit your limit. It resets 2026-11-22 14:08 UTC.");
    row("budget", "'message':'','codexErrorInfo':'sessionBudgetExceeded'", "limit",
        "session budget exceeded. It resets");
    row("context", "'message':'full','codexErrorInfo':'contextWindowExceeded'", "failed", "begin a new one");
    row("details", "'message':'a','additionalDetails':'b','codexErrorInfo':'other'", "failed", "\"a: b\"");
    row("of the future", "'message':'Odd','codexErrorInfo':'moonPhase'", "failed", "\"Odd\"");
    row("of the future, without words", "'codexErrorInfo':{'moonPhase':{'phase':3}}", "failed",
        "\"moon phase\"");
    row("without anything", "'message':null", "failed", "codex does not say why");
}

void TestCodexTurns::errorsInWords()
{
    QFETCH(QByteArray, error);
    QFETCH(QString, outcome);
    QFETCH(QString, has);
    Conversation talk;
    talk.open();
    talk.beginTurn();
    talk.notifies("account/rateLimits/updated",
        "{'rateLimits':{'limitId':'codex','primary':{'usedPercent':100,'resetsAt':1795356539}}}");
    const QStringList end = talk.endTurn("'status':'failed','error':{" + error + "}");
    const QStringList finished = end.filter(QStringLiteral("TurnFinished"));
    QCOMPARE(finished.size(), 1);
    QVERIFY2(finished.first().startsWith(QStringLiteral("TurnFinished outcome=%1 error=").arg(outcome)),
        qPrintable(finished.first()));
    QVERIFY2(finished.first().contains(has), qPrintable(finished.first()));
}

void TestCodexTurns::retries()
{
    Conversation talk;
    talk.open();
    talk.beginTurn();
    QCOMPARE(talk.notifies("error",
                 "{'error':{'message':'Reconnecting... 2/5','codexErrorInfo':{'responseStreamDisconnected':"
                 "{'httpStatusCode':503}},'additionalDetails':'busy'},'willRetry':true}"),
        QStringList{QStringLiteral("RetryScheduled attempt=2/5 http=503 reason=\"busy\"")});
    QCOMPARE(talk.notifies("error", "{'error':{'message':'over'},'willRetry':false}"), QStringList());
    talk.endTurn();
    QCOMPARE(talk.notifies("error", "{'error':{'message':'over'},'willRetry':false}"),
        QStringList{QStringLiteral("NoticeRaised level=error text=\"over\"")});
}

void TestCodexTurns::limitsAreToldOnce()
{
    Conversation talk;
    talk.open();
    const auto used = [&](const char *percent, const char *window = "primary") {
        return talk.notifies("account/rateLimits/updated",
            QByteArray("{'rateLimits':{'limitId':'codex','") + window + "':{'usedPercent':" + percent
                + ",'windowDurationMins':300,'resetsAt':1795356539}}}");
    };
    QCOMPARE(used("89"), QStringList());
    QCOMPARE(used("91"),
        QStringList{
            QStringLiteral("NoticeRaised level=warning text=\"The usage limit is near (of 5 hours, 91 % "
                           "used, resets 2026-11-22 14:08 UTC)\"")});
    QCOMPARE(used("95"), QStringList());
    QCOMPARE(used("95", "secondary").size(), 1); // another window
    QCOMPARE(used("100"),
        QStringList{QStringLiteral("NoticeRaised level=error text=\"The usage limit is reached (of 5 hours, "
                                   "resets 2026-11-22 14:08 UTC)\"")});
    QCOMPARE(used("100"), QStringList());
    QCOMPARE(used("3"), QStringList());
    QCOMPARE(used("92").size(), 1);
    const QByteArray credits = "{'rateLimits':{'rateLimitReachedType':'workspace_member_credits_depleted'}}";
    QCOMPARE(talk.notifies("account/rateLimits/updated", credits),
        QStringList{QStringLiteral("NoticeRaised level=error text=\"The account cannot go on: workspace "
                                   "member credits depleted\"")});
    QCOMPARE(talk.notifies("account/rateLimits/updated", credits), QStringList());
}

void TestCodexTurns::usage()
{
    Conversation talk;
    talk.open();
    QCOMPARE(
        talk.notifies("thread/tokenUsage/updated",
            "{'tokenUsage':{'total':{'inputTokens':1000,'cachedInputTokens':600,'cacheWriteInputTokens':100,"
            "'outputTokens':50},'last':{'totalTokens':400},'modelContextWindow':2000}}"),
        QStringList{QStringLiteral("UsageReported tokens=300/50/600/100 context=400/2000")});
}

void TestCodexTurns::theEndOfTheProcess_data()
{
    QTest::addColumn<bool>("turnOpen");
    QTest::addColumn<bool>("asked");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QStringList>("events");
    const QString turn = QStringLiteral("TurnFinished outcome=");
    const QString error = QStringLiteral("error=\"codex ended with exit code %1: telling\"");
    QTest::newRow("asked, idle") << false << true << 0 << QStringList();
    QTest::newRow("asked, in a turn")
        << true << true << 0 << QStringList{turn + QStringLiteral("interrupted")};
    QTest::newRow("crashed, in a turn")
        << true << false << 3 << QStringList{turn + QStringLiteral("failed ") + error.arg(3)};
    QTest::newRow("left, in a turn") << true << false << 0
                                     << QStringList{turn + QStringLiteral("failed ") + error.arg(0)};
    QTest::newRow("crashed, idle")
        << false << false << 3
        << QStringList{
               QStringLiteral("NoticeRaised level=error text=\"codex ended with exit code 3: telling\"")};
    QTest::newRow("left, idle")
        << false << false << 0
        << QStringList{
               QStringLiteral("NoticeRaised level=info text=\"codex ended with exit code 0: telling\"")};
}

void TestCodexTurns::theEndOfTheProcess()
{
    QFETCH(bool, turnOpen);
    QFETCH(bool, asked);
    QFETCH(int, exitCode);
    QFETCH(QStringList, events);
    Conversation talk;
    talk.open();
    if (turnOpen)
        talk.beginTurn();
    process::ProcessResult result;
    result.exitCode = exitCode;
    result.stopRequested = asked;
    result.stderrTail = QStringLiteral("ERROR Codex could not find bubblewrap on PATH.\ntelling\n");
    QCOMPARE(eventTexts(talk.protocol().closed(result)), events);
}

QTEST_GUILESS_MAIN(TestCodexTurns)
#include "tst_codexturns.moc"
