// What an agent asks of its client: leave, an answer, things that are not offered; and what a person sets.
#include "conversation.h"

#include <QJsonArray>
#include <QTest>

using base::ErrorCode;

namespace {

QJsonObject resultOf(const Conversation &agent)
{
    return agent.lastWritten().value(QLatin1StringView("result")).toObject();
}

provider::DecideApproval decision(const char *option, const char *words = "")
{
    return {QStringLiteral("t1:7"), QString::fromLatin1(option), QString::fromLatin1(words), {}};
}

constexpr const char *Form
    = "{'id':5,'method':'elicitation/create','params':{'mode':'form','toolCallId':'t1','message':'Tell me',"
      "'requestedSchema':{'type':'object','properties':{"
      "'colour':{'type':'string','title':'Colour','oneOf':[{'const':'r','title':'Red'},{'const':'Blue','"
      "title':"
      "'Blue — the sea'}]},"
      "'colour_custom':{'type':'string','title':'Other'},"
      "'count':{'type':'integer','description':'How many?'},"
      "'sizes':{'type':'array','items':{'enum':['s','m','l']}},"
      "'sure':{'type':'boolean'},"
      "'why':{'type':'string'}}}}}";

} // namespace

class TestAcpAsks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsAreThoseOfTheAgent();
    void aDecisionIsGivenOnce();
    void wrongDecisions_data();
    void wrongDecisions();
    void wordsGoWhenTheAgentListens();
    void titlesAndKinds_data();
    void titlesAndKinds();
    void noOptionsAreANo();
    void aRequestIsWithdrawn();
    void aFormIsAQuestion();
    void answersOfAForm_data();
    void answersOfAForm();
    void aFormIsDeclined();
    void whatIsNotOfferedIsRefused_data();
    void whatIsNotOfferedIsRefused();
    void settings();
    void settingsThatAreNotThere();
    void spokenModeUpdates();
    void strayLines();
};

void TestAcpAsks::optionsAreThoseOfTheAgent()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    QCOMPARE(agent.asks().last(),
        QStringLiteral("ApprovalAsked id=t1:7 tool=t1 name=Run kind=exec title=\"Run ls\" "
                       "input={\"command\":\"ls\"}\n"
                       "    once allow_once \"Allow\"\n"
                       "    always allow_always \"Always\"\n"
                       "    no reject_once \"Reject\"\n"
                       "    never reject_once \"Never\" — It will not ask for this again"));
    QCOMPARE(agent.asks(), QStringList()); // the same request again
    QVERIFY(!agent.protocol().rest());
}

void TestAcpAsks::aDecisionIsGivenOnce()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    agent.written();
    agent.obeys(decision("always"));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("answer#7")});
    QCOMPARE(resultOf(agent), json("{'outcome':{'outcome':'selected','optionId':'always'}}"));
    QCOMPARE(agent.rejects(decision("once")).code, ErrorCode::Conflict);
}

void TestAcpAsks::wrongDecisions_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("otherInput");
    QTest::newRow("no such option") << QStringLiteral("maybe") << false;
    QTest::newRow("another input") << QStringLiteral("once") << true;
}

void TestAcpAsks::wrongDecisions()
{
    QFETCH(QString, option);
    QFETCH(bool, otherInput);
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    provider::DecideApproval wrong{QStringLiteral("t1:7"), option, {}, {}};
    if (otherInput)
        wrong.updatedInput = QJsonObject{};
    QCOMPARE(agent.rejects(wrong).code, ErrorCode::InvalidArgument);
    QCOMPARE(
        agent.rejects(provider::SkipQuestion{QStringLiteral("t1:7"), {}}).code, ErrorCode::InvalidArgument);
    QCOMPARE(
        agent.rejects(provider::AnswerQuestion{QStringLiteral("t1:7"), {}}).code, ErrorCode::InvalidArgument);
    agent.obeys(decision("once")); // it is still open
}

