// What claude asks a person, and what it is answered.
#include "../eventtext.h"
#include "conversation.h"

#include <QJsonArray>
#include <QTest>

using base::ErrorCode;

namespace {

const QByteArray BashInput = "{'command':'npm test','description':'Run tests'}";

QByteArray asks(const QByteArray &tool, const QByteArray &input, const QByteArray &suggestions = "[]")
{
    return "{'type':'control_request','request_id':'r1','request':{'subtype':'can_use_tool','tool_name':'"
        + tool + "','input':" + input + ",'tool_use_id':'t1','permission_suggestions':" + suggestions + "}}";
}

const QByteArray AllSuggestions
    = "[{'type':'addRules','rules':[{'toolName':'Bash','ruleContent':'npm test:*'},"
      "{'toolName':'Read'}],'behavior':'allow','destination':'localSettings'},"
      "{'type':'addDirectories','directories':['/a','/b'],'destination':'session'},"
      "{'type':'setMode','mode':'acceptEdits','destination':'session'}]";

model::Approval approvalOf(const provider::Events &events)
{
    for (const provider::Event &event : events) {
        if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event))
            return asked->approval;
    }
    return {};
}

QJsonObject answerTo(const char *requestId, const QByteArray &response)
{
    return json(QByteArray("{'type':'control_response','response':{'subtype':'success','request_id':'")
        + requestId + "','response':" + response + "}}");
}

const QByteArray Questions
    = "{'questions':[{'question':'Which?','header':'Choice','multiSelect':false,'options':"
      "[{'label':'Red','description':'r','preview':'p'},{'label':'Blue'}]},{'question':'Many?',"
      "'multiSelect':true,'options':[{'label':'A'},{'label':'B'}]}]}";

} // namespace

class TestClaudeAsks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anApprovalSaysWhatItIsAbout();
    void eachSuggestionIsItsOwnOption();
    void suggestionLabels_data();
    void suggestionLabels();
    void decisions_data();
    void decisions();
    void badDecisions_data();
    void badDecisions();
    void anAskIsDecidedOnce();
    void aWithdrawnAskIsGone();
    void anAskIsToldOnce();
    void aToolWithAResultAsksNoMore();
    void aDeniedToolIsDenied();

    void aPlanHasItsOwnOptions();
    void aPlanThatIsNotNamedIsTheOneWritten();
    void planDecisions_data();
    void planDecisions();

    void aQuestionHasItems();
    void answers_data();
    void answers();
    void badAnswers_data();
    void badAnswers();
    void aQuestionCanBeSkipped();
    void questionsThatCannotBeReadAreAnApproval();
    void otherRequestsAreNamed();
    void openAsksOfTheInitializationAreAsked();
};

void TestClaudeAsks::anApprovalSaysWhatItIsAbout()
{
    Conversation claude;
    claude.init();
    const auto approval = approvalOf(claude.feed(json(
        "{'type':'control_request','request_id':'r1','request':{'subtype':'can_use_tool','tool_name':'Bash',"
        "'input':{'command':'rm -rf build'},'tool_use_id':'t1','description':'Clean up','decision_reason':"
        "'Because','blocked_path':'/p/build'}}")));
    QCOMPARE(approval.id, QStringLiteral("r1"));
    QCOMPARE(approval.toolId, QStringLiteral("t1"));
    QCOMPARE(approval.toolName, QStringLiteral("Bash"));
    QCOMPARE(approval.kind, model::ApprovalKind::Exec);
    QCOMPARE(approval.title, QStringLiteral("Run rm -rf build"));
    QCOMPARE(approval.detail, QStringLiteral("Clean up\nBecause\nPath: /p/build"));
    QCOMPARE(approval.input, json("{'command':'rm -rf build'}"));
    QVERIFY(approval.inputEditable);
    QCOMPARE(approval.state, model::AskState::Waiting);
}

