// Approvals and questions, and what codex is answered.
#include "conversation.h"

#include "../eventtext.h"

#include <QJsonArray>
#include <QTest>

using provider::AnswerQuestion;
using provider::DecideApproval;
using provider::SkipQuestion;

namespace {

const QString Ask = QStringLiteral("u-1:0");

const model::Approval *approvalIn(const provider::Events &events)
{
    for (const provider::Event &event : events) {
        if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event))
            return &asked->approval;
    }
    return nullptr;
}

QStringList optionsOf(const QStringList &events)
{
    const QStringList lines = events.join(QLatin1Char('\n')).split(QLatin1Char('\n'));
    QStringList options;
    for (const QString &line : lines) {
        if (line.startsWith(QStringLiteral("    ")))
            options.append(line.trimmed().section(QLatin1Char(' '), 0, 1));
    }
    return options;
}

QJsonObject resultOf(const QJsonObject &answer)
{
    return answer.value(QLatin1StringView("result")).toObject();
}

} // namespace

class TestCodexAsks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void commandDecisions_data();
    void commandDecisions();
    void onlyWhatCodexOffers_data();
    void onlyWhatCodexOffers();
    void theAskTellsWhatItIsAbout_data();
    void theAskTellsWhatItIsAbout();
    void aCommandWithoutItsItemIsATool();
    void aChangeIsJoinedWithItsFiles();
    void permissions();

    void wordsWithANoAreSaidToTheTurn();
    void wordsWithAStopBeginATurn();
    void wordsWithAYesAreNotSaid();

    void answeredOnce();
    void withdrawnByCodex();
    void wrongAnswersLeaveItOpen();

    void questions();
    void wrongAnswersToQuestions_data();
    void wrongAnswersToQuestions();
    void skippedQuestions();
    void secretsAreMarked();

    void consentOfAnMcpServer();
    void formOfAnMcpServer();
    void requestsNobodyCanAnswer_data();
    void requestsNobodyCanAnswer();

private:
    QStringList askForCommand(const QByteArray &more = {})
    {
        return m_talk->asks(0, "item/commandExecution/requestApproval",
            "{'itemId':'c','command':'make','cwd':'/p'" + (more.isEmpty() ? more : ',' + more) + '}');
    }

    std::unique_ptr<Conversation> m_talk;
};

void TestCodexAsks::init()
{
    m_talk = std::make_unique<Conversation>();
    m_talk->open();
    m_talk->beginTurn();
}

void TestCodexAsks::commandDecisions_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char *offered, const char *option, const char *kind) {
        QTest::newRow(option) << QByteArray(offered) << QString::fromLatin1(option)
                              << QString::fromLatin1(kind);
    };
    row("'accept'", "accept", "allow_once");
    row("'acceptForSession'", "acceptForSession", "allow_always");
    row("{'acceptWithExecpolicyAmendment':{'execpolicy_amendment':['make','-j']}}",
        "acceptWithExecpolicyAmendment", "allow_always");
    row("{'applyNetworkPolicyAmendment':{'network_policy_amendment':{'host':'h','action':'allow'}}}",
        "applyNetworkPolicyAmendment-1", "allow_always");
    row("'decline'", "decline", "reject_once");
    row("'cancel'", "cancel", "reject_stop");
}

void TestCodexAsks::commandDecisions()
{
    QFETCH(QByteArray, offered);
    QFETCH(QString, option);
    QFETCH(QString, kind);
    const QStringList events = askForCommand("'availableDecisions':[" + offered + ']');
    QVERIFY2(optionsOf(events).contains(option + QLatin1Char(' ') + kind), qPrintable(events.join(u'\n')));
    const QList<QJsonObject> lines = m_talk->writes(DecideApproval{Ask, option, {}, {}});
    QCOMPARE(lines, QList<QJsonObject>{json("{'id':0,'result':{'decision':" + offered + "}}")});
}

