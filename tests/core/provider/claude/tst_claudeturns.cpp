// Turns: how they begin and end, the session they belong to, and what they use up.
#include "conversation.h"

#include <QTest>

class TestClaudeTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstLineInitializes();
    void theSessionStartsOnceAndEachTurnAgain();
    void aTurnStartsWhenItsPromptIsTaken();
    void aTurnThatIsNeverSeenEnds_data();
    void aTurnThatIsNeverSeenEnds();
    void aTurnOfItsOwnIsABackgroundTurn();
    void anotherSessionIdIsAReset();
    void aConversationResetAloneIsNone();
    void results_data();
    void results();
    void anInterruptedTurnIsNotFailed();
    void textThatOnlyTheResultCarriesIsToldOnce();
    void costAndTokensAreTotals();
    void contextIsTheLastMessage();
    void subagentsDoNotCountForTheContext();
    void compactionAndClearSetTheContext();
};

void TestClaudeTurns::theFirstLineInitializes()
{
    claude::ClaudeProtocol protocol;
    const QList<QByteArray> lines = protocol.open();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first(),
        QByteArray(
            R"({"request":{"hooks":null,"subtype":"initialize"},"request_id":"agentmonitor-1","type":"control_request"})"));
}

void TestClaudeTurns::theSessionStartsOnceAndEachTurnAgain()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    QCOMPARE(claude.init(),
        (QStringList{
            line(
                "SessionStarted session=\"s-1\" directory=\"/p\" model=\"m\" mode=\"default\" version=\"9\""),
            line("PromptProgressed prompt=p1 to=taken"), line("TurnStarted origin=user")}));
    claude.result();
    claude.writes(prompt("p2"));
    QCOMPARE(claude.says(systemLine("init", ",'session_id':'s-1','model':'m2','permissionMode':'plan'")),
        (QStringList{line("SettingsReported model=\"m2\""), line("SettingsReported mode=\"plan\""),
            line("PromptProgressed prompt=p2 to=taken"), line("TurnStarted origin=user")}));
}

// As with /compact, whose system/init comes when all is compacted.
void TestClaudeTurns::aTurnStartsWhenItsPromptIsTaken()
{
    Conversation claude;
    claude.writes(prompt("p1", "/compact"));
    QCOMPARE(claude.says(lifecycle("p1", "queued")), QStringList());
    QCOMPARE(claude.says(lifecycle("p1", "started")),
        (QStringList{line("PromptProgressed prompt=p1 to=taken"), line("TurnStarted origin=user")}));
    QCOMPARE(claude.says(systemLine("status", ",'status':'compacting'")),
        QStringList{line("ActivityChanged to=compacting")});
    QCOMPARE(claude.init().filter(line("TurnStarted")), QStringList());
    QCOMPARE(claude.says(lifecycle("p1", "completed")), QStringList());
    QCOMPARE(claude.result().last(), line("TurnFinished outcome=completed"));

    // What goes into a turn that runs starts none.
    claude.init();
    claude.writes(prompt("p2"));
    QCOMPARE(
        claude.says(lifecycle("p2", "started")), QStringList{line("PromptProgressed prompt=p2 to=taken")});
    QCOMPARE(claude.says(lifecycle("not-ours", "started")).filter(line("TurnStarted")), QStringList());
}

void TestClaudeTurns::aTurnThatIsNeverSeenEnds_data()
{
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<QString>("end");
    QTest::newRow("completed") << lifecycle("p1", "completed") << line("TurnFinished outcome=completed");
    QTest::newRow("cancelled") << lifecycle("p1", "cancelled") << line("TurnFinished outcome=interrupted");
    QTest::newRow("idle") << systemLine("session_state_changed", ",'state':'idle'")
                          << line("TurnFinished outcome=completed");
    QTest::newRow("result") << QByteArray(
        "{'type':'result','subtype':'success','is_error':false,'result':''}")
                            << line("TurnFinished outcome=completed");
}

void TestClaudeTurns::aTurnThatIsNeverSeenEnds()
{
    QFETCH(QByteArray, last);
    QFETCH(QString, end);
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(lifecycle("p1", "started"));
    QCOMPARE(claude.says(last).filter(line("TurnFinished")), QStringList{end});
    QCOMPARE(claude.says(last).filter(line("TurnFinished")).size(), last.contains("result") ? 1 : 0);
    claude.writes(prompt("p2"));
    QVERIFY(claude.says(lifecycle("p2", "started")).contains(line("TurnStarted origin=user")));
}