void TestAcpAsks::wordsGoWhenTheAgentListens()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    agent.prompt("p2", "later");
    agent.written();
    agent.obeys(decision("no", "Use make instead"));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("answer#7")});
    agent.answers(3, "{'stopReason':'end_turn'}");
    const QJsonObject params = agent.lastWritten().value(QLatin1StringView("params")).toObject();
    QCOMPARE(params.value(QLatin1StringView("prompt")).toArray(),
        (QJsonArray{json("{'type':'text','text':'Use make instead'}")}));
    QCOMPARE(
        agent.answers(4, "{'stopReason':'end_turn'}").first(), QStringLiteral("TurnStarted origin=user"));
    QCOMPARE(agent.written(),
        (QStringList{QStringLiteral("session/prompt#4"), QStringLiteral("session/prompt#5")}));
}

void TestAcpAsks::titlesAndKinds_data()
{
    QTest::addColumn<QByteArray>("toolCall");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const char *toolCall, const char *shown) {
        QTest::newRow(name) << QByteArray(toolCall) << QString::fromLatin1(shown);
    };
    row("a path", "'kind':'edit','title':'/p/a.c'", "name=Edit kind=edit title=\"Edit /p/a.c\"");
    row("a sentence", "'kind':'edit','title':'Writing to a.c'",
        "name=Edit kind=edit title=\"Writing to a.c\"");
    row("nothing", "'kind':'fetch'", "name=Fetch kind=other title=\"Use Fetch\"");
    row("a plan", "'kind':'switch_mode','title':'Ready to code?','rawInput':{'plan':'# Plan'}",
        "name=Switch mode kind=plan title=\"Ready to code?\" detail=\"# Plan\" input={\"plan\":\"# Plan\"}");
    row("a detail",
        "'kind':'other','title':'x','content':[{'type':'content','content':{'type':'text','text':'why'}}]",
        "name=x kind=other title=\"x\" detail=\"why\"");
}

void TestAcpAsks::titlesAndKinds()
{
    QFETCH(QByteArray, toolCall);
    QFETCH(QString, shown);
    Conversation agent;
    agent.begin();
    const QStringList events
        = agent.says("{'id':7,'method':'session/request_permission','params':{'toolCall':{'toolCallId':'t1',"
            + toolCall + "},'options':[{'optionId':'y','name':'Yes','kind':'allow_once'}]}}");
    QCOMPARE(events.last().section(QLatin1Char('\n'), 0, 0),
        QStringLiteral("ApprovalAsked id=t1:7 tool=t1 ") + shown);
}

void TestAcpAsks::noOptionsAreANo()
{
    Conversation agent;
    agent.begin();
    const QStringList events
        = agent.says("{'id':7,'method':'session/request_permission','params':{'toolCall':{"
                     "'toolCallId':'t1','title':'x'},'options':[]}}");
    QVERIFY(events.last().startsWith(QStringLiteral("NoticeRaised level=warning")));
    QCOMPARE(resultOf(agent), json("{'outcome':{'outcome':'cancelled'}}"));
}

void TestAcpAsks::aRequestIsWithdrawn()
{
    Conversation agent;
    agent.begin();
    agent.prompt("p1");
    agent.asks();
    QCOMPARE(agent.says("{'method':'$/cancel_request','params':{'requestId':7}}"),
        QStringList{QStringLiteral("AskWithdrawn id=t1:7")});
    QCOMPARE(agent.says("{'method':'$/cancel_request','params':{'requestId':7}}"), QStringList());
}

void TestAcpAsks::aFormIsAQuestion()
{
    Conversation agent;
    agent.begin();
    QCOMPARE(agent.says(Form),
        QStringList{QStringLiteral("QuestionAsked id=t1:5 tool=t1\n"
                                   "    item id=\"colour\" header=\"Colour\"\n"
                                   "        option label=\"Red\"\n"
                                   "        option label=\"Blue\" description=\"the sea\"\n"
                                   "    item id=\"count\"\n"
                                   "    item id=\"sizes\" multi\n"
                                   "        option label=\"s\"\n"
                                   "        option label=\"m\"\n"
                                   "        option label=\"l\"\n"
                                   "    item id=\"sure\"\n"
                                   "        option label=\"Yes\"\n"
                                   "        option label=\"No\"\n"
                                   "    item id=\"why\"")});
}

