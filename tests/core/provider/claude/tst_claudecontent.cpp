// What is said and done: texts, thoughts, tools and their results.
#include "../eventtext.h"
#include "conversation.h"

#include "core/provider/claude/filediff.h"
#include "core/provider/claude/toolresult.h"
#include "core/provider/claude/tooltitle.h"

#include <QJsonArray>
#include <QTest>

namespace {

QByteArray streamed(const QByteArray &event, const QByteArray &parent = "null")
{
    return "{'type':'stream_event','parent_tool_use_id':" + parent + ",'event':" + event + "}";
}

QByteArray messageStart(const QByteArray &id, const QByteArray &parent = "null")
{
    return streamed("{'type':'message_start','message':{'id':'" + id + "'}}", parent);
}

QByteArray blockStart(int index, const QByteArray &type, const QByteArray &parent = "null")
{
    return streamed("{'type':'content_block_start','index':" + QByteArray::number(index)
            + ",'content_block':{'type':'" + type + "'}}",
        parent);
}

QByteArray textDelta(int index, const QByteArray &text, const QByteArray &parent = "null")
{
    return streamed("{'type':'content_block_delta','index':" + QByteArray::number(index)
            + ",'delta':{'type':'text_delta','text':'" + text + "'}}",
        parent);
}

QByteArray said(const QByteArray &id, const QByteArray &text, const QByteArray &parent = "null",
    const QByteArray &fields = {})
{
    return "{'type':'assistant','parent_tool_use_id':" + parent + ",'message':{'id':'" + id
        + "','content':[{'type':'text','text':'" + text + "'}]}" + fields + "}";
}

} // namespace

class TestClaudeContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deltasAndTheirTextShareAnItem();
    void aBlockIsFinishedOnce();
    void blocksWithoutDeltasAreCounted();
    void blocksOfOneLineAreCounted();
    void subagentsStreamSideBySide();
    void aStreamWithoutItsEndIsClosedAsAborted();
    void aBlockWithoutItsAssistantLineIsFinishedByTheEndOfTheMessage();
    void anAbortedLineIsAborted();
    void anEmptyThoughtIsNotShown();
    void apiErrorsAreNoText();
    void aSubagentsApiErrorIsANotice();
    void anApiErrorThatTheTurnSurvivesIsANotice();

    void toolKinds_data();
    void toolKinds();
    void toolTitles_data();
    void toolTitles();
    void toolResults_data();
    void toolResults();
    void aToolStartsOnce();
    void aToolIsFinishedOnce();
    void toolsLeftOpenAreCancelledAtTheEndOfTheTurn();
    void aBackgroundAgentsToolsOutliveTheTurn();
    void aToolThatOnlyTheAskNamesIsStarted();
    void serverToolsBeginAndEndInTheMessage();

    void aDiffCountsItsLines();
    void aCreatedFileHasAllLinesAdded();
    void aHugeDiffKeepsItsCounts();
};

void TestClaudeContent::deltasAndTheirTextShareAnItem()
{
    Conversation claude;
    claude.init();
    claude.says(messageStart("A"));
    claude.says(blockStart(0, "thinking"));
    QCOMPARE(claude.says(streamed("{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta',"
                                  "'thinking':'hm'}}")),
        QStringList{QStringLiteral("ThoughtDelta item=A:0 text=\"hm\"")});
    QCOMPARE(claude.says(
                 "{'type':'assistant','message':{'id':'A','content':[{'type':'thinking','thinking':'hm'}]}}"),
        QStringList{QStringLiteral("ThoughtFinished item=A:0 text=\"hm\"")});
    claude.says(streamed("{'type':'content_block_stop','index':0}"));
    claude.says(blockStart(1, "text"));
    QCOMPARE(claude.says(textDelta(1, "he")), QStringList{QStringLiteral("TextDelta item=A:1 text=\"he\"")});
    QCOMPARE(
        claude.says(textDelta(1, "llo")), QStringList{QStringLiteral("TextDelta item=A:1 text=\"llo\"")});
    QCOMPARE(
        claude.says(said("A", "hello")), QStringList{QStringLiteral("TextFinished item=A:1 text=\"hello\"")});
}