void TestClaudeTurns::aTurnOfItsOwnIsABackgroundTurn()
{
    for (const bool lifecycleTold : {true, false}) {
        Conversation claude;
        claude.writes(prompt("p1"));
        if (lifecycleTold)
            claude.says(lifecycle("p1", "started"));
        claude.init();
        claude.result();
        if (lifecycleTold)
            claude.says(lifecycle("p1", "completed"));
        QCOMPARE(claude.init(), QStringList{line("TurnStarted origin=background")});
    }
}

void TestClaudeTurns::anotherSessionIdIsAReset()
{
    Conversation claude;
    claude.init("s-1");
    claude.result();
    QCOMPARE(claude.init("s-2").value(0), line("SessionReset session=\"s-2\""));
    claude.result();
    QVERIFY(claude.init("s-2").filter(QStringLiteral("SessionReset")).isEmpty());
}

void TestClaudeTurns::aConversationResetAloneIsNone()
{
    // The id that it names is not the session's: the init that follows has that.
    Conversation claude;
    claude.init("s-1");
    QCOMPARE(claude.says("{'type':'conversation_reset','new_conversation_id':'c-9'}"), QStringList());
}

void TestClaudeTurns::results_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &fields, const char *expected) {
        QTest::newRow(name) << fields << QStringLiteral("TurnFinished outcome=") + line(expected);
    };
    row("success", "'subtype':'success','is_error':false,'duration_ms':12.6", "completed ms=13");
    row("api error", "'subtype':'success','is_error':true,'api_error_status':529,'result':'overloaded'",
        "failed http=529 error=\"overloaded\"");
    row("interrupted",
        "'subtype':'error_during_execution','is_error':true,'terminal_reason':'aborted_streaming'",
        "interrupted");
    row("interrupted in a tool",
        "'subtype':'error_during_execution','is_error':true,'terminal_reason':'aborted_tools'",
        "interrupted");
    row("failed by itself",
        "'subtype':'error_during_execution','is_error':true,'errors':['[ede_diagnostic] x','it broke']",
        "failed error=\"it broke\"");
    row("failed without words",
        "'subtype':'error_during_execution','is_error':true,'errors':['[ede_diagnostic] x']",
        "failed error=\"claude reports: error during execution\"");
    row("turns",
        "'subtype':'error_max_turns','is_error':true,'errors':['Reached maximum number of turns (1)']",
        "limit error=\"Reached maximum number of turns (1)\"");
    row("budget", "'subtype':'error_max_budget_usd','is_error':true,'terminal_reason':'budget_exhausted'",
        "limit error=\"claude reports: error max budget usd\"");
    row("unknown error", "'subtype':'error_of_the_future','is_error':true",
        "failed error=\"claude reports: error of the future\"");
    row("wrong types", "'subtype':7,'is_error':'x','errors':'y','duration_ms':'z','result':[]", "completed");
    row("a negative duration", "'subtype':'success','duration_ms':-5", "completed");
}

void TestClaudeTurns::results()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, expected);
    Conversation claude;
    claude.init();
    QCOMPARE(claude.result(fields.constData()), QStringList{expected});
}

void TestClaudeTurns::anInterruptedTurnIsNotFailed()
{
    Conversation claude;
    const char *bare = "'subtype':'error_during_execution','is_error':true,'errors':['x']";
    claude.init();
    claude.writes(provider::Interrupt{});
    QCOMPARE(claude.result(bare), QStringList{line("TurnFinished outcome=interrupted")});
    claude.init(); // the next turn was not interrupted
    QCOMPARE(claude.result(bare), QStringList{line("TurnFinished outcome=failed error=\"x\"")});
    claude.writes(provider::Interrupt{}); // between turns: interrupts nothing
    claude.init();
    QCOMPARE(claude.result(bare), QStringList{line("TurnFinished outcome=failed error=\"x\"")});
}

