// Prompts, their turns and how these end.
#include "../eventtext.h"
#include "conversation.h"

#include <QJsonArray>
#include <QTest>

class TestAcpTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promptsGoOneAtATime();
    void aTurnBeginsWithTheFirstWordOfTheAgent();
    void anInterruptAnswersWhatIsOpen();
    void ends_data();
    void ends();
    void errors_data();
    void errors();
    void anErrorAfterAnInterruptIsTheInterrupt();
    void aRejectionThatEndsTheTurnIsNoFailure();
    void itemsEndWhereOthersBegin();
    void tokensAddUp();
    void imagesGoWhereTheyAreTaken();
    void theEndOfTheProcess_data();
    void theEndOfTheProcess();
};

void TestAcpTurns::promptsGoOneAtATime()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#3")});
    agent.prompt("p2");
    agent.prompt("p3");
    QCOMPARE(agent.written(), QStringList());
    QCOMPARE(agent.answers(3, "{'stopReason':'end_turn'}"),
        (QStringList{QStringLiteral("PromptProgressed prompt=p1 to=taken"),
            QStringLiteral("TurnStarted origin=user"), QStringLiteral("TurnFinished outcome=completed"),
            QStringLiteral("PromptProgressed prompt=p2 to=sent")}));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#4")});
    agent.answers(4, "{'stopReason':'end_turn'}");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#5")});
    agent.answers(5, "{'stopReason':'end_turn'}");
    QVERIFY(agent.protocol().rest());
}

void TestAcpTurns::aTurnBeginsWithTheFirstWordOfTheAgent()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    // Nothing of it was seen: the session must not believe that the prompt was taken.
    QCOMPARE(eventTexts(agent.protocol().closed({})).size(), 1);
}

void TestAcpTurns::anInterruptAnswersWhatIsOpen()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks("7", "t1");
    agent.asks("'x'", "t2");
    agent.prompt("p2");
    agent.written();
    agent.obeys(provider::Interrupt{});
    QCOMPARE(agent.written(),
        (QStringList{
            QStringLiteral("session/cancel"), QStringLiteral("answer#7"), QStringLiteral("answer#\"x\"")}));
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("result")).toObject(),
        json("{'outcome':{'outcome':'cancelled'}}"));
    const QStringList events = agent.answers(3, "{'stopReason':'cancelled'}");
    QCOMPARE(events,
        (QStringList{QStringLiteral("PromptProgressed prompt=p2 to=cancelled"),
            QStringLiteral("AskWithdrawn id=t1:7"), QStringLiteral("AskWithdrawn id=t2:\"x\""),
            QStringLiteral("ToolFinished id=t1 status=cancelled"),
            QStringLiteral("ToolFinished id=t2 status=cancelled"),
            QStringLiteral("TurnFinished outcome=interrupted")}));
    QCOMPARE(
        agent.rejects(provider::DecideApproval{QStringLiteral("t1:7"), QStringLiteral("once"), {}, {}}).code,
        base::ErrorCode::Conflict);
    agent.obeys(provider::Interrupt{}); // with nothing to interrupt
    QCOMPARE(agent.written(), QStringList());
}

void TestAcpTurns::ends_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *reason, const char *end) {
        QTest::newRow(reason) << QByteArray("{'stopReason':'") + reason + "'}" << QString::fromLatin1(end);
    };
    row("end_turn", "outcome=completed");
    row("cancelled", "outcome=interrupted");
    row("max_tokens",
        "outcome=limit error=\"The answer was cut off: it reached the model's limit of tokens\"");
    row("max_turn_requests",
        "outcome=limit error=\"The turn reached the agent's limit of requests to the model\"");
    row("refusal", "outcome=failed error=\"The model refused to answer\"");
    row("of_another_kind", "outcome=failed error=\"The turn ended: of another kind\"");
    QTest::newRow("nothing") << QByteArray("{}") << QStringLiteral("outcome=completed");
}

void TestAcpTurns::ends()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, end);
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    QCOMPARE(agent.answers(3, answer).last(), QStringLiteral("TurnFinished ") + end);
}