void TestClaudeContent::aBlockIsFinishedOnce()
{
    Conversation claude;
    claude.init();
    claude.says(messageStart("A"));
    claude.says(blockStart(0, "text"));
    claude.says(textDelta(0, "hi"));
    QCOMPARE(claude.says(said("A", "hi")).size(), 1);
    QCOMPARE(claude.says(streamed("{'type':'content_block_stop','index':0}")), QStringList());
    QCOMPARE(claude.says(textDelta(0, "late")), QStringList());
    QCOMPARE(claude.says(streamed("{'type':'message_stop'}")), QStringList());
    QVERIFY(!claude.result().join(QLatin1Char(' ')).contains(QStringLiteral("TextFinished")));
}

void TestClaudeContent::blocksWithoutDeltasAreCounted()
{
    Conversation claude;
    claude.init();
    QCOMPARE(
        claude.says(said("A", "one")), QStringList{QStringLiteral("TextFinished item=A:0 text=\"one\"")});
    QCOMPARE(
        claude.says(said("A", "two")), QStringList{QStringLiteral("TextFinished item=A:1 text=\"two\"")});
    QCOMPARE(
        claude.says(said("B", "three")), QStringList{QStringLiteral("TextFinished item=B:0 text=\"three\"")});
}

void TestClaudeContent::blocksOfOneLineAreCounted()
{
    Conversation claude;
    claude.init();
    QCOMPARE(claude.says("{'type':'assistant','message':{'id':'A','content':[{'type':'text','text':'one'},"
                         "{'type':'redacted_thinking','data':'x'},{'type':'text','text':'two'}]}}"),
        (QStringList{QStringLiteral("TextFinished item=A:0 text=\"one\""),
            QStringLiteral("TextFinished item=A:2 text=\"two\"")}));
}

void TestClaudeContent::subagentsStreamSideBySide()
{
    Conversation claude;
    claude.init();
    claude.says(messageStart("A", "'t1'"));
    claude.says(messageStart("B", "'t2'"));
    claude.says(blockStart(0, "text", "'t1'"));
    claude.says(blockStart(0, "text", "'t2'"));
    QCOMPARE(claude.says(textDelta(0, "a", "'t1'")),
        QStringList{QStringLiteral("TextDelta item=A:0 parent=\"t1\" text=\"a\"")});
    QCOMPARE(claude.says(textDelta(0, "b", "'t2'")),
        QStringList{QStringLiteral("TextDelta item=B:0 parent=\"t2\" text=\"b\"")});
    QCOMPARE(claude.says(said("A", "a", "'t1'")),
        QStringList{QStringLiteral("TextFinished item=A:0 parent=\"t1\" text=\"a\"")});
    QCOMPARE(claude.says(said("B", "b", "'t2'")),
        QStringList{QStringLiteral("TextFinished item=B:0 parent=\"t2\" text=\"b\"")});
}

void TestClaudeContent::aStreamWithoutItsEndIsClosedAsAborted()
{
    const QString expected = QStringLiteral("TextFinished item=A:0 aborted text=\"half\"");
    for (const int end : {0, 1, 2}) {
        Conversation claude;
        claude.init();
        claude.says(messageStart("A"));
        claude.says(blockStart(0, "text"));
        claude.says(textDelta(0, "half"));
        const QStringList events = end == 0 ? claude.says(messageStart("B"))
            : end == 1                      ? claude.result()
                                            : eventTexts(claude.protocol().closed({}));
        QCOMPARE(events.value(0), expected);
    }
}

void TestClaudeContent::aBlockWithoutItsAssistantLineIsFinishedByTheEndOfTheMessage()
{
    Conversation claude;
    claude.init();
    claude.says(messageStart("A"));
    claude.says(blockStart(0, "text"));
    claude.says(textDelta(0, "whole"));
    claude.says(streamed("{'type':'content_block_stop','index':0}"));
    QCOMPARE(claude.says(streamed("{'type':'message_stop'}")),
        QStringList{QStringLiteral("TextFinished item=A:0 text=\"whole\"")});
    QCOMPARE(claude.says(said("A", "whole")), QStringList()); // a line that comes late says nothing new
}

