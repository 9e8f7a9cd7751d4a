// Tool calls, in the forms and orders that agents tell them.
#include "conversation.h"

#include <QTest>

namespace {

constexpr const char *Finish = "{'sessionUpdate':'tool_call_update','toolCallId':'t1','status':'completed'";

//! An agent in a turn that has begun.
class Working : public Conversation
{
public:
    Working()
    {
        begin();
        prompt("p1");
        updates("{'sessionUpdate':'plan','entries':[{'content':'x'}]}");
        written();
    }
    QStringList tool(const QByteArray &fields)
    {
        return updates("{'sessionUpdate':'tool_call','toolCallId':'t1'" + fields + "}");
    }
    QStringList update(const QByteArray &fields)
    {
        return updates("{'sessionUpdate':'tool_call_update','toolCallId':'t1'" + fields + "}");
    }
};

} // namespace

class TestAcpTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginnings_data();
    void beginnings();
    void outcomes_data();
    void outcomes();
    void onlyWhatChangedIsTold();
    void outputGrows();
    void aRejectedCallEndsWithTheNextWord();
    void anAskOfACallThatIsOverIsAnswered();
    void aPartOfAKnownChangeAddsNothing();
    void severalFilesAreNamed();
    void lateWordsBeginNothing();
    void plansAreToldOnce();
};

void TestAcpTools::beginnings_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("start");
    const auto row = [](const char *name, const char *fields, const char *start) {
        QTest::newRow(name) << QByteArray(fields)
                            << QStringLiteral("ToolStarted id=t1 ") + QString::fromUtf8(start);
    };
    row("a command", ",'kind':'execute','title':'ls','rawInput':{'a':1},'locations':[{'path':'/p'}]",
        "name=Run kind=exec title=\"ls\" input={\"a\":1}");
    row("a file", ",'kind':'read','title':'read','locations':[{'path':'/p/a.c'}]",
        "name=Read kind=read title=\"read /p/a.c\"");
    row("a file that is named", ",'kind':'edit','title':'Edit a.c','locations':[{'path':'/p/a.c'}]",
        "name=Edit kind=edit title=\"Edit a.c\"");
    row("deleting", ",'kind':'delete','title':'x'", "name=Delete kind=edit title=\"x\"");
    row("moving", ",'kind':'move','title':'x'", "name=Move kind=edit title=\"x\"");
    row("searching", ",'kind':'search','title':'x'", "name=Search kind=search title=\"x\"");
    row("fetching", ",'kind':'fetch','title':'x'", "name=Fetch kind=fetch title=\"x\"");
    row("thinking", ",'kind':'think','title':'x'", "name=Think kind=think title=\"x\"");
    row("a kind of its own", ",'kind':'new','title':'do it'", "name=do it kind=other title=\"do it\"");
    row("nothing at all", "", "name=Tool kind=other");
    row("its own name", ",'kind':'execute','title':'x','_meta':{'someAgent':{'toolName':'Bash'}}",
        "name=Bash kind=exec title=\"x\"");
}

void TestAcpTools::beginnings()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, start);
    Working agent;
    QCOMPARE(agent.tool(fields), QStringList{start});
}