void TestClaudeAsks::eachSuggestionIsItsOwnOption()
{
    Conversation claude;
    claude.init();
    const auto approval = approvalOf(claude.feed(json(asks("Bash", BashInput, AllSuggestions))));
    QStringList options;
    for (const model::ApprovalOption &option : approval.options)
        options << QStringLiteral("%1 %2 %3").arg(option.id).arg(int(option.kind)).arg(option.label);
    QCOMPARE(options,
        (QStringList{QStringLiteral("allow 0 Allow once"),
            QStringLiteral("always-1 1 Always allow Bash(npm test:*) in this project"),
            QStringLiteral("always-2 1 Always allow every use of Read in this project"),
            QStringLiteral("always-3 1 Always allow work in /a, /b in this session"),
            QStringLiteral("always-4 1 Accept all edits in this session"), QStringLiteral("deny 2 Deny"),
            QStringLiteral("deny-stop 3 Deny and stop")}));
}

void TestClaudeAsks::suggestionLabels_data()
{
    QTest::addColumn<QByteArray>("suggestion");
    QTest::addColumn<QString>("label"); // empty: not offered
    const auto rule = [](const char *destination) {
        return QByteArray(
                   "{'type':'addRules','rules':[{'toolName':'Bash','ruleContent':'ls'}],'behavior':'allow',"
                   "'destination':'")
            + destination + "'}";
    };
    QTest::newRow("session") << rule("session") << QStringLiteral("Always allow Bash(ls) in this session");
    QTest::newRow("local") << rule("localSettings")
                           << QStringLiteral("Always allow Bash(ls) in this project");
    QTest::newRow("project") << rule("projectSettings")
                             << QStringLiteral("Always allow Bash(ls) in this project, for everyone");
    QTest::newRow("user") << rule("userSettings") << QStringLiteral("Always allow Bash(ls) in all projects");
    QTest::newRow("unknown destination")
        << rule("cliArg") << QStringLiteral("Always allow Bash(ls) (cliArg)");
    QTest::newRow("bypass") << QByteArray(
        "{'type':'setMode','mode':'bypassPermissions','destination':'session'}")
                            << QStringLiteral("Allow everything without asking in this session");
    QTest::newRow("other mode") << QByteArray("{'type':'setMode','mode':'auto','destination':'session'}")
                                << QStringLiteral("Switch to mode auto in this session");
    QTest::newRow("a denying rule") << QByteArray(
        "{'type':'addRules','rules':[{'toolName':'Bash'}],'behavior':'deny'}")
                                    << QString();
    QTest::newRow("removal") << QByteArray(
        "{'type':'removeRules','rules':[{'toolName':'Bash'}],'behavior':'allow'}")
                             << QString();
    QTest::newRow("no mode") << QByteArray("{'type':'setMode'}") << QString();
    QTest::newRow("rules of another type")
        << QByteArray("{'type':'addRules','rules':[7,'x'],'behavior':'allow'}") << QString();
    QTest::newRow("directories of another type")
        << QByteArray("{'type':'addDirectories','directories':[7]}") << QString();
    QTest::newRow("new kind") << QByteArray("{'type':'somethingNew'}") << QString();
}

void TestClaudeAsks::suggestionLabels()
{
    QFETCH(QByteArray, suggestion);
    QFETCH(QString, label);
    Conversation claude;
    const auto approval = approvalOf(claude.feed(json(asks("Bash", BashInput, "[" + suggestion + "]"))));
    QCOMPARE(approval.options.size(), label.isEmpty() ? 3 : 4);
    if (!label.isEmpty())
        QCOMPARE(approval.options.at(1).label, label);
}