void TestClaudeContent::anAbortedLineIsAborted()
{
    Conversation claude;
    claude.init();
    QCOMPARE(claude.says(said("A", "ha", "null", ",'aborted':true")),
        QStringList{QStringLiteral("TextFinished item=A:0 aborted text=\"ha\"")});
}

void TestClaudeContent::anEmptyThoughtIsNotShown()
{
    Conversation claude;
    claude.init();
    QCOMPARE(
        claude.says("{'type':'assistant','message':{'id':'A','content':[{'type':'thinking','thinking':'',"
                    "'signature':'x'}]}}"),
        QStringList());
}

void TestClaudeContent::apiErrorsAreNoText()
{
    Conversation claude;
    claude.init();
    // The turn's end says it; said twice it would stand twice in the timeline.
    QCOMPARE(
        claude.says(said("A", "API Error: 400 no", "null", ",'is_api_error_message':true")), QStringList());
    QCOMPARE(claude.result(
                 "'subtype':'success','is_error':true,'api_error_status':400,'result':'API Error: 400 no',"
                 "'terminal_reason':'api_error'"),
        QStringList{QStringLiteral("TurnFinished outcome=failed http=400 error=\"API Error: 400 no\"")});
}

void TestClaudeContent::aSubagentsApiErrorIsANotice()
{
    Conversation claude;
    claude.init();
    QCOMPARE(claude.says(said("A", "API Error: 400 no", "'t1'", ",'is_api_error_message':true")),
        QStringList{QStringLiteral("NoticeRaised level=error text=\"API Error: 400 no\"")});
}

void TestClaudeContent::anApiErrorThatTheTurnSurvivesIsANotice()
{
    Conversation claude;
    claude.init();
    claude.says(said("A", "API Error: 500", "null", ",'is_api_error_message':true"));
    claude.says(said("B", "there I am again"));
    QCOMPARE(claude.result(),
        (QStringList{QStringLiteral("NoticeRaised level=error text=\"API Error: 500\""),
            QStringLiteral("TurnFinished outcome=completed")}));
}

void TestClaudeContent::toolKinds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<model::ToolKind>("kind");
    const QList<std::pair<const char *, model::ToolKind>> rows{{"Bash", model::ToolKind::Exec},
        {"Read", model::ToolKind::Read}, {"NotebookRead", model::ToolKind::Read},
        {"Write", model::ToolKind::Edit}, {"Edit", model::ToolKind::Edit},
        {"MultiEdit", model::ToolKind::Edit}, {"NotebookEdit", model::ToolKind::Edit},
        {"Grep", model::ToolKind::Search}, {"Glob", model::ToolKind::Search}, {"LS", model::ToolKind::Search},
        {"ToolSearch", model::ToolKind::Search}, {"WebFetch", model::ToolKind::Fetch},
        {"WebSearch", model::ToolKind::Fetch}, {"Task", model::ToolKind::Agent},
        {"Agent", model::ToolKind::Agent}, {"mcp__github__create_issue", model::ToolKind::Mcp},
        {"TodoWrite", model::ToolKind::Think}, {"TaskCreate", model::ToolKind::Think},
        {"AskUserQuestion", model::ToolKind::Other}, {"SomethingNew", model::ToolKind::Other}};
    for (const auto &[name, kind] : rows)
        QTest::newRow(name) << QString::fromLatin1(name) << kind;
}

void TestClaudeContent::toolKinds()
{
    QFETCH(QString, name);
    QFETCH(model::ToolKind, kind);
    QCOMPARE(claude::toolKind(name), kind);
}