void TestAcpTools::outcomes_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const char *fields, const char *end) {
        QTest::newRow(name) << QByteArray(fields)
                            << QStringLiteral("ToolFinished id=t1 status=") + QString::fromLatin1(end);
    };
    row("content",
        ",'status':'completed','content':[{'type':'content','content':{'type':'text','text':'hi'}}]",
        "ok output=\"hi\"");
    row("two contents",
        ",'status':'completed','content':[{'type':'content','content':{'type':'text','text':'a'}},{'type':"
        "'content','content':{'type':'image'}}]",
        "ok output=\"a\\n[image]\"");
    row("a fence",
        ",'status':'completed','content':[{'type':'content','content':{'type':'text','text':'```"
        "console\\nhi\\n"
        "```'}}]",
        "ok output=\"hi\"");
    row("two fences stay",
        ",'status':'completed','content':[{'type':'content','content':{'type':'text','text':'```\\na\\n```\\n"
        "```\\nb\\n```'}}]",
        "ok output=\"```\\na\\n```\\n```\\nb\\n```\"");
    row("raw text", ",'status':'completed','content':[],'rawOutput':'hi'", "ok output=\"hi\"");
    row("codex", ",'status':'completed','rawOutput':{'stdout':'o','formatted_output':'f','exit_code':0}",
        "ok exit=0 output=\"f\"");
    row("codex, an edit", ",'status':'completed','rawOutput':{'stdout':'o','stderr':'e'}",
        "ok output=\"oe\"");
    row("opencode", ",'status':'completed','rawOutput':{'output':'o','metadata':{'exit':2}}",
        "failed exit=2 output=\"o\"");
    row("an error", ",'status':'failed','rawOutput':{'error':'no'}", "failed output=\"no\"");
    row("of an unknown form", ",'status':'completed','rawOutput':{'x':1}", "ok output=\"{\\\"x\\\":1}\"");
    row("nothing", ",'status':'completed'", "ok");
}

void TestAcpTools::outcomes()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, end);
    Working agent;
    agent.tool(",'title':'x','kind':'execute','status':'in_progress'");
    QCOMPARE(agent.update(fields).last(), end);
    QCOMPARE(agent.update(fields), QStringList()); // it has ended
}

void TestAcpTools::onlyWhatChangedIsTold()
{
    Working agent;
    agent.tool(",'title':'bash','kind':'execute','rawInput':{}");
    QCOMPARE(agent.update(",'title':'ls','rawInput':{'command':'ls'},'kind':null"),
        QStringList{QStringLiteral("ToolUpdated id=t1 title=\"ls\" input={\"command\":\"ls\"}")});
    QCOMPARE(agent.update(",'title':'ls','rawInput':{'command':'ls'},'status':'in_progress'"), QStringList());
    QCOMPARE(agent.update(",'_meta':{'x':1}"), QStringList());
    QCOMPARE(agent.tool(",'title':'ls -l'"), // some begin a call a second time
        QStringList{QStringLiteral("ToolUpdated id=t1 title=\"ls -l\"")});
}

void TestAcpTools::outputGrows()
{
    Working agent;
    const auto shows = [&](const char *text, const char *status) {
        return agent.update(QByteArray(",'status':'") + status
            + "','content':[{'type':'content','content':{'type':'text','text':'" + text + "'}}]");
    };
    agent.tool(",'title':'make','kind':'execute','status':'pending'");
    QCOMPARE(shows("Builds it", "pending"), QStringList()); // what it would do
    QCOMPARE(shows("a\\n", "in_progress"), QStringList{QStringLiteral("ToolUpdated id=t1 output=\"a\\n\"")});
    QCOMPARE(
        shows("a\\nb\\n", "in_progress"), QStringList{QStringLiteral("ToolUpdated id=t1 output=\"b\\n\"")});
    QCOMPARE(shows("other", "in_progress"), QStringList());
    QCOMPARE(agent.update(",'status':'completed'"),
        QStringList{QStringLiteral("ToolFinished id=t1 status=ok output=\"a\\nb\\n\"")});
}

void TestAcpTools::aRejectedCallEndsWithTheNextWord()
{
    for (const char *option : {"no", "never"}) {
        Working agent;
        agent.asks();
        agent.obeys(provider::DecideApproval{QStringLiteral("t1:7"), QString::fromLatin1(option), {}, {}});
        QCOMPARE(
            agent.updates("{'sessionUpdate':'agent_message_chunk','content':{'type':'text','text':'ok'}}"),
            (QStringList{QStringLiteral("ToolFinished id=t1 status=denied"),
                QStringLiteral("TextDelta item=item-1 text=\"ok\"")}));
    }
    Working agent; // one that says why
    agent.asks();
    agent.obeys(provider::DecideApproval{QStringLiteral("t1:7"), QStringLiteral("no"), {}, {}});
    QCOMPARE(agent.update(",'status':'failed','rawOutput':'was refused'"),
        QStringList{QStringLiteral("ToolFinished id=t1 status=denied output=\"was refused\"")});
    Working other; // one that did it all the same must not look as if it had not
    other.asks();
    other.obeys(provider::DecideApproval{QStringLiteral("t1:7"), QStringLiteral("no"), {}, {}});
    QCOMPARE(
        other.updates(QByteArray(Finish) + "}"), QStringList{QStringLiteral("ToolFinished id=t1 status=ok")});
}

