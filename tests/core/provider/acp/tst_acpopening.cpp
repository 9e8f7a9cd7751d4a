// From the process's start to its session: logins, sessions that are resumed or not, what shall be chosen.
#include "conversation.h"

#include <QJsonArray>
#include <QTest>

namespace {

acp::SessionWish resuming(const char *session = "old")
{
    acp::SessionWish wish;
    wish.sessionId = QString::fromLatin1(session);
    return wish;
}

QString shown(const QStringList &events)
{
    return events.join(QLatin1Char('\n'));
}

} // namespace

class TestAcpOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsOfferedThatIsNotThere();
    void anotherVersionIsRefused();
    void aSessionIsResumedAsTheAgentCan_data();
    void aSessionIsResumedAsTheAgentCan();
    void historyIsNotToldAgain();
    void aSessionThatIsGoneBeginsAnew();
    void aLoginWithoutAPerson();
    void aLoginOfAPersonIsAskedFor();
    void theNextPromptTriesAgain();
    void promptsWaitForTheSession();
    void whatShallBeChosenIsSetFirst();
    void whatCannotBeChosenIsSaid();
    void instructionsGoBeforeTheFirstPrompt();
};

void TestAcpOpening::nothingIsOfferedThatIsNotThere()
{
    Conversation agent;
    const QList<QByteArray> lines = agent.protocol().open();
    QCOMPARE(lines.size(), 1);
    const QString line = QString::fromUtf8(lines.first());
    QVERIFY(line.contains(QStringLiteral("\"protocolVersion\":1")));
    QVERIFY(line.contains(QStringLiteral("\"fs\":{\"readTextFile\":false,\"writeTextFile\":false}")));
    QVERIFY(line.contains(QStringLiteral("\"terminal\":false")));
    QVERIFY(line.contains(QStringLiteral("\"elicitation\":{\"form\":{}}")));
}

void TestAcpOpening::anotherVersionIsRefused()
{
    Conversation agent;
    agent.protocol().open();
    const QStringList events = agent.answers(1, "{'protocolVersion':2}");
    QVERIFY2(shown(events).contains(QStringLiteral("speaks version 2")), qPrintable(shown(events)));
    QCOMPARE(agent.written(), QStringList());
    QCOMPARE(agent.rejects(provider::SendPrompt{QStringLiteral("p"), QStringLiteral("x"), {}}).code,
        base::ErrorCode::Unavailable);
    QVERIFY(!agent.protocol().rest());
}

void TestAcpOpening::aSessionIsResumedAsTheAgentCan_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QString>("request");
    QTest::newRow("load") << QByteArray("{'loadSession':true,'sessionCapabilities':{'resume':{}}}")
                          << QStringLiteral("session/load#2");
    QTest::newRow("resume") << QByteArray("{'sessionCapabilities':{'resume':{}}}")
                            << QStringLiteral("session/resume#2");
    QTest::newRow("neither") << QByteArray("{'loadSession':false,'sessionCapabilities':{'resume':null}}")
                             << QStringLiteral("session/new#2");
}

void TestAcpOpening::aSessionIsResumedAsTheAgentCan()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QString, request);
    Conversation agent(resuming());
    agent.initialize("'agentCapabilities':" + capabilities);
    QCOMPARE(agent.written().last(), request);
    const bool anew = request.startsWith(QStringLiteral("session/new"));
    QCOMPARE(agent.lastWritten()
                 .value(QLatin1StringView("params"))
                 .toObject()
                 .contains(QLatin1StringView("sessionId")),
        !anew);
    const QStringList events = agent.answers(2, anew ? "{'sessionId':'new'}" : "{}");
    QCOMPARE(events.first(),
        QStringLiteral("SessionStarted session=\"%1\" directory=\"/p\" version=\"9\"")
            .arg(anew ? QStringLiteral("new") : QStringLiteral("old")));
}