void TestClaudeAsks::decisions_data()
{
    QTest::addColumn<provider::DecideApproval>("decision");
    QTest::addColumn<QByteArray>("response");
    const auto option = [](const char *id, const char *message = "") {
        return provider::DecideApproval{
            QStringLiteral("r1"), QString::fromLatin1(id), QString::fromLatin1(message), {}};
    };
    QTest::newRow("once") << option("allow") << "{'behavior':'allow','updatedInput':" + BashInput + "}";
    QTest::newRow("one rule of two") << option("always-2")
                                     << "{'behavior':'allow','updatedInput':" + BashInput
            + ",'updatedPermissions':[{'type':'addRules','rules':[{'toolName':'Read'}],'behavior':'allow','"
              "destination':"
              "'localSettings'}],'decisionClassification':'user_permanent'}";
    QTest::newRow("directories alone") << option("always-3")
                                       << "{'behavior':'allow','updatedInput':" + BashInput
            + ",'updatedPermissions':[{'type':'addDirectories','directories':['/a','/"
              "b'],'destination':'session'}],"
              "'decisionClassification':'user_permanent'}";
    QTest::newRow("mode alone") << option("always-4")
                                << "{'behavior':'allow','updatedInput':" + BashInput
            + ",'updatedPermissions':[{'type':'setMode','mode':'acceptEdits','destination':'session'}],"
              "'decisionClassification':'user_permanent'}";
    provider::DecideApproval edited = option("allow");
    edited.updatedInput = json("{'command':'npm test -- --fast'}");
    QTest::newRow("with another input")
        << edited << QByteArray("{'behavior':'allow','updatedInput':{'command':'npm test -- --fast'}}");
    QTest::newRow("deny with words") << option("deny", "use make")
                                     << QByteArray("{'behavior':'deny','message':'use make'}");
    QTest::newRow("deny without words") << option("deny", "  ")
                                        << QByteArray("{'behavior':'deny','message':'The user does not allow "
                                                      "this. Go on in another way or ask what they "
                                                      "want instead.'}");
    QTest::newRow("deny and stop") << option("deny-stop", "stop")
                                   << QByteArray("{'behavior':'deny','message':'stop','interrupt':true}");
}

void TestClaudeAsks::decisions()
{
    QFETCH(provider::DecideApproval, decision);
    QFETCH(QByteArray, response);
    Conversation claude;
    claude.says(asks("Bash", BashInput, AllSuggestions));
    QCOMPARE(claude.writes(decision), answerTo("r1", response));
}

void TestClaudeAsks::badDecisions_data()
{
    QTest::addColumn<provider::Command>("command");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("names");
    using provider::Command;
    QTest::newRow("unknown option") << Command(
        provider::DecideApproval{QStringLiteral("r1"), QStringLiteral("always-9"), {}, {}})
                                    << int(ErrorCode::InvalidArgument) << QStringLiteral("always-9");
    QTest::newRow("no option") << Command(provider::DecideApproval{QStringLiteral("r1"), {}, {}, {}})
                               << int(ErrorCode::InvalidArgument) << QStringLiteral("optionId");
    QTest::newRow("unknown ask") << Command(
        provider::DecideApproval{QStringLiteral("r2"), QStringLiteral("allow"), {}, {}})
                                 << int(ErrorCode::Conflict) << QStringLiteral("r2");
    QTest::newRow("input with a no") << Command(
        provider::DecideApproval{QStringLiteral("r1"), QStringLiteral("deny"), {}, QJsonObject{}})
                                     << int(ErrorCode::InvalidArgument) << QStringLiteral("updatedInput");
    QTest::newRow("answered like a question")
        << Command(provider::AnswerQuestion{QStringLiteral("r1"), json("{'Which?':'Red'}")})
        << int(ErrorCode::InvalidArgument) << QStringLiteral("not a question");
    QTest::newRow("skipped like a question")
        << Command(provider::SkipQuestion{QStringLiteral("r1"), {}}) << int(ErrorCode::InvalidArgument)
        << QStringLiteral("not a question");
}

void TestClaudeAsks::badDecisions()
{
    QFETCH(provider::Command, command);
    QFETCH(int, code);
    QFETCH(QString, names);
    Conversation claude;
    claude.says(asks("Bash", BashInput));
    const base::Error error = claude.refuses(command);
    QCOMPARE(int(error.code), code);
    QVERIFY2(error.message.contains(names), qPrintable(error.message));
    // It is still open.
    claude.writes(provider::DecideApproval{QStringLiteral("r1"), QStringLiteral("allow"), {}, {}});
}