void TestCodexAsks::onlyWhatCodexOffers_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QStringList>("options");
    const auto list = [](const char *names) {
        return QString::fromLatin1(names).split(QLatin1Char(' '));
    };
    QTest::newRow("a no is always offered")
        << QByteArray("'availableDecisions':['accept','cancel']") << list("accept decline cancel");
    QTest::newRow("in the order of codex")
        << QByteArray("'availableDecisions':['cancel','accept']") << list("decline cancel accept");
    QTest::newRow("an older codex") << QByteArray() << list("accept decline cancel");
    QTest::newRow("null") << QByteArray("'availableDecisions':null") << list("accept decline cancel");
    QTest::newRow("unknown ones are left out")
        << QByteArray("'availableDecisions':['accept','perhaps',{'later':{}},7]") << list("accept decline");
    QTest::newRow("nothing known") << QByteArray("'availableDecisions':['perhaps']") << list("decline");
}

void TestCodexAsks::onlyWhatCodexOffers()
{
    QFETCH(QByteArray, more);
    QFETCH(QStringList, options);
    QStringList names;
    for (const QString &option : optionsOf(askForCommand(more)))
        names.append(option.section(QLatin1Char(' '), 0, 0));
    QCOMPARE(names, options);
    QCOMPARE(m_talk->refusesCommand(DecideApproval{Ask, QStringLiteral("acceptForSession"), {}, {}}).code,
        base::ErrorCode::InvalidArgument);
}

void TestCodexAsks::theAskTellsWhatItIsAbout_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("has");
    const auto row = [](const char *name, const char *more, const char *has) {
        QTest::newRow(name) << QByteArray(more) << QString::fromUtf8(has);
    };
    row("command", "", "title=\"Run make\"");
    row("input", "", "input={\"command\":\"make\",\"cwd\":\"/p\"}");
    row("reason", "'reason':'needs the network'", "detail=\"needs the network\"");
    row("network", "'networkApprovalContext':{'host':'example.org','protocol':'https'}",
        "title=\"Connect to example.org\"");
    row("input of a command", "'kind':'writeStdin'", "title=\"Write to the running command\"");
    row("permissions", "'additionalPermissions':{'network':{'enabled':true},'fileSystem':{'write':['/x']}}",
        "detail=\"Access to the network\\nwrite: /x\"");
}

void TestCodexAsks::theAskTellsWhatItIsAbout()
{
    QFETCH(QByteArray, more);
    QFETCH(QString, has);
    const QString ask = askForCommand(more).last();
    QVERIFY2(ask.contains(has), qPrintable(ask));
}

void TestCodexAsks::aCommandWithoutItsItemIsATool()
{
    const QStringList events = askForCommand();
    QCOMPARE(events.size(), 2);
    QVERIFY(events.first().startsWith(QStringLiteral("ToolStarted id=c name=shell")));
    QVERIFY(m_talk->item("started", "{'type':'commandExecution','id':'c','command':'make'}").isEmpty());
}

void TestCodexAsks::aChangeIsJoinedWithItsFiles()
{
    m_talk->item("started",
        "{'type':'fileChange','id':'f','changes':["
        "{'path':'/p/a','kind':{'type':'add'},'diff':'x\\n'},"
        "{'path':'/p/b','kind':{'type':'update'},'diff':'@@ -1 +1 @@\\n-y\\n+z\\n'}]}");
    const QByteArray line
        = "{\"id\":0,\"method\":\"item/fileChange/requestApproval\",\"params\":{\"threadId\":"
          "\"t-1\",\"turnId\":\"u-1\",\"itemId\":\"f\",\"reason\":\"outside\","
          "\"grantRoot\":\"/etc\"}}";
    const provider::Events events = m_talk->protocol().feed(line);
    const model::Approval *approval = approvalIn(events);
    QVERIFY(approval);
    QCOMPARE(approval->id, Ask);
    QCOMPARE(approval->toolId, QStringLiteral("f"));
    QCOMPARE(approval->title, QStringLiteral("Change 2 files"));
    QCOMPARE(approval->detail,
        QStringLiteral("outside\nIt wants to write below /etc for the rest of the session"));
    QCOMPARE(approval->diffs.size(), 2);
    QCOMPARE(approval->diffs.at(0).path, QStringLiteral("/p/a"));
    QCOMPARE(approval->diffs.at(0).added, 1);
    QCOMPARE(
        approval->diffs.at(1).hunks.first().lines, (QStringList{QStringLiteral("-y"), QStringLiteral("+z")}));
    QCOMPARE(m_talk->writes(DecideApproval{Ask, QStringLiteral("acceptForSession"), {}, {}}),
        QList<QJsonObject>{json("{'id':0,'result':{'decision':'acceptForSession'}}")});
}