void TestClaudeContent::toolTitles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("asked");
    const auto row
        = [](const char *name, const QByteArray &input, const QString &title, const QString &asked) {
              QTest::newRow(name + input.left(20)) << QString::fromLatin1(name) << input << title << asked;
          };
    row("Bash", "{'command':'make -j8','description':'Build'}", QStringLiteral("make -j8"),
        QStringLiteral("Run make -j8"));
    row("Bash", "{'command':'  cat <<E\\nhello\\nE\\n'}", QStringLiteral("cat <<E …"),
        QStringLiteral("Run cat <<E …"));
    row("Write", "{'file_path':'/p/a.txt','content':'x'}", QStringLiteral("/p/a.txt"),
        QStringLiteral("Write /p/a.txt"));
    row("NotebookEdit", "{'notebook_path':'/p/n.ipynb'}", QStringLiteral("/p/n.ipynb"),
        QStringLiteral("NotebookEdit /p/n.ipynb"));
    row("Grep", "{'pattern':'foo.*','path':'/src'}", QStringLiteral("foo.* in /src"),
        QStringLiteral("Search for foo.* in /src"));
    row("Glob", "{'pattern':'**/*.h'}", QStringLiteral("**/*.h"), QStringLiteral("Search for **/*.h"));
    row("WebFetch", "{'url':'https://a.example','prompt':'sum up'}", QStringLiteral("https://a.example"),
        QStringLiteral("WebFetch https://a.example"));
    row("Task", "{'description':'look around','prompt':'long'}", QStringLiteral("look around"),
        QStringLiteral("Start agent look around"));
    row("mcp__github__create_issue", "{'title':'x'}", QStringLiteral("github: create issue"),
        QStringLiteral("Use github: create issue"));
    row("TodoWrite", "{'todos':[{},{}]}", QStringLiteral("2 tasks"), QStringLiteral("TodoWrite 2 tasks"));
    row("SomethingNew", "{'x':1}", QString(), QStringLiteral("SomethingNew"));
    row("Bash", "{'command':7}", QString(), QStringLiteral("Run"));
}

void TestClaudeContent::toolTitles()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, input);
    QFETCH(QString, title);
    QFETCH(QString, asked);
    QCOMPARE(claude::toolTitle(name, json(input)), title);
    QCOMPARE(claude::approvalTitle(name, json(input)), asked);
}

void TestClaudeContent::toolResults_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QByteArray>("structured"); // the value of tool_use_result, as {'v': value}
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *title, const char *name, const QByteArray &block,
                         const QByteArray &structured, const QByteArray &meta, const char *expected) {
        QTest::newRow(title) << QString::fromLatin1(name) << block << structured << meta
                             << QString::fromUtf8(expected);
    };
    row("ok", "Bash", "{'content':'hi','is_error':false}", "{'v':{'stdout':'hi'}}", "{}",
        "ok exit=0 output=\"hi\"");
    row("a code that is no failure", "Bash", "{'content':''}",
        "{'v':{'stdout':'','returnCodeInterpretation':'No matches found'}}", "{}", "ok");
    row("failed with a code", "Bash", "{'content':'Exit code 2\\nno such file','is_error':true}",
        "{'v':'Error: x'}", "{}", "failed exit=2 output=\"Exit code 2\\nno such file\"");
    row("a text that only looks so", "Bash", "{'content':'Exit code 2x','is_error':true}", "{}", "{}",
        "failed output=\"Exit code 2x\"");
    row("another tool fails", "Edit", "{'content':'String not found','is_error':true}", "{'v':'Error'}", "{}",
        "failed output=\"String not found\"");
    row("in the background", "Bash", "{'content':'started'}", "{'v':{'stdout':'','backgroundTaskId':'b1'}}",
        "{}", "ok output=\"started\"");
    row("interrupted, it says so", "Bash", "{'content':'part'}", "{'v':{'stdout':'part','interrupted':true}}",
        "{}", "cancelled output=\"part\"");
    row("rejected by the interrupt", "Bash", "{'content':'rejected','is_error':true}",
        "{'v':'User rejected tool use'}", "{'non_execution_kind':'user-rejected'}",
        "cancelled output=\"rejected\"");
    row("interrupted, older version", "Bash",
        "{'content':'[Request interrupted by user for tool use]','is_error':true}", "{}", "{}",
        "cancelled output=\"[Request interrupted by user for tool use]\"");
    row("denied by a rule", "Bash", "{'content':'no','is_error':true}", "{}",
        "{'non_execution_kind':'permission-rule','permission_decision':{'decision':'reject'}}",
        "denied output=\"no\"");
    row("the ask failed", "Bash", "{'content':'Tool permission request failed: Error: x','is_error':true}",
        "{}", "{}", "denied output=\"Tool permission request failed: Error: x\"");
    row("a list of blocks", "Read",
        "{'content':[{'type':'text','text':'a'},{'type':'image','source':{'media_type':'image/png','data':'"
            + QByteArray(4000, 'A') + "'}},{'type':'tool_reference','tool_name':'X'},{'type':'new'},7]}",
        "{}", "{}", "ok output=\"a\\n[image image/png, 3 KB]\\n[tool X]\\n[new]\"");
    row("a subagent's report", "Task", "{'content':[{'type':'text','text':'rules for the model'}]}",
        "{'v':{'status':'completed','content':[{'type':'text','text':'the report'}]}}", "{}",
        "ok output=\"the report\"");
    row("a subagent in the background", "Task", "{'content':'internal'}", "{'v':{'status':'async_launched'}}",
        "{}", "ok output=\"It works in the background\"");
    row("nothing is there", "Bash", "{}", "{}", "{}", "ok");
    row("all of another type", "Bash", "{'content':{'a':1},'is_error':'yes'}", "{'v':[1]}",
        "{'permission_decision':3}", "ok");
}