void TestAcpAsks::answersOfAForm_data()
{
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QByteArray>("content"); // empty: it is refused
    const auto row = [](const char *answers, const char *content) {
        QTest::newRow(answers) << QByteArray(answers) << QByteArray(content);
    };
    row("{'colour':'Red'}", "{'colour':'r'}");
    row("{'colour':'Blue'}", "{'colour':'Blue'}");
    row("{'colour':'green'}", "{'colour_custom':'green'}");
    row("{'count':'7','why':' so '}", "{'count':7,'why':'so'}");
    row("{'sizes':['s','l']}", "{'sizes':['s','l']}");
    row("{'sizes':'m'}", "{'sizes':['m']}");
    row("{'sure':'Yes'}", "{'sure':true}");
    row("{'sure':'No'}", "{'sure':false}");
    for (const char *wrong : {"{}", "{'other':'x'}", "{'colour':['Red','Blue']}", "{'count':'many'}",
             "{'sizes':['xl']}", "{'sure':'perhaps'}", "{'why':''}", "{'why':7}"})
        row(wrong, "");
}

void TestAcpAsks::answersOfAForm()
{
    QFETCH(QByteArray, answers);
    QFETCH(QByteArray, content);
    Conversation agent;
    agent.begin();
    agent.says(Form);
    const provider::AnswerQuestion answer{QStringLiteral("t1:5"), json(answers)};
    if (content.isEmpty()) {
        QCOMPARE(agent.rejects(answer).code, ErrorCode::InvalidArgument);
        return;
    }
    agent.obeys(answer);
    QCOMPARE(resultOf(agent),
        (QJsonObject{{QStringLiteral("action"), QStringLiteral("accept")},
            {QStringLiteral("content"), json(content)}}));
}

void TestAcpAsks::aFormIsDeclined()
{
    Conversation agent;
    agent.begin();
    agent.says(Form);
    QCOMPARE(
        agent.rejects(provider::DecideApproval{QStringLiteral("t1:5"), QStringLiteral("x"), {}, {}}).code,
        ErrorCode::InvalidArgument);
    agent.obeys(provider::SkipQuestion{QStringLiteral("t1:5"), {}});
    QCOMPARE(resultOf(agent), json("{'action':'decline'}"));

    agent.prompt("p1");
    agent.says(Form);
    agent.obeys(provider::Interrupt{});
    QCOMPARE(resultOf(agent), json("{'action':'cancel'}"));
}

void TestAcpAsks::whatIsNotOfferedIsRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("code");
    for (const char *method :
        {"fs/read_text_file", "fs/write_text_file", "terminal/create", "terminal/output",
            "terminal/wait_for_exit", "terminal/kill", "terminal/release", "_something/new"}) {
        QTest::newRow(method) << QByteArray("'method':'") + method + "','params':{}"
                              << jsonrpc::MethodNotFound;
    }
    QTest::newRow("a page") << QByteArray("'method':'elicitation/create','params':{'mode':'url','url':'x'}")
                            << jsonrpc::InvalidParams;
    QTest::newRow("an empty form") << QByteArray(
        "'method':'elicitation/create','params':{'mode':'form','requestedSchema':{'properties':{}}}")
                                   << jsonrpc::InvalidParams;
}

void TestAcpAsks::whatIsNotOfferedIsRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(int, code);
    Conversation agent;
    agent.begin();
    QCOMPARE(agent.says("{'id':'r'," + request + "}"), QStringList());
    QCOMPARE(agent.written(), QStringList{QStringLiteral("error#\"r\"")});
    const QJsonObject error = agent.lastWritten().value(QLatin1StringView("error")).toObject();
    QCOMPARE(error.value(QLatin1StringView("code")).toInt(), code);
    QVERIFY(agent.protocol().rest());
}