void TestCodexAsks::permissions()
{
    const QStringList events = m_talk->asks(0, "item/permissions/requestApproval",
        "{'itemId':'i','cwd':'/p','reason':'to "
        "fetch','permissions':{'network':{'enabled':true},'fileSystem':null}}");
    QVERIFY2(events.last().contains(QStringLiteral("detail=\"to fetch\\nAccess to the network\"")),
        qPrintable(events.last()));
    QCOMPARE(optionsOf(events),
        (QStringList{QStringLiteral("grant-turn allow_once"), QStringLiteral("grant-session allow_always"),
            QStringLiteral("deny reject_once")}));
    QCOMPARE(resultOf(m_talk->writes(DecideApproval{Ask, QStringLiteral("grant-session"), {}, {}}).first()),
        json("{'permissions':{'network':{'enabled':true}},'scope':'session'}"));

    m_talk->asks(1, "item/permissions/requestApproval", "{'permissions':{'network':{'enabled':true}}}");
    QCOMPARE(
        resultOf(
            m_talk->writes(DecideApproval{QStringLiteral("u-1:1"), QStringLiteral("deny"), {}, {}}).first()),
        json("{'permissions':{},'scope':'turn'}"));
}

void TestCodexAsks::wordsWithANoAreSaidToTheTurn()
{
    askForCommand();
    const QList<QJsonObject> lines
        = m_talk->writes(DecideApproval{Ask, QStringLiteral("decline"), QStringLiteral(" use ninja "), {}});
    QCOMPARE(kindsOf(lines), (QStringList{QStringLiteral("#0"), QStringLiteral("turn/steer")}));
    QCOMPARE(paramsOf(lines.last()).value(QLatin1StringView("input")).toArray().first().toObject(),
        json("{'type':'text','text':'use ninja'}"));
    // They are no prompt of the Session, which is not told of them.
    QCOMPARE(m_talk->item("started", "{'type':'userMessage','id':'i','clientId':'words-1'}"), QStringList());
    m_talk->answers(idOf(lines.last()), "{'turnId':'u-1'}");
    m_talk->endTurn();
    QVERIFY(m_talk->replies().isEmpty());
    QVERIFY(m_talk->protocol().rest());
}

void TestCodexAsks::wordsWithAStopBeginATurn()
{
    askForCommand();
    const QList<QJsonObject> lines
        = m_talk->writes(DecideApproval{Ask, QStringLiteral("cancel"), QStringLiteral("use ninja"), {}});
    QCOMPARE(kindsOf(lines), QStringList{QStringLiteral("#0")});
    m_talk->endTurn("'status':'interrupted'");
    QCOMPARE(kindsOf(m_talk->replies()), QStringList{QStringLiteral("turn/start")});
}

void TestCodexAsks::wordsWithAYesAreNotSaid()
{
    askForCommand();
    QCOMPARE(
        kindsOf(m_talk->writes(DecideApproval{Ask, QStringLiteral("accept"), QStringLiteral("go on"), {}})),
        QStringList{QStringLiteral("#0")});
}

void TestCodexAsks::answeredOnce()
{
    askForCommand();
    m_talk->writes(DecideApproval{Ask, QStringLiteral("accept"), {}, {}});
    QCOMPARE(m_talk->refusesCommand(DecideApproval{Ask, QStringLiteral("decline"), {}, {}}).code,
        base::ErrorCode::Conflict);
    QVERIFY(m_talk->notifies("serverRequest/resolved", "{'requestId':0}").isEmpty());
}