void TestClaudeAsks::anAskIsDecidedOnce()
{
    Conversation claude;
    claude.says(asks("Bash", BashInput));
    const provider::DecideApproval yes{QStringLiteral("r1"), QStringLiteral("allow"), {}, {}};
    claude.writes(yes);
    QCOMPARE(claude.refuses(yes).code, ErrorCode::Conflict);
}

void TestClaudeAsks::aWithdrawnAskIsGone()
{
    Conversation claude;
    claude.says(asks("Bash", BashInput));
    const QByteArray withdrawal = "{'type':'control_cancel_request','request_id':'r1'}";
    QCOMPARE(claude.says(withdrawal), QStringList{QStringLiteral("AskWithdrawn id=r1")});
    QCOMPARE(claude.says(withdrawal), QStringList());
    const provider::DecideApproval late{QStringLiteral("r1"), QStringLiteral("allow"), {}, {}};
    QCOMPARE(claude.refuses(late).code, ErrorCode::Conflict);
}

void TestClaudeAsks::anAskIsToldOnce()
{
    Conversation claude;
    QCOMPARE(claude.says(asks("Bash", BashInput)).size(), 2);
    QCOMPARE(claude.says(asks("Bash", BashInput)), QStringList());
}

void TestClaudeAsks::aToolWithAResultAsksNoMore()
{
    Conversation claude;
    claude.init();
    claude.says(asks("Bash", BashInput));
    QCOMPARE(claude.toolResult("t1").value(0), QStringLiteral("AskWithdrawn id=r1"));
}

void TestClaudeAsks::aDeniedToolIsDenied()
{
    // Older versions say of a denied call only that it is an error.
    Conversation claude;
    claude.init();
    claude.says(asks("Bash", BashInput));
    claude.writes(
        provider::DecideApproval{QStringLiteral("r1"), QStringLiteral("deny"), QStringLiteral("no"), {}});
    QCOMPARE(
        claude.says(
            "{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'t1','content':'no',"
            "'is_error':true}]},'tool_use_result':'Error: no'}"),
        QStringList{QStringLiteral("ToolFinished id=t1 status=denied output=\"no\"")});
}

void TestClaudeAsks::aPlanHasItsOwnOptions()
{
    Conversation claude;
    const auto approval = approvalOf(claude.feed(json(asks("ExitPlanMode", "{'plan':'# Do it'}"))));
    QCOMPARE(approval.kind, model::ApprovalKind::Plan);
    QCOMPARE(approval.detail, QStringLiteral("# Do it"));
    QVERIFY(!approval.inputEditable);
    QStringList options;
    for (const model::ApprovalOption &option : approval.options)
        options << QStringLiteral("%1 %2 %3").arg(option.id).arg(int(option.kind)).arg(option.label);
    QCOMPARE(options,
        (QStringList{QStringLiteral("allow-accept-edits 0 Approve, accept edits"),
            QStringLiteral("allow-ask 0 Approve, ask for each edit"),
            QStringLiteral("deny 2 Keep planning")}));
}

void TestClaudeAsks::aPlanThatIsNotNamedIsTheOneWritten()
{
    Conversation claude;
    claude.init();
    claude.toolUse("w", "Write", "{'file_path':'/home/x/.claude/plans/a-b.md','content':'# First'}");
    claude.toolUse("w2", "Write", "{'file_path':'/p/plans.md','content':'not a plan'}");
    QCOMPARE(approvalOf(claude.feed(json(asks("ExitPlanMode", "{}")))).detail, QStringLiteral("# First"));

    claude.says("{'type':'control_cancel_request','request_id':'r1'}");
    claude.toolUse(
        "e", "Edit", "{'file_path':'/home/x/.claude/plans/a-b.md','old_string':'F','new_string':'G'}");
    QCOMPARE(approvalOf(claude.feed(json(asks("ExitPlanMode", "{}")))).detail,
        QStringLiteral("The plan is in /home/x/.claude/plans/a-b.md"));
}