void TestAcpOpening::historyIsNotToldAgain()
{
    Conversation agent(resuming());
    agent.initialize("'agentCapabilities':{'loadSession':true}");
    const auto history = [&] {
        QStringList events;
        events
            += agent.updates("{'sessionUpdate':'user_message_chunk','content':{'type':'text','text':'x'}}");
        events
            += agent.updates("{'sessionUpdate':'agent_message_chunk','content':{'type':'text','text':'x'}}");
        events
            += agent.updates("{'sessionUpdate':'agent_thought_chunk','content':{'type':'text','text':'x'}}");
        events += agent.updates("{'sessionUpdate':'tool_call','toolCallId':'t','title':'x'}");
        events += agent.updates("{'sessionUpdate':'tool_call_update','toolCallId':'t','status':'completed'}");
        events += agent.updates("{'sessionUpdate':'plan','entries':[{'content':'x'}]}");
        return events;
    };
    QCOMPARE(history(), QStringList());
    QCOMPARE(agent.updates("{'sessionUpdate':'session_info_update','title':'Old'}"),
        QStringList{QStringLiteral("SettingsReported title=\"Old\"")});
    agent.updates("{'sessionUpdate':'available_commands_update','availableCommands':[{'name':'c'}]}");
    QVERIFY(shown(agent.answers(2, "{}")).contains(QStringLiteral("commands=[c]")));
    // Some agents answer first and tell the history then.
    QCOMPARE(history(), QStringList());
    agent.prompt("p");
    QVERIFY(
        shown(agent.updates("{'sessionUpdate':'agent_message_chunk','content':{'type':'text','text':'y'}}"))
            .contains(QStringLiteral("TextDelta")));
}

void TestAcpOpening::aSessionThatIsGoneBeginsAnew()
{
    Conversation agent(resuming());
    agent.initialize("'agentCapabilities':{'loadSession':true}");
    const QStringList events
        = agent.refuses(2, "{'code':-32603,'message':'Internal error','data':{'details':'It is gone.'}}");
    QCOMPARE(events,
        QStringList{
            QStringLiteral("NoticeRaised level=warning text=\"The session could not be resumed: It is "
                           "gone. A new one has begun, without what was said before.\"")});
    QCOMPARE(agent.written().last(), QStringLiteral("session/new#3"));
    QVERIFY(shown(agent.answers(3, "{'sessionId':'new'}")).contains(QStringLiteral("session=\"new\"")));
}

void TestAcpOpening::aLoginWithoutAPerson()
{
    acp::SessionWish wish = resuming();
    wish.setVariables = {QStringLiteral("B_KEY")};
    Conversation agent(wish);
    agent.initialize("'agentCapabilities':{'loadSession':true},'authMethods':[{'id':'browser'},"
                     "{'id':'a','type':'env_var','vars':[{'name':'A_KEY'}]},"
                     "{'id':'b','type':'env_var','vars':[{'name':'B_KEY'}]},"
                     "{'id':'c','_meta':{'api-key':{}}}]");
    agent.refuses(2, "{'code':-32000,'message':'Authentication required'}");
    QCOMPARE(agent.written().last(), QStringLiteral("authenticate#3"));
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("params")).toObject(), json("{'methodId':'b'}"));
    agent.refuses(3, "{'code':-32603,'message':'no'}");
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("params")).toObject(), json("{'methodId':'c'}"));
    agent.answers(4, "{}");
    QCOMPARE(agent.written().last(), QStringLiteral("session/load#5")); // what was wanted is not forgotten
}

void TestAcpOpening::aLoginOfAPersonIsAskedFor()
{
    Conversation agent;
    agent.initialize("'authMethods':[{'id':'x','name':'Log in','description':'Run `x login`'}]");
    agent.prompt("p1");
    const QStringList events = agent.refuses(2, "{'code':-32000,'message':'Authentication required'}");
    QCOMPARE(events.first(),
        QStringLiteral(
            "NoticeRaised level=error text=\"Agent wants a login: Authentication required\\nWays to "
            "log in:\\nLog in: Run `x login`\""));
    QVERIFY(events.contains(QStringLiteral("PromptProgressed prompt=p1 to=failed")));
}

void TestAcpOpening::theNextPromptTriesAgain()
{
    Conversation agent;
    agent.initialize();
    agent.refuses(2, "{'code':-32000,'message':'Authentication required'}");
    agent.written();
    agent.prompt("p2");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/new#3")});
    agent.answers(3, "{'sessionId':'s1'}");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#4")});
}