void TestCodexAsks::withdrawnByCodex()
{
    askForCommand();
    QCOMPARE(m_talk->notifies("serverRequest/resolved", "{'requestId':'0'}"), QStringList());
    QCOMPARE(m_talk->notifies("serverRequest/resolved", "{'requestId':0}"),
        QStringList{QStringLiteral("AskWithdrawn id=") + Ask});
    QCOMPARE(m_talk->refusesCommand(DecideApproval{Ask, QStringLiteral("accept"), {}, {}}).code,
        base::ErrorCode::Conflict);
}

void TestCodexAsks::wrongAnswersLeaveItOpen()
{
    askForCommand();
    using base::ErrorCode;
    QCOMPARE(m_talk->refusesCommand(DecideApproval{Ask, QStringLiteral("allow"), {}, {}}).code,
        ErrorCode::InvalidArgument);
    QCOMPARE(m_talk->refusesCommand(DecideApproval{Ask, QStringLiteral("accept"), {}, QJsonObject()}).code,
        ErrorCode::InvalidArgument);
    QCOMPARE(m_talk->refusesCommand(AnswerQuestion{Ask, json("{'q':'a'}")}).code, ErrorCode::Conflict);
    QCOMPARE(m_talk->writes(DecideApproval{Ask, QStringLiteral("accept"), {}, {}}).size(), 1);
}

void TestCodexAsks::questions()
{
    const QStringList events = m_talk->asks(0, "item/tool/requestUserInput",
        "{'itemId':'i','questions':[{'id':'q1','header':'Colour','question':'Which?','options':[{'label':'"
        "Red',"
        "'description':'warm'},{'label':'Blue'}]},{'id':'q2','question':'Why?','options':null}]}");
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().startsWith(QStringLiteral("QuestionAsked id=u-1:0 tool=i")));
    QCOMPARE(m_talk->writes(AnswerQuestion{Ask, json("{'q1':'Blue','q2':['because']}")}),
        QList<QJsonObject>{
            json("{'id':0,'result':{'answers':{'q1':{'answers':['Blue']},'q2':{'answers':['because']}}}}")});
}

void TestCodexAsks::wrongAnswersToQuestions_data()
{
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *answers, const char *error) {
        QTest::newRow(answers) << QByteArray(answers) << QString::fromLatin1(error);
    };
    row("{}", "answers is empty");
    row("{'q9':'Red'}", "answers: \"q9\" is not one of the questions");
    row("{'q1':[]}", "answers: \"q1\" has no answer");
    row("{'q1':['Red','Blue']}", "answers: \"q1\" takes one answer only");
    row("{'q1':7}", "answers: \"q1\" must be a text or a list of texts");
    row("{'q1':' '}", "answers: \"q1\" has an empty answer");
    row("{'q1':'Green'}", "answers: \"q1\" must be one of its options");
}

void TestCodexAsks::wrongAnswersToQuestions()
{
    QFETCH(QByteArray, answers);
    QFETCH(QString, error);
    m_talk->asks(0, "item/tool/requestUserInput",
        "{'questions':[{'id':'q1','question':'Which?','options':[{'label':'Red'},{'label':'Blue'}]},"
        "{'id':'q2','question':'Which?','isOther':true,'options':[{'label':'Red'}]}]}");
    const base::Error refusal = m_talk->refusesCommand(AnswerQuestion{Ask, json(answers)});
    QCOMPARE(refusal.code, base::ErrorCode::InvalidArgument);
    QCOMPARE(refusal.message, error);
    QCOMPARE(
        m_talk->writes(AnswerQuestion{Ask, json("{'q2':'Green'}")}).size(), 1); // other words are allowed
}

void TestCodexAsks::skippedQuestions()
{
    const QByteArray question = "{'questions':[{'id':'q1','question':'Which?'}]}";
    m_talk->asks(0, "item/tool/requestUserInput", question);
    QCOMPARE(
        m_talk->writes(SkipQuestion{Ask, {}}), QList<QJsonObject>{json("{'id':0,'result':{'answers':{}}}")});
    m_talk->asks(1, "item/tool/requestUserInput", question);
    QCOMPARE(kindsOf(m_talk->writes(SkipQuestion{QStringLiteral("u-1:1"), QStringLiteral("you choose")})),
        (QStringList{QStringLiteral("#1"), QStringLiteral("turn/steer")}));
}