void TestClaudeTurns::textThatOnlyTheResultCarriesIsToldOnce()
{
    Conversation claude;
    claude.init();
    QCOMPARE(claude.result("'subtype':'success','local_command':'cost','result':'$ 1'"),
        (QStringList{
            line("TextFinished item=result-1 text=\"$ 1\""), line("TurnFinished outcome=completed")}));
    claude.init();
    claude.says("{'type':'assistant','message':{'id':'x','model':'<synthetic>','content':[{'type':'text','"
                "text':'$ 1'}]}}");
    QCOMPARE(claude.result("'subtype':'success','local_command':'cost','result':'$ 1'"),
        QStringList{line("TurnFinished outcome=completed")});
    claude.init();
    QCOMPARE(claude.says(systemLine("local_command_output", ",'uuid':'o','content':'$ 2'")),
        QStringList{line("TextFinished item=o text=\"$ 2\"")});
    QCOMPARE(claude.result("'subtype':'success','result':'$ 2'"),
        QStringList{line("TurnFinished outcome=completed")});
}

void TestClaudeTurns::costAndTokensAreTotals()
{
    Conversation claude;
    claude.init();
    QCOMPARE(
        claude
            .result(
                "'subtype':'success','total_cost_usd':0.25,'modelUsage':{'a':{'inputTokens':1,"
                "'outputTokens':2,'cacheReadInputTokens':3,'cacheCreationInputTokens':4,'contextWindow':100},"
                "'b':{'inputTokens':10,'outputTokens':20,'cacheReadInputTokens':'x'},'c':7}")
            .value(0),
        line("UsageReported cost=0.25 tokens=11/22/3/4"));
    QVERIFY(claude.result("'subtype':'success'").filter(QStringLiteral("UsageReported")).isEmpty());
}

void TestClaudeTurns::contextIsTheLastMessage()
{
    const char *result = "'subtype':'success','total_cost_usd':0,'modelUsage':{'m':{'contextWindow':1000},"
                         "'helper':{'contextWindow':2000}}";
    Conversation claude;
    claude.init();
    const QByteArray start
        = "{'type':'stream_event','event':{'type':'message_start','message':{'id':'A','usage':"
          "{'input_tokens':1,'cache_read_input_tokens':20,'cache_creation_input_tokens':300,"
          "'output_tokens':1}}}}";
    const QByteArray delta
        = "{'type':'stream_event','event':{'type':'message_delta','usage':{'output_tokens':50}}}";
    claude.says(start);
    QCOMPARE(claude.says(delta), QStringList()); // how large it is, is not known before the first result
    QCOMPARE(claude.result(result).value(0), line("UsageReported cost=0 tokens=0/0/0/0 context=371/1000"));
    claude.init();
    claude.says(start);
    QCOMPARE(claude.says(delta), QStringList{line("UsageReported context=371/1000")});
}

void TestClaudeTurns::subagentsDoNotCountForTheContext()
{
    Conversation claude;
    claude.init();
    claude.says("{'type':'assistant','message':{'id':'A','usage':{'input_tokens':5,'output_tokens':1},'"
                "content':[]}}");
    claude.says(
        "{'type':'assistant','parent_tool_use_id':'t','message':{'id':'B','usage':{'input_tokens':999},"
        "'content':[]}}");
    QCOMPARE(claude.result("'subtype':'success','modelUsage':{'m':{'contextWindow':1000}}").value(0),
        line("UsageReported tokens=0/0/0/0 context=6/1000"));
}

void TestClaudeTurns::compactionAndClearSetTheContext()
{
    const char *result = "'subtype':'success','modelUsage':{'m':{'contextWindow':1000}}";
    Conversation claude;
    claude.init("s-1");
    QCOMPARE(claude.says(systemLine("compact_boundary",
                 ",'compact_metadata':{'trigger':'auto','pre_tokens':900,"
                 "'post_tokens':30}")),
        QStringList{line(
            "NoticeRaised level=info text=\"The conversation was compacted because its context was nearly "
            "full (900 → 30 tokens)\"")});
    QCOMPARE(claude.result(result).value(0), line("UsageReported tokens=0/0/0/0 context=30/1000"));
    claude.init("s-2");
    QCOMPARE(claude.result(result).value(0), line("UsageReported tokens=0/0/0/0 context=0/1000"));
}

QTEST_GUILESS_MAIN(TestClaudeTurns)
#include "tst_claudeturns.moc"