void TestClaudeContent::toolResults()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, block);
    QFETCH(QByteArray, structured);
    QFETCH(QByteArray, meta);
    QFETCH(QString, expected);
    const auto finished = claude::toolFinished(
        name, {json(block), json(structured).value(QLatin1StringView("v")), json(meta)}, false);
    QCOMPARE(eventText(finished), QStringLiteral("ToolFinished id= status=") + expected);
}

void TestClaudeContent::aToolStartsOnce()
{
    Conversation claude;
    claude.init();
    QCOMPARE(claude.toolUse("t1", "Bash", "{'command':'ls'}"),
        QStringList{
            QStringLiteral("ToolStarted id=t1 name=Bash kind=exec title=\"ls\" input={\"command\":\"ls\"}")});
    QCOMPARE(claude.toolUse("t1", "Bash", "{'command':'ls'}"), QStringList());
}

void TestClaudeContent::aToolIsFinishedOnce()
{
    Conversation claude;
    claude.init();
    claude.toolUse("t1", "Read");
    QCOMPARE(
        claude.toolResult("t1"), QStringList{QStringLiteral("ToolFinished id=t1 status=ok output=\"done\"")});
    QCOMPARE(claude.toolResult("t1"), QStringList());
    QCOMPARE(claude.toolResult("never-begun"),
        QStringList{QStringLiteral("ToolFinished id=never-begun status=ok output=\"done\"")});
}

void TestClaudeContent::toolsLeftOpenAreCancelledAtTheEndOfTheTurn()
{
    Conversation claude;
    claude.init();
    claude.toolUse("agent", "Task");
    claude.toolUse("inner", "Bash", "{}", "'agent'");
    QCOMPARE(claude.result().mid(0, 2),
        (QStringList{QStringLiteral("ToolFinished id=inner status=cancelled"),
            QStringLiteral("ToolFinished id=agent status=cancelled")}));
}

void TestClaudeContent::aBackgroundAgentsToolsOutliveTheTurn()
{
    Conversation claude;
    claude.init();
    claude.toolUse("agent", "Task");
    claude.says("{'type':'system','subtype':'task_started','task_id':'k','tool_use_id':'agent','description':"
                "'look'}");
    claude.toolResult("agent", "'launched'", ",'tool_use_result':{'status':'async_launched'}");
    claude.toolUse("inner", "Bash", "{}", "'agent'");
    QCOMPARE(claude.result(), QStringList{QStringLiteral("TurnFinished outcome=completed")});
    QCOMPARE(claude.says("{'type':'system','subtype':'task_notification','task_id':'k','tool_use_id':'agent',"
                         "'status':'failed','summary':'it broke'}"),
        (QStringList{QStringLiteral("ToolFinished id=inner status=cancelled"),
            QStringLiteral(
                "NoticeRaised level=warning text=\"Background task \\\"look\\\" failed: it broke\"")}));
}