void TestAcpTools::anAskOfACallThatIsOverIsAnswered()
{
    Working agent;
    agent.asks();
    QCOMPARE(agent.updates(QByteArray(Finish) + "}"),
        (QStringList{
            QStringLiteral("ToolFinished id=t1 status=ok"), QStringLiteral("AskWithdrawn id=t1:7")}));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("answer#7")});
}

void TestAcpTools::aPartOfAKnownChangeAddsNothing()
{
    const QByteArray change = "'content':[{'type':'diff','path':'/p/f','oldText':'";
    Working agent;
    agent.tool(",'kind':'edit','title':'f'," + change + "a\\nb','newText':'a\\nc'}]");
    QCOMPARE(agent.update("," + change + "b','newText':'c'}]"), QStringList());
    QVERIFY(agent.updates(QByteArray(Finish) + "," + change + "b','newText':'c'}]}")
                .last()
                .contains(QStringLiteral("hunk=@1,2@1,2 \" a|-b|+c\"")));

    Working other; // another change replaces it
    other.tool(",'kind':'edit','title':'f'," + change + "a','newText':'b'}]");
    QVERIFY(other.updates(QByteArray(Finish) + "," + change + "x','newText':'y'}]}")
                .last()
                .contains(QStringLiteral("\"-x|+y\"")));

    Working failing; // what failed changed nothing
    failing.tool(",'kind':'edit','title':'f'," + change + "a','newText':'b'}]");
    QCOMPARE(failing.update(",'status':'failed'"),
        QStringList{QStringLiteral("ToolFinished id=t1 status=failed")});
}

void TestAcpTools::severalFilesAreNamed()
{
    Working agent;
    agent.tool(",'kind':'edit','title':'f'");
    const QString end = agent
                            .updates(QByteArray(Finish)
                                + ",'content':[{'type':'diff','path':'/p/a','oldText':null,'newText':'x'},"
                                  "{'type':'diff','path':'/p/b','oldText':'1\\n2\\n','newText':'1\\n'}]}")
                            .last();
    QVERIFY2(end.contains(QStringLiteral("output=\"Also changed: /p/b (+0 -1)\" diff=\"/p/a\" lines=+1-0")),
        qPrintable(end));
}

void TestAcpTools::lateWordsBeginNothing()
{
    Working agent;
    agent.tool(",'title':'x'");
    agent.answers(3, "{'stopReason':'end_turn'}");
    QCOMPARE(agent.update(",'title':'y','status':'in_progress'"), QStringList());
    QCOMPARE(agent.updates("{'sessionUpdate':'tool_call_update','toolCallId':'t9','status':'completed'}"),
        QStringList());
    QVERIFY(agent.protocol().rest());
}

void TestAcpTools::plansAreToldOnce()
{
    Working agent; // has told one already
    QCOMPARE(agent.updates("{'sessionUpdate':'plan','entries':[{'content':'x','status':'pending'}]}"),
        QStringList());
    QCOMPARE(agent.updates("{'sessionUpdate':'plan','entries':[{'content':'x','status':'completed'},"
                           "{'content':'y','status':'in_progress'}]}"),
        QStringList{QStringLiteral("PlanUpdated item=plan-1 entries=2:x, 1:y")});
    agent.answers(3, "{'stopReason':'end_turn'}");
    agent.prompt("p2");
    QCOMPARE(agent.tool(",'title':'todos','rawInput':{'todos':[{'description':'z'}]}").last(),
        QStringLiteral("PlanUpdated item=plan-2 entries=0:z"));
}

QTEST_GUILESS_MAIN(TestAcpTools)
#include "tst_acptools.moc"