void TestAcpOpening::promptsWaitForTheSession()
{
    Conversation agent;
    agent.prompt("p1");
    agent.prompt("p2");
    agent.initialize();
    agent.written();
    const QStringList events = agent.answers(2, "{'sessionId':'s1'}");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#3")});
    QCOMPARE(events.last(), QStringLiteral("PromptProgressed prompt=p1 to=sent"));
    QVERIFY(!agent.protocol().rest());
}

void TestAcpOpening::whatShallBeChosenIsSetFirst()
{
    acp::SessionWish wish;
    wish.model = QStringLiteral("big");
    wish.effort = QStringLiteral("high");
    wish.mode = QStringLiteral("plan");
    Conversation agent(wish);
    agent.prompt("p1");
    agent.begin(",'modes':{'currentModeId':'ask','availableModes':[{'id':'ask'},{'id':'plan'}]},"
                "'configOptions':[{'id':'m','category':'model','currentValue':'small','options':["
                "{'group':'g','options':[{'value':'small'},{'value':'big'}]}]}]");
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("method")).toString(),
        QStringLiteral("session/set_config_option"));
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("params")).toObject(),
        json("{'sessionId':'s1','configId':'m','value':'big'}"));
    // Efforts there are only of the big model.
    const QStringList events = agent.answers(3,
        "{'configOptions':[{'id':'m','category':'model','currentValue':'big','options':["
        "{'value':'small'},{'value':'big'}]},{'id':'e','category':'thought_level',"
        "'currentValue':'low','options':[{'value':'low'},{'value':'high'}]}]}");
    QVERIFY(shown(events).contains(QStringLiteral("models=[small(),big(low|high)]")));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/set_config_option#4")});
    agent.answers(4, "{}");
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/set_mode#5")});
    QVERIFY(shown(agent.answers(5, "{}")).contains(QStringLiteral("SettingsReported mode=\"plan\"")));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#6")});
}

void TestAcpOpening::whatCannotBeChosenIsSaid()
{
    acp::SessionWish wish;
    wish.model = QStringLiteral("huge");
    wish.effort = QStringLiteral("high");
    wish.mode = QStringLiteral("plan");
    Conversation agent(wish);
    agent.prompt("p1");
    const QStringList events
        = agent.begin(",'models':{'currentModelId':'a','availableModels':[{'modelId':'a'},{'modelId':'b'}]},"
                      "'modes':{'currentModeId':'ask','availableModes':[{'id':'ask'},{'id':'plan'}]}");
    QVERIFY2(shown(events).contains(QStringLiteral("error=\"there is no \\\"huge\\\"; there are a, b\"")),
        qPrintable(shown(events)));
    QVERIFY(shown(events).contains(QStringLiteral("error=\"Agent lets no effort be chosen\"")));
    const QString refused = shown(agent.refuses(3, "{'code':-32602,'message':'not here'}"));
    QVERIFY(refused.startsWith(QStringLiteral("RequestFailed")));
    QVERIFY(refused.contains(QStringLiteral("error=\"not here\"")));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#4")}); // it goes on all the same
}

void TestAcpOpening::instructionsGoBeforeTheFirstPrompt()
{
    const auto blocks = [](const Conversation &agent) {
        return agent.lastWritten()
            .value(QLatin1StringView("params"))
            .toObject()
            .value(QLatin1StringView("prompt"))
            .toArray();
    };
    acp::SessionWish wish;
    wish.instructions = QStringLiteral("Be brief.");
    Conversation agent(wish);
    agent.begin();
    agent.prompt("p1", "one");
    QCOMPARE(blocks(agent),
        (QJsonArray{json("{'type':'text','text':'Be brief.'}"), json("{'type':'text','text':'one'}")}));
    agent.answers(3, "{'stopReason':'end_turn'}");
    agent.prompt("p2", "two");
    QCOMPARE(blocks(agent), (QJsonArray{json("{'type':'text','text':'two'}")}));

    wish.sessionId = QStringLiteral("old");
    Conversation resumed(wish);
    resumed.initialize("'agentCapabilities':{'loadSession':true}");
    resumed.answers(2, "{}");
    resumed.prompt("p1", "one");
    QCOMPARE(blocks(resumed), (QJsonArray{json("{'type':'text','text':'one'}")}));
}

QTEST_GUILESS_MAIN(TestAcpOpening)
#include "tst_acpopening.moc"