void TestClaudeContent::aToolThatOnlyTheAskNamesIsStarted()
{
    Conversation claude;
    claude.init();
    claude.says("{'type':'system','subtype':'task_started','task_id':'k','tool_use_id':'agent','description':"
                "'look'}");
    const QStringList events
        = claude.says("{'type':'control_request','request_id':'r','request':{'subtype':"
                      "'can_use_tool','tool_name':'Bash','tool_use_id':'t9','agent_id':'k',"
                      "'input':{'command':'ls'}}}");
    QCOMPARE(events.value(0),
        QStringLiteral("ToolStarted id=t9 parent=\"agent\" name=Bash kind=exec title=\"ls\" "
                       "input={\"command\":\"ls\"}"));
    QVERIFY(events.value(1).contains(QStringLiteral("Asked by the subagent “look”")));
    QCOMPARE(claude.toolUse("t9", "Bash", "{'command':'ls'}", "'agent'"), QStringList());
}

void TestClaudeContent::serverToolsBeginAndEndInTheMessage()
{
    Conversation claude;
    claude.init();
    QCOMPARE(
        claude.says("{'type':'assistant','message':{'id':'A','content':[{'type':'server_tool_use','id':'w',"
                    "'name':'web_search','input':{'query':'qt'}},{'type':'web_search_tool_result',"
                    "'tool_use_id':'w','content':[{'type':'web_search_result'}]}]}}"),
        (QStringList{QStringLiteral(
                         "ToolStarted id=w name=web_search kind=fetch title=\"qt\" input={\"query\":\"qt\"}"),
            QStringLiteral("ToolFinished id=w status=ok output=\"[web_search_result]\"")}));
}

void TestClaudeContent::aDiffCountsItsLines()
{
    const auto diff
        = claude::fileDiff(json("{'filePath':'/p/a','structuredPatch':[{'oldStart':1,'oldLines':2,"
                                "'newStart':1,'newLines':3,'lines':[' a','-b','+c','+d']},{'oldStart':9,"
                                "'oldLines':1,'newStart':10,'newLines':0,'lines':['-x']}]}"));
    QVERIFY(diff);
    QCOMPARE(diff->path, QStringLiteral("/p/a"));
    QCOMPARE(diff->added, 2);
    QCOMPARE(diff->removed, 2);
    QCOMPARE(diff->hunks.size(), 2);
    QCOMPARE(diff->hunks.at(1).newStart, 10);
    QVERIFY(!claude::fileDiff(json("{'filePath':'/p/a'}")));
    QVERIFY(!claude::fileDiff(json("{'structuredPatch':[]}")));
    QVERIFY(claude::fileDiff(json("{'filePath':'/p/a','structuredPatch':[7,{'lines':'x','oldStart':-5}]}")));
}

void TestClaudeContent::aCreatedFileHasAllLinesAdded()
{
    const auto diff = claude::fileDiff(
        json("{'type':'create','filePath':'/p/a','content':'x\\n\\ny','structuredPatch':[]}"));
    QVERIFY(diff);
    QCOMPARE(diff->added, 3);
    QCOMPARE(diff->hunks.first().lines,
        (QStringList{QStringLiteral("+x"), QStringLiteral("+"), QStringLiteral("+y")}));
    const auto empty
        = claude::fileDiff(json("{'type':'create','filePath':'/p/a','content':'','structuredPatch':[]}"));
    QVERIFY(empty);
    QCOMPARE(empty->added, 0);
    QCOMPARE(empty->hunks.first().newStart, 0);
}

void TestClaudeContent::aHugeDiffKeepsItsCounts()
{
    const QJsonObject created{{QStringLiteral("type"), QStringLiteral("create")},
        {QStringLiteral("filePath"), QStringLiteral("/p/a")},
        {QStringLiteral("structuredPatch"), QJsonArray()},
        {QStringLiteral("content"), QString(QStringLiteral("x\n")).repeated(claude::MaxDiffLines + 500)}};
    const auto diff = claude::fileDiff(created);
    QVERIFY(diff);
    QCOMPARE(diff->added, claude::MaxDiffLines + 500);
    QCOMPARE(diff->hunks.first().lines.size(), claude::MaxDiffLines);
}

QTEST_GUILESS_MAIN(TestClaudeContent)
#include "tst_claudecontent.moc"