void TestAcpAsks::settings()
{
    Conversation agent;
    agent.begin(",'models':{'currentModelId':'a','availableModels':[{'modelId':'a'},{'modelId':'b'}]},"
                "'configOptions':[{'id':'mode','currentValue':'x','options':[{'value':'x'},{'value':'y'}]}]");
    agent.obeys(provider::SetModel{QStringLiteral("b")});
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("method")).toString(),
        QStringLiteral("session/set_model"));
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("params")).toObject(),
        json("{'sessionId':'s1','modelId':'b'}"));
    agent.prompt("p1"); // it waits, so that it goes to the model that was chosen
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/set_model#3")});
    QVERIFY(agent.answers(3, "null").contains(QStringLiteral("SettingsReported model=\"b\"")));
    QCOMPARE(agent.written(), QStringList{QStringLiteral("session/prompt#4")});
    agent.obeys(provider::SetMode{QStringLiteral("y")}); // in the middle of a turn
    QCOMPARE(agent.lastWritten().value(QLatin1StringView("params")).toObject(),
        json("{'sessionId':'s1','configId':'mode','value':'y'}"));
    QCOMPARE(agent.updates("{'sessionUpdate':'current_mode_update','currentModeId':'x'}"), QStringList());
    QCOMPARE(agent.updates("{'sessionUpdate':'current_mode_update','currentModeId':'y'}"),
        QStringList{QStringLiteral("SettingsReported mode=\"y\"")});
}

void TestAcpAsks::settingsThatAreNotThere()
{
    Conversation agent;
    agent.begin(",'modes':{'currentModeId':'a','availableModes':[{'id':'a'},{'id':'b'}]}");
    QCOMPARE(agent.rejects(provider::SetModel{QStringLiteral("x")}).code, ErrorCode::Unsupported);
    QCOMPARE(agent.rejects(provider::SetEffort{QStringLiteral("x")}).code, ErrorCode::Unsupported);
    QCOMPARE(agent.rejects(provider::SetMode{QString()}).code, ErrorCode::InvalidArgument);
    const base::Error wrong = agent.rejects(provider::SetMode{QStringLiteral("x")});
    QCOMPARE(wrong.code, ErrorCode::InvalidArgument);
    QCOMPARE(wrong.message, QStringLiteral("mode must be one of a, b"));
    QCOMPARE(agent.written(), QStringList());

    Conversation early; // nobody knows yet: it is set when the session is there
    early.obeys(provider::SetMode{QStringLiteral("b")});
    early.initialize();
    early.answers(
        2, "{'sessionId':'s1','modes':{'currentModeId':'a','availableModes':[{'id':'a'},{'id':'b'}]}}");
    QCOMPARE(early.written().last(), QStringLiteral("session/set_mode#3"));
}

void TestAcpAsks::spokenModeUpdates()
{
    const QByteArray spoken
        = "{'sessionUpdate':'agent_message_chunk','content':{'type':'text','text':'[MODE_UPDATE] plan'}}";
    Conversation agent;
    agent.begin(",'modes':{'currentModeId':'a','availableModes':[{'id':'a'},{'id':'plan'}]}");
    QCOMPARE(agent.updates(spoken), QStringList{QStringLiteral("SettingsReported mode=\"plan\"")});
    agent.prompt("p1"); // within a turn it is what the model says
    QCOMPARE(
        agent.updates(spoken).last(), QStringLiteral("TextDelta item=item-1 text=\"[MODE_UPDATE] plan\""));
}

void TestAcpAsks::strayLines()
{
    Conversation agent;
    agent.begin();
    QCOMPARE(agent.protocol().feed("Loading...").size(), 1);
    QVERIFY(std::holds_alternative<provider::NoticeRaised>(agent.protocol().feed("Loading...").first()));
    QVERIFY(agent.protocol().feed("  ").isEmpty());
    QCOMPARE(agent.says("{'a':1}"), QStringList{QStringLiteral("LineIgnored line=\"{\\\"a\\\":1}\"")});
    QVERIFY(agent.says("{'id':99,'result':{}}").first().startsWith(QStringLiteral("LineIgnored")));
    QVERIFY(
        agent.says("{'method':'other/thing','params':{}}").first().startsWith(QStringLiteral("LineIgnored")));
    QVERIFY(
        agent.updates("{'sessionUpdate':'of_tomorrow'}").first().startsWith(QStringLiteral("LineIgnored")));
    QCOMPARE(agent.says("{'method':'_extension','params':{}}"), QStringList());
    QVERIFY(agent.protocol().rest());
}

QTEST_GUILESS_MAIN(TestAcpAsks)
#include "tst_acpasks.moc"