void TestAcpTurns::errors_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const char *error, const char *end) {
        QTest::newRow(name) << QByteArray(error) << QString::fromLatin1(end);
    };
    const char *advice
        = "Check its API key, or log in. Log in with the agent's own program in a terminal on this "
          "machine.";
    row("plain", "{'code':-32603,'message':'It broke'}", "error=\"It broke\"");
    row("in the data", "{'code':-32603,'message':'Internal error','data':{'details':'It broke'}}",
        "error=\"It broke\"");
    row("a text as data", "{'code':-32603,'message':'Internal error','data':'It broke'}",
        "error=\"It broke\"");
    row("behind a colon", "{'code':-32603,'message':'Internal error: It broke','data':{'service':'s'}}",
        "error=\"It broke\"");
    row("both", "{'code':-32602,'message':'Wrong','data':{'message':'field x'}}", "error=\"Wrong: field x\"");
    row("nothing", "{'code':-32603,'message':'Internal error'}", "error=\"Internal error (code -32603)\"");
    row("login", "{'code':-32000,'message':'Authentication required'}",
        qPrintable(QStringLiteral("error=\"Authentication required. %1\"").arg(QString::fromLatin1(advice))));
    row("too many", "{'code':429,'message':'Slow down.'}",
        "http=429 error=\"Slow down. The model API limits how much it is used: wait, and send the prompt "
        "again.\"");
    row("status in words", "{'code':-32603,'message':'unexpected status 503 Service Unavailable'}",
        "http=503 error=\"unexpected status 503 Service Unavailable\"");
    row("a number that is no status", "{'code':-32603,'message':'line 503 of main.c'}",
        "error=\"line 503 of main.c\"");
    QTest::newRow("a body")
        << QByteArray("{'code':401,'message':'{\\'error\\':{\\'message\\':\\'bad key\\'}}'}")
        << QStringLiteral("http=401 error=\"bad key. %1\"").arg(QString::fromLatin1(advice));
}

void TestAcpTurns::errors()
{
    QFETCH(QByteArray, error);
    QFETCH(QString, end);
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    QCOMPARE(agent.refuses(3, error).last(), QStringLiteral("TurnFinished outcome=failed ") + end);
    agent.written();
    agent.prompt("p2"); // and it goes on
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#4")});
}

void TestAcpTurns::anErrorAfterAnInterruptIsTheInterrupt()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.obeys(provider::Interrupt{});
    QCOMPARE(agent.refuses(3, "{'code':-32603,'message':'aborted'}").last(),
        QStringLiteral("TurnFinished outcome=interrupted"));
}

void TestAcpTurns::aRejectionThatEndsTheTurnIsNoFailure()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    agent.obeys(provider::DecideApproval{QStringLiteral("t1:7"), QStringLiteral("no"), {}, {}});
    const QStringList events = agent.answers(3, "{'stopReason':'cancelled'}");
    QCOMPARE(events,
        (QStringList{QStringLiteral("ToolFinished id=t1 status=denied"),
            QStringLiteral("TurnFinished outcome=completed")}));
}

void TestAcpTurns::itemsEndWhereOthersBegin()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    const auto chunk = [&](const char *kind, const char *text, const char *message = "") {
        return agent.updates(QByteArray("{'sessionUpdate':'agent_") + kind + "_chunk'," + message
            + "'content':{'type':'text','text':'" + text + "'}}");
    };
    QCOMPARE(chunk("thought", "hm").last(), QStringLiteral("ThoughtDelta item=item-1 text=\"hm\""));
    QCOMPARE(chunk("thought", ""), QStringList());
    QCOMPARE(chunk("message", "a", "'messageId':'m1',"),
        (QStringList{QStringLiteral("ThoughtFinished item=item-1 text=\"hm\""),
            QStringLiteral("TextDelta item=item-2 text=\"a\"")}));
    QCOMPARE(chunk("message", "b"), QStringList{QStringLiteral("TextDelta item=item-2 text=\"b\"")});
    QCOMPARE(chunk("message", "c", "'messageId':'m2',"),
        (QStringList{QStringLiteral("TextFinished item=item-2 text=\"ab\""),
            QStringLiteral("TextDelta item=item-3 text=\"c\"")}));
    QCOMPARE(agent.updates("{'sessionUpdate':'agent_message_chunk','content':{'type':'resource_link',"
                           "'name':'n','uri':'file:///x'}}"),
        QStringList{QStringLiteral("TextDelta item=item-3 text=\"[n](file:///x)\"")});
    QCOMPARE(agent.updates("{'sessionUpdate':'tool_call','toolCallId':'t','title':'x'}").first(),
        QStringLiteral("TextFinished item=item-3 text=\"c[n](file:///x)\""));
}