void TestClaudeAsks::planDecisions_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QByteArray>("response");
    const QByteArray allowed
        = "{'behavior':'allow','updatedInput':{'plan':'# Do it'},'updatedPermissions':[{'type':"
          "'setMode','mode':'MODE','destination':'session'}]}";
    QTest::newRow("accept edits") << QStringLiteral("allow-accept-edits") << QString()
                                  << QByteArray(allowed).replace("MODE", "acceptEdits");
    QTest::newRow("ask") << QStringLiteral("allow-ask") << QString()
                         << QByteArray(allowed).replace("MODE", "default");
    QTest::newRow("more") << QStringLiteral("deny") << QStringLiteral("add tests")
                          << QByteArray("{'behavior':'deny','message':'add tests'}");
    QTest::newRow("no words")
        << QStringLiteral("deny") << QString()
        << QByteArray("{'behavior':'deny','message':'The user does not approve the plan yet. Stay in "
                      "plan mode and ask what to change.'}");
}

void TestClaudeAsks::planDecisions()
{
    QFETCH(QString, option);
    QFETCH(QString, message);
    QFETCH(QByteArray, response);
    Conversation claude;
    claude.says(asks("ExitPlanMode", "{'plan':'# Do it'}"));
    const provider::DecideApproval edited{QStringLiteral("r1"), option, message, QJsonObject{}};
    QCOMPARE(claude.refuses(edited).code, ErrorCode::InvalidArgument);
    QCOMPARE(claude.writes(provider::DecideApproval{QStringLiteral("r1"), option, message, {}}),
        answerTo("r1", response));
}

void TestClaudeAsks::aQuestionHasItems()
{
    Conversation claude;
    claude.toolUse("t1", "AskUserQuestion", Questions);
    const auto events = claude.feed(json(asks("AskUserQuestion", Questions)));
    QCOMPARE(events.size(), 1);
    const auto question = std::get<provider::QuestionAsked>(events.first()).question;
    QCOMPARE(question.id, QStringLiteral("r1"));
    QCOMPARE(question.toolId, QStringLiteral("t1"));
    QCOMPARE(question.items.size(), 2);
    QCOMPARE(question.items.at(0).id, QStringLiteral("Which?"));
    QCOMPARE(question.items.at(0).text, QStringLiteral("Which?"));
    QCOMPARE(question.items.at(0).header, QStringLiteral("Choice"));
    QVERIFY(!question.items.at(0).multiSelect);
    QVERIFY(question.items.at(0).freeText);
    QCOMPARE(question.items.at(0).options.at(0).preview, QStringLiteral("p"));
    QVERIFY(question.items.at(1).multiSelect);
}

void TestClaudeAsks::answers_data()
{
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("labels") << QByteArray("{'Which?':'Red','Many?':'A'}")
                            << QByteArray("{'Which?':'Red','Many?':'A'}");
    QTest::newRow("several") << QByteArray("{'Which?':'Red','Many?':['A','B']}")
                             << QByteArray("{'Which?':'Red','Many?':'A, B'}");
    QTest::newRow("own words") << QByteArray("{'Which?':'green, please'}")
                               << QByteArray("{'Which?':'green, please'}");
    QTest::newRow("a list of one") << QByteArray("{'Which?':['Blue']}") << QByteArray("{'Which?':'Blue'}");
}

void TestClaudeAsks::answers()
{
    QFETCH(QByteArray, answers);
    QFETCH(QByteArray, sent);
    Conversation claude;
    claude.says(asks("AskUserQuestion", Questions));
    QJsonObject input = json(Questions);
    input.insert(QStringLiteral("answers"), json(sent));
    QJsonObject expected = answerTo("r1", "{}");
    QJsonObject response = expected.value(QLatin1StringView("response")).toObject();
    response.insert(QStringLiteral("response"),
        QJsonObject{
            {QStringLiteral("behavior"), QStringLiteral("allow")}, {QStringLiteral("updatedInput"), input}});
    expected.insert(QStringLiteral("response"), response);
    QCOMPARE(claude.writes(provider::AnswerQuestion{QStringLiteral("r1"), json(answers)}), expected);
}