void TestCodexAsks::secretsAreMarked()
{
    const QByteArray line
        = R"({"id":0,"method":"item/tool/requestUserInput","params":{"threadId":"t-1","turnId":)"
          R"("u-1","questions":[{"id":"q","question":"Token?","isSecret":true}]}})";
    const provider::Events events = m_talk->protocol().feed(line);
    QCOMPARE(events.size(), 1);
    const model::QuestionItem item = std::get<provider::QuestionAsked>(events.first()).question.items.first();
    QVERIFY(item.freeText);
    QVERIFY(item.text.contains(QStringLiteral("secret")));
}

void TestCodexAsks::consentOfAnMcpServer()
{
    const QStringList events = m_talk->asks(0, "mcpServer/elicitation/request",
        "{'serverName':'files','mode':'form','message':'May delete be used?','_meta':{'persist':['session',"
        "'always'],'tool_params':{'path':'/x'}},'requestedSchema':{'type':'object','properties':{}}}");
    QCOMPARE(optionsOf(events),
        (QStringList{QStringLiteral("accept allow_once"), QStringLiteral("accept-session allow_always"),
            QStringLiteral("accept-always allow_always"), QStringLiteral("decline reject_once"),
            QStringLiteral("cancel reject_stop")}));
    QVERIFY(events.last().contains(QStringLiteral("input={\"path\":\"/x\"}")));
    QCOMPARE(resultOf(m_talk->writes(DecideApproval{Ask, QStringLiteral("accept-session"), {}, {}}).first()),
        json("{'action':'accept','content':{},'_meta':{'persist':'session'}}"));
}

void TestCodexAsks::formOfAnMcpServer()
{
    const QByteArray form
        = "{'serverName':'s','mode':'form','message':'Fill "
          "in','requestedSchema':{'type':'object','properties':{"
          "'a':{'type':'string','enum':['x','y']},'b':{'type':'boolean'},'c':{'type':'integer'},"
          "'d':{'type':'array','items':{'enum':['p','q']}}}}}";
    const QStringList events = m_talk->asks(0, "mcpServer/elicitation/request", form);
    QVERIFY(events.first().startsWith(QStringLiteral("QuestionAsked")));
    QCOMPARE(m_talk->refusesCommand(AnswerQuestion{Ask, json("{'a':'z'}")}).code,
        base::ErrorCode::InvalidArgument);
    QCOMPARE(
        resultOf(
            m_talk->writes(AnswerQuestion{Ask, json("{'a':'y','b':'Yes','c':'12','d':['p','q']}")}).first()),
        json("{'action':'accept','content':{'a':'y','b':true,'c':12,'d':['p','q']},'_meta':null}"));
    m_talk->asks(1, "mcpServer/elicitation/request", form);
    QCOMPARE(resultOf(m_talk->writes(SkipQuestion{QStringLiteral("u-1:1"), {}}).first()),
        json("{'action':'decline','content':null,'_meta':null}"));
}

void TestCodexAsks::requestsNobodyCanAnswer_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("told");
    QTest::newRow("clock") << QByteArray("currentTime/read") << false;
    QTest::newRow("tool") << QByteArray("item/tool/call") << false;
    QTest::newRow("of the future") << QByteArray("item/moon/request") << true;
    QTest::newRow("elicitation of a new kind") << QByteArray("mcpServer/elicitation/request") << true;
}

void TestCodexAsks::requestsNobodyCanAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, told);
    const QStringList events = m_talk->asks(5, method, "{'mode':'hologram'}");
    QCOMPARE(events.size(), told ? 1 : 0);
    const QList<QJsonObject> lines = m_talk->replies();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(idOf(lines.first()), 5);
    QVERIFY(lines.first().value(QLatin1StringView("error")).isObject());
}

QTEST_GUILESS_MAIN(TestCodexAsks)
#include "tst_codexasks.moc"