void TestAcpTurns::tokensAddUp()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    QVERIFY(
        agent
            .answers(3,
                "{'stopReason':'end_turn','usage':{'inputTokens':10,'outputTokens':2,'cachedReadTokens':3,"
                "'cachedWriteTokens':4}}")
            .contains(QStringLiteral("UsageReported tokens=10/2/3/4")));
    agent.prompt("p2");
    QVERIFY(agent
                .answers(4,
                    "{'stopReason':'end_turn','_meta':{'quota':{'token_count':{'input_tokens':5,"
                    "'output_tokens':1}}}}")
                .contains(QStringLiteral("UsageReported tokens=15/3/3/4")));
    const QByteArray usage = "{'sessionUpdate':'usage_update','used':7,'size':100,'cost':{'amount':0.5,"
                             "'currency':'USD'}}";
    QCOMPARE(agent.updates(usage), QStringList{QStringLiteral("UsageReported cost=0.5 context=7/100")});
    QCOMPARE(agent.updates(usage), QStringList());
    QCOMPARE(agent.updates("{'sessionUpdate':'usage_update','used':0,'size':100,'cost':{'amount':9,"
                           "'currency':'EUR'}}"),
        QStringList());
}

void TestAcpTurns::imagesGoWhereTheyAreTaken()
{
    const provider::SendPrompt image{
        QStringLiteral("p1"), QStringLiteral("look"), {{QStringLiteral("image/png"), "png"}}};
    Conversation blind;
    blind.begin();
    QCOMPARE(blind.rejects(image).code, base::ErrorCode::Unsupported);

    Conversation agent;
    agent.initialize("'agentCapabilities':{'promptCapabilities':{'image':true}}");
    agent.answers(2, "{'sessionId':'s1'}");
    agent.obeys(image);
    const QJsonObject params = agent.lastWritten().value(QLatin1StringView("params")).toObject();
    QCOMPARE(params.value(QLatin1StringView("prompt")).toArray().last().toObject(),
        json("{'type':'image','mimeType':'image/png','data':'cG5n'}"));

    Conversation early; // before anyone knows what the agent can
    early.obeys(image);
    early.initialize();
    QVERIFY(early.answers(2, "{'sessionId':'s1'}")
                .contains(QStringLiteral(
                    "NoticeRaised level=warning text=\"Agent takes no images: the prompt went without\"")));
}

void TestAcpTurns::theEndOfTheProcess_data()
{
    QTest::addColumn<bool>("stopped");
    QTest::addColumn<QString>("end");
    QTest::newRow("asked for") << true << QStringLiteral("TurnFinished outcome=interrupted");
    QTest::newRow("not asked for")
        << false
        << QStringLiteral("TurnFinished outcome=failed error=\"Agent ended with exit code 3: oops\"");
}

void TestAcpTurns::theEndOfTheProcess()
{
    QFETCH(bool, stopped);
    QFETCH(QString, end);
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    agent.updates("{'sessionUpdate':'agent_message_chunk','content':{'type':'text','text':'x'}}");
    process::ProcessResult result;
    result.exitCode = 3;
    result.stopRequested = stopped;
    result.stderrTail = QStringLiteral("oops\n");
    QCOMPARE(eventTexts(agent.protocol().closed(result)),
        (QStringList{QStringLiteral("TextFinished item=item-1 aborted text=\"x\""),
            QStringLiteral("ToolFinished id=t1 status=cancelled"), end}));
}

QTEST_GUILESS_MAIN(TestAcpTurns)
#include "tst_acpturns.moc"