void TestClaudeAsks::badAnswers_data()
{
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QString>("names");
    QTest::newRow("none") << QByteArray("{}") << QStringLiteral("answers is empty");
    QTest::newRow("unknown question")
        << QByteArray("{'Where?':'x'}") << QStringLiteral("\"Where?\" is not one");
    QTest::newRow("empty") << QByteArray("{'Which?':' '}")
                           << QStringLiteral("\"Which?\" has an empty answer");
    QTest::newRow("empty list") << QByteArray("{'Many?':[]}") << QStringLiteral("\"Many?\" has no answer");
    QTest::newRow("empty in a list") << QByteArray("{'Many?':['A','']}")
                                     << QStringLiteral("\"Many?\" has an empty");
    QTest::newRow("two for one") << QByteArray("{'Which?':['Red','Blue']}")
                                 << QStringLiteral("takes one answer only");
    QTest::newRow("a number") << QByteArray("{'Which?':7}") << QStringLiteral("must be a text");
    QTest::newRow("null") << QByteArray("{'Which?':null}") << QStringLiteral("must be a text");
    QTest::newRow("a number in a list")
        << QByteArray("{'Many?':['A',7]}") << QStringLiteral("must be a text");
}

void TestClaudeAsks::badAnswers()
{
    QFETCH(QByteArray, answers);
    QFETCH(QString, names);
    Conversation claude;
    claude.says(asks("AskUserQuestion", Questions));
    const base::Error error = claude.refuses(provider::AnswerQuestion{QStringLiteral("r1"), json(answers)});
    QCOMPARE(error.code, ErrorCode::InvalidArgument);
    QVERIFY2(error.message.contains(names), qPrintable(error.message));
    claude.writes(provider::AnswerQuestion{QStringLiteral("r1"), json("{'Which?':'Red'}")}); // still open
}

void TestClaudeAsks::aQuestionCanBeSkipped()
{
    for (const bool words : {true, false}) {
        Conversation claude;
        claude.says(asks("AskUserQuestion", Questions));
        const provider::SkipQuestion skip{
            QStringLiteral("r1"), words ? QStringLiteral("decide yourself") : QString()};
        QCOMPARE(claude.writes(skip),
            answerTo("r1",
                words ? "{'behavior':'deny','message':'decide yourself'}"
                      : "{'behavior':'deny','message':'The user did not want to answer.'}"));
        QCOMPARE(claude.refuses(skip).code, ErrorCode::Conflict);
    }
}

void TestClaudeAsks::questionsThatCannotBeReadAreAnApproval()
{
    for (const char *input : {"{}", "{'questions':'x'}", "{'questions':[7,{}]}"}) {
        Conversation claude;
        QCOMPARE(approvalOf(claude.feed(json(asks("AskUserQuestion", input)))).id, QStringLiteral("r1"));
    }
}

void TestClaudeAsks::otherRequestsAreNamed()
{
    Conversation claude;
    const QStringList events
        = claude.says("{'type':'control_request','request_id':'r','request':{'subtype':'mcp_message'}}");
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().startsWith(QStringLiteral("NoticeRaised level=warning")));
    QVERIFY(events.first().contains(QStringLiteral("mcp message")));
}

void TestClaudeAsks::openAsksOfTheInitializationAreAsked()
{
    Conversation claude;
    claude.protocol().open();
    const QByteArray ask = asks("Bash", BashInput);
    const QStringList events = claude.says(
        "{'type':'control_response','response':{'subtype':'success','request_id':'agentmonitor-1',"
        "'response':{},'pending_permission_requests':["
        + ask + "]}}");
    QVERIFY(events.filter(QStringLiteral("ApprovalAsked id=r1")).size() == 1);
}

QTEST_GUILESS_MAIN(TestClaudeAsks)
#include "tst_claudeasks.moc"
