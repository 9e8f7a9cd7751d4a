// Turns: how they begin and end, what prompts come to, interrupts, settings, usage, and the end of the
// process.
#include "../eventtext.h"
#include "conversation.h"

#include "core/provider/claude/exitwords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using base::ErrorCode;

namespace {

QString line(const char *text)
{
    return QString::fromUtf8(text);
}

provider::SendPrompt prompt(const char *id, const char *text = "hello")
{
    return {line(id), line(text), {}};
}

QByteArray lifecycle(const QByteArray &id, const QByteArray &state)
{
    return "{'type':'command_lifecycle','command_uuid':'" + id + "','state':'" + state + "'}";
}

QByteArray answer(int request, const QByteArray &response = "{}")
{
    return "{'type':'control_response','response':{'subtype':'success','request_id':'agentmonitor-"
        + QByteArray::number(request) + "','response':" + response + "}}";
}

QByteArray systemLine(const QByteArray &subtype, const QByteArray &fields = {})
{
    return "{'type':'system','subtype':'" + subtype + "'" + fields + "}";
}

process::ProcessResult ended(int code, const char *stderrTail = "", bool stopRequested = false)
{
    process::ProcessResult result;
    result.exitCode = code;
    result.stderrTail = line(stderrTail);
    result.stopRequested = stopRequested;
    return result;
}

} // namespace

class TestClaudeTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstLineInitializes();
    void aPromptIsAUserLine();
    void aPromptCarriesImages();
    void anEmptyPromptIsRefused();
    void theInitializationTellsTheChoices();

    void theSessionStartsOnceAndEachTurnAgain();
    void aTurnOfItsOwnIsABackgroundTurn();
    void anotherSessionIdIsAReset();
    void aConversationResetAloneIsNone();

    void lifecycleTellsOfPrompts();
    void aTakenPromptIsNeverCancelled();
    void withoutLifecycleTheOldestPromptIsTaken();
    void withoutLifecycleWhatWaitsAtIdleIsTaken();
    void withoutIdleTheResultTakesWhatWaits();
    void anEchoIsProof();

    void anInterruptCancelsWhatIsQueued();
    void results_data();
    void results();
    void anInterruptedTurnIsNotFailed();
    void textThatOnlyTheResultCarriesIsToldOnce();

    void settingsAreReportedWhenTheyAreMade_data();
    void settingsAreReportedWhenTheyAreMade();
    void refusedSettingsAreReported();
    void badSettingsAreRefused();
    void aModeOfClaudesOwnIsReportedOnce();

    void costAndTokensAreTotals();
    void contextIsTheLastMessage();
    void subagentsDoNotCountForTheContext();
    void compactionAndClearSetTheContext();

    void announcements_data();
    void announcements();
    void activities();
    void limitsAreWarnedOfOnce();

    void quietLinesSayNothing_data();
    void quietLinesSayNothing();
    void unknownLinesAreKept_data();
    void unknownLinesAreKept();
    void strayTextIsShown();

    void theEnd_data();
    void theEnd();
    void theEndClosesWhatIsOpen();
    void advice_data();
    void advice();
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

void TestClaudeTurns::aPromptIsAUserLine()
{
    Conversation claude;
    QCOMPARE(claude.writes(prompt("u-1", "hi\n\"you\"")),
        (QJsonObject{{QStringLiteral("type"), QStringLiteral("user")},
            {QStringLiteral("message"),
                QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                    {QStringLiteral("content"), QStringLiteral("hi\n\"you\"")}}},
            {QStringLiteral("uuid"), QStringLiteral("u-1")},
            {QStringLiteral("parent_tool_use_id"), QJsonValue::Null},
            {QStringLiteral("session_id"), QString()}}));
}

void TestClaudeTurns::aPromptCarriesImages()
{
    Conversation claude;
    provider::SendPrompt withImage = prompt("u-1", "look");
    withImage.attachments.append({QStringLiteral("image/png"), QByteArray("\x01\x02\xff", 3)});
    const QJsonObject message = claude.writes(withImage).value(QLatin1StringView("message")).toObject();
    QCOMPARE(message,
        json("{'role':'user','content':[{'type':'text','text':'look'},{'type':'image','source':{'type':'"
             "base64',"
             "'media_type':'image/png','data':'AQL/'}}]}"));
}

void TestClaudeTurns::anEmptyPromptIsRefused()
{
    Conversation claude;
    QCOMPARE(claude.refuses(prompt("u", "")).code, ErrorCode::InvalidArgument);
}

void TestClaudeTurns::theInitializationTellsTheChoices()
{
    Conversation claude;
    claude.protocol().open();
    const auto events = claude.feed(json(answer(1,
        "{'models':[{'value':'opus','displayName':'Opus','description':'d','supportedEffortLevels':['low','"
        "high',7],"
        "'supportsAutoMode':true},{'value':'haiku'},{'displayName':'nameless'},5],'commands':[{'name':'debug'"
        ","
        "'description':'x','argumentHint':'[y]'},{},3],'current_permission_mode':'plan'}")));
    QCOMPARE(events.size(), 2);
    const auto choices = std::get<provider::ChoicesReported>(events.first());
    QCOMPARE(choices.models.size(), 2);
    QCOMPARE(choices.models.at(0).name, QStringLiteral("Opus"));
    QCOMPARE(choices.models.at(0).efforts, (QStringList{QStringLiteral("low"), QStringLiteral("high")}));
    QCOMPARE(choices.models.at(1).name, QStringLiteral("haiku"));
    QCOMPARE(choices.commands.size(), 1);
    QCOMPARE(choices.commands.first().argumentHint, QStringLiteral("[y]"));
    QCOMPARE(choices.modes,
        (QStringList{QStringLiteral("default"), QStringLiteral("acceptEdits"), QStringLiteral("plan"),
            QStringLiteral("auto"), QStringLiteral("dontAsk"), QStringLiteral("bypassPermissions")}));
    QCOMPARE(eventText(events.at(1)), line("SettingsReported mode=\"plan\""));

    Conversation withoutAuto;
    withoutAuto.protocol().open();
    const auto fewer = withoutAuto.feed(json(answer(1, "{'models':[{'value':'x'}]}")));
    QVERIFY(!std::get<provider::ChoicesReported>(fewer.first()).modes.contains(QStringLiteral("auto")));
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

void TestClaudeTurns::lifecycleTellsOfPrompts()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    QCOMPARE(claude.says(lifecycle("p1", "queued")), QStringList());
    QCOMPARE(
        claude.says(lifecycle("p1", "started")), QStringList{line("PromptProgressed prompt=p1 to=taken")});
    claude.init();
    claude.writes(prompt("p2"));
    claude.says(lifecycle("p2", "queued"));
    QCOMPARE(claude.says(lifecycle("p1", "completed")), QStringList());
    QCOMPARE(claude.says(lifecycle("p2", "cancelled")),
        QStringList{line("PromptProgressed prompt=p2 to=cancelled")});
    claude.writes(prompt("p3"));
    QCOMPARE(
        claude.says(lifecycle("p3", "completed")), QStringList{line("PromptProgressed prompt=p3 to=taken")});
    QCOMPARE(claude.says(lifecycle("not-ours", "completed")), QStringList());
}

void TestClaudeTurns::aTakenPromptIsNeverCancelled()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(lifecycle("p1", "started"));
    claude.init();
    QCOMPARE(claude.says(lifecycle("p1", "cancelled")), QStringList()); // its turn was interrupted
}

void TestClaudeTurns::withoutLifecycleTheOldestPromptIsTaken()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.writes(prompt("p2"));
    QCOMPARE(claude.init().mid(1),
        (QStringList{line("PromptProgressed prompt=p1 to=taken"), line("TurnStarted origin=user")}));
    claude.says(systemLine("session_state_changed", ",'state':'running'"));
    claude.result();
    QCOMPARE(claude.init(),
        (QStringList{line("PromptProgressed prompt=p2 to=taken"), line("TurnStarted origin=user")}));
}

void TestClaudeTurns::withoutLifecycleWhatWaitsAtIdleIsTaken()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(systemLine("session_state_changed", ",'state':'running'"));
    claude.init();
    claude.writes(prompt("p2")); // folded into the running turn, which nothing tells
    QVERIFY(claude.result().filter(QStringLiteral("p2")).isEmpty());
    QCOMPARE(claude.says(systemLine("session_state_changed", ",'state':'idle'")),
        (QStringList{line("PromptProgressed prompt=p2 to=taken"), line("ActivityChanged to=idle")}));
}

void TestClaudeTurns::withoutIdleTheResultTakesWhatWaits()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.init();
    claude.writes(prompt("p2"));
    QCOMPARE(claude.result().last(), line("PromptProgressed prompt=p2 to=taken"));
}

void TestClaudeTurns::anEchoIsProof()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    const QByteArray echo = "{'type':'user','isReplay':true,'uuid':'p1','message':{'content':'hello'}}";
    QCOMPARE(claude.says(echo), QStringList{line("PromptProgressed prompt=p1 to=taken")});
    QCOMPARE(claude.says(echo), QStringList());
    QCOMPARE(claude.says("{'type':'user','isReplay':true,'uuid':'other','message':{'content':'x'}}"),
        QStringList());
}

void TestClaudeTurns::anInterruptCancelsWhatIsQueued()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(lifecycle("p1", "started"));
    claude.init();
    claude.writes(prompt("p2"));
    claude.writes(prompt("p3"));
    claude.says(lifecycle("p3", "cancelled"));
    QCOMPARE(claude.writes(provider::Interrupt{}),
        json("{'type':'control_request','request_id':'agentmonitor-1','request':{'subtype':'interrupt',"
             "'cancel_queued':true}}"));
    QCOMPARE(claude.says(answer(1, "{'still_queued':[],'cancelled':['p2','p3',7]}")),
        QStringList{line("PromptProgressed prompt=p2 to=cancelled")});
    QCOMPARE(claude.says(answer(1, "{'cancelled':['p2']}")), QStringList()); // answered once
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

void TestClaudeTurns::settingsAreReportedWhenTheyAreMade_data()
{
    QTest::addColumn<provider::Command>("command");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("expected");
    using provider::Command;
    QTest::newRow("mode") << Command(provider::SetMode{line("plan")})
                          << QByteArray("{'subtype':'set_permission_mode','mode':'plan'}")
                          << QByteArray("{'mode':'plan'}") << line("SettingsReported mode=\"plan\"");
    QTest::newRow("mode, no word back") << Command(provider::SetMode{line("plan")})
                                        << QByteArray("{'subtype':'set_permission_mode','mode':'plan'}")
                                        << QByteArray("null") << line("SettingsReported mode=\"plan\"");
    QTest::newRow("model, resolved") << Command(provider::SetModel{line("haiku")})
                                     << QByteArray("{'subtype':'set_model','model':'haiku'}")
                                     << QByteArray("{'model':'claude-haiku-9'}")
                                     << line("SettingsReported model=\"claude-haiku-9\"");
    QTest::newRow("model, older") << Command(provider::SetModel{line("haiku")})
                                  << QByteArray("{'subtype':'set_model','model':'haiku'}")
                                  << QByteArray("null") << line("SettingsReported model=\"haiku\"");
    QTest::newRow("no model") << Command(provider::SetModel{})
                              << QByteArray("{'subtype':'set_model','model':'default'}")
                              << QByteArray("{'model':'m'}") << line("SettingsReported model=\"m\"");
    QTest::newRow("effort") << Command(provider::SetEffort{
        line("high")}) << QByteArray("{'subtype':'apply_flag_settings','settings':{'effortLevel':'high'}}")
                            << QByteArray("null") << line("SettingsReported effort=\"high\"");
    QTest::newRow("no effort") << Command(provider::SetEffort{})
                               << QByteArray(
                                      "{'subtype':'apply_flag_settings','settings':{'effortLevel':null}}")
                               << QByteArray("null") << line("SettingsReported effort=\"\"");
}

void TestClaudeTurns::settingsAreReportedWhenTheyAreMade()
{
    QFETCH(provider::Command, command);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);
    QFETCH(QString, expected);
    Conversation claude;
    QCOMPARE(claude.writes(command),
        (QJsonObject{{QStringLiteral("type"), QStringLiteral("control_request")},
            {QStringLiteral("request_id"), QStringLiteral("agentmonitor-1")},
            {QStringLiteral("request"), json(request)}}));
    QCOMPARE(claude.says(answer(1, response)), QStringList{expected});
}

void TestClaudeTurns::refusedSettingsAreReported()
{
    Conversation claude;
    claude.writes(provider::SetMode{line("bypassPermissions")});
    QCOMPARE(
        claude.says("{'type':'control_response','response':{'subtype':'error','request_id':'agentmonitor-1',"
                    "'error':'not allowed'}}"),
        QStringList{line("RequestFailed request=set_permission_mode error=\"not allowed\"")});
    claude.writes(provider::SetModel{line("x")});
    QCOMPARE(claude.says("{'type':'control_response','response':{'request_id':'agentmonitor-2'}}"),
        QStringList{line("RequestFailed request=set_model error=\"claude gives no reason\"")});
    QCOMPARE(
        claude.says("{'type':'control_response','response':{'subtype':'error','request_id':'not-ours'}}"),
        QStringList());
}

void TestClaudeTurns::badSettingsAreRefused()
{
    Conversation claude;
    const base::Error mode = claude.refuses(provider::SetMode{line("nonsense")});
    QCOMPARE(mode.code, ErrorCode::InvalidArgument);
    QVERIFY(mode.message.startsWith(QStringLiteral("mode must be one of default,")));
    QCOMPARE(claude.refuses(provider::SetMode{}).code, ErrorCode::InvalidArgument);
    const base::Error effort = claude.refuses(provider::SetEffort{line("extreme")});
    QVERIFY(effort.message.startsWith(QStringLiteral("reasoningEffort must be one of low, medium")));
}

void TestClaudeTurns::aModeOfClaudesOwnIsReportedOnce()
{
    Conversation claude;
    claude.init();
    const QByteArray status = systemLine("status", ",'status':null,'permissionMode':'acceptEdits'");
    QCOMPARE(claude.says(status), QStringList{line("SettingsReported mode=\"acceptEdits\"")});
    QCOMPARE(claude.says(status), QStringList());
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

void TestClaudeTurns::announcements_data()
{
    QTest::addColumn<QByteArray>("fed");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QByteArray &fed, const char *expected) {
        QTest::newRow(name) << fed << (*expected ? QStringList{line(expected)} : QStringList());
    };
    row("retry",
        systemLine("api_retry",
            ",'attempt':2,'max_retries':10,'retry_delay_ms':1189.6,'error_status':529,'error':'overloaded'"),
        "RetryScheduled attempt=2/10 delay=1190 http=529 reason=\"overloaded\"");
    row("retry without an answer",
        systemLine("api_retry", ",'attempt':1,'error_status':null,'error':'unknown'"),
        "RetryScheduled attempt=1/0 reason=\"the model API did not answer\"");
    row("retry of huge numbers",
        systemLine("api_retry", ",'attempt':1e300,'max_retries':-4,'retry_delay_ms':1e300"),
        "RetryScheduled attempt=1000000000/0 delay=9007199254740992 reason=\"the model API did not answer\"");
    row("compacted", systemLine("compact_boundary"),
        "NoticeRaised level=info text=\"The conversation was compacted\"");
    row("compaction failed",
        systemLine("status", ",'status':null,'compact_result':'failed','compact_error':'too short'"),
        "NoticeRaised level=warning text=\"The conversation could not be compacted: too short\"");
    row("denied",
        systemLine("permission_denied", ",'tool_name':'Bash','tool_use_id':'t','message':'by rule'"),
        "NoticeRaised level=warning text=\"Bash was denied without asking: by rule\"");
    row("title", systemLine("session_title_changed", ",'title':'Fix it'"),
        "SettingsReported title=\"Fix it\"");
    row("shell in the background",
        systemLine("task_notification",
            ",'task_id':'b','tool_use_id':'t','status':'completed','summary':'Background command "
            "\\u0022wait\\u0022 completed (exit code 0)'"),
        "NoticeRaised level=info text=\"Background command \\\"wait\\\" completed (exit code 0)\"");
    row("limit allowed",
        "{'type':'rate_limit_event','rate_limit_info':{'status':'allowed','resetsAt':1700000000}}", "");
    row("limit near",
        "{'type':'rate_limit_event','rate_limit_info':{'status':'allowed_warning','resetsAt':1700000000,'"
        "utilization':"
        "0.85,'rateLimitType':'five_hour'}}",
        "NoticeRaised level=warning text=\"The usage limit is near (five hour, 85 % used, resets 2023-11-14 "
        "22:13 UTC)\"");
    row("limit reached, in milliseconds",
        "{'type':'rate_limit_event','rate_limit_info':{'status':'rejected','resetsAt':1700000000000}}",
        "NoticeRaised level=error text=\"The usage limit is reached (resets 2023-11-14 22:13 UTC)\"");
    row("limit without details",
        "{'type':'rate_limit_event','rate_limit_info':{'status':'rejected','utilization':'x'}}",
        "NoticeRaised level=error text=\"The usage limit is reached\"");
}

void TestClaudeTurns::announcements()
{
    QFETCH(QByteArray, fed);
    QFETCH(QStringList, expected);
    Conversation claude;
    claude.init();
    QCOMPARE(claude.says(fed), expected);
}

void TestClaudeTurns::activities()
{
    Conversation claude;
    const auto state = [&](const char *name) {
        return claude.says(systemLine("session_state_changed", QByteArray(",'state':'") + name + "'"));
    };
    QCOMPARE(state("running"), QStringList{line("ActivityChanged to=working")});
    QCOMPARE(state("running"), QStringList());
    QCOMPARE(state("requires_action"), QStringList{line("ActivityChanged to=asking")});
    QCOMPARE(state("idle"), QStringList{line("ActivityChanged to=idle")});
    QCOMPARE(state("of the future"), QStringList());
    QCOMPARE(claude.says(systemLine("status", ",'status':'requesting'")),
        QStringList{line("ActivityChanged to=requesting")});
    QCOMPARE(claude.says("{'type':'stream_event','event':{'type':'message_start','message':{'id':'A'}}}"),
        QStringList{line("ActivityChanged to=working")});
    QCOMPARE(claude.says(systemLine("status", ",'status':'compacting'")),
        QStringList{line("ActivityChanged to=compacting")});
    QCOMPARE(
        claude.says(systemLine("status", ",'status':null")), QStringList{line("ActivityChanged to=working")});
}

void TestClaudeTurns::limitsAreWarnedOfOnce()
{
    Conversation claude;
    const QByteArray warning = "{'type':'rate_limit_event','rate_limit_info':{'status':'allowed_warning'}}";
    QCOMPARE(claude.says(warning).size(), 1);
    QCOMPARE(claude.says(warning).size(), 0);
    claude.says("{'type':'rate_limit_event','rate_limit_info':{'status':'allowed'}}");
    QCOMPARE(claude.says(warning).size(), 1);
}

void TestClaudeTurns::quietLinesSayNothing_data()
{
    QTest::addColumn<QByteArray>("fed");
    for (const char *type : {"keep_alive", "tool_progress", "prompt_suggestion", "tool_use_summary",
             "auth_status", "conversation_reset"})
        QTest::newRow(type) << QByteArray("{'type':'") + type + "'}";
    for (const char *subtype : {"thinking_tokens", "hook_started", "hook_response", "hook_progress",
             "task_updated", "task_progress", "background_tasks_changed", "files_persisted"})
        QTest::newRow(subtype) << systemLine(subtype);
    QTest::newRow("what claude says to the model") << QByteArray(
        "{'type':'user','message':{'content':[{'type':'text','text':'[Request interrupted by user]'}]}}");
    QTest::newRow("a signature") << QByteArray(
        "{'type':'stream_event','event':{'type':'content_block_delta','index':0,"
        "'delta':{'type':'signature_delta','signature':'x'}}}");
    QTest::newRow("an empty line") << QByteArray("  ");
}

void TestClaudeTurns::quietLinesSayNothing()
{
    QFETCH(QByteArray, fed);
    Conversation claude;
    claude.init();
    if (fed.trimmed().isEmpty())
        QCOMPARE(eventTexts(claude.protocol().feed(fed)), QStringList());
    else
        QCOMPARE(claude.says(fed), QStringList());
}

void TestClaudeTurns::unknownLinesAreKept_data()
{
    QTest::addColumn<QByteArray>("fed");
    QTest::newRow("type") << QByteArray(R"({"type":"of_the_future","x":1})");
    QTest::newRow("subtype") << QByteArray(R"({"type":"system","subtype":"of_the_future"})");
    QTest::newRow("no type") << QByteArray(R"({"x":1})");
    QTest::newRow("type of another type") << QByteArray(R"({"type":7})");
    QTest::newRow("a list") << QByteArray(R"([1,2])");
    QTest::newRow("a hook of nobody")
        << QByteArray(R"({"type":"control_request","request_id":"h","request":{"subtype":"hook_callback"}})");
}

void TestClaudeTurns::unknownLinesAreKept()
{
    QFETCH(QByteArray, fed);
    claude::ClaudeProtocol protocol;
    const auto events = protocol.feed(fed);
    QCOMPARE(events.size(), 1);
    QCOMPARE(std::get<provider::LineIgnored>(events.first()).line, fed);
}

void TestClaudeTurns::strayTextIsShown()
{
    claude::ClaudeProtocol protocol;
    QCOMPARE(eventTexts(protocol.feed("npm warn something")),
        QStringList{line("NoticeRaised level=warning text=\"claude printed something that is not part of its "
                         "protocol: npm "
                         "warn something\"")});
    const auto clipped = protocol.feed(QByteArray(1'000'000, 'x'));
    QVERIFY(std::get<provider::NoticeRaised>(clipped.first()).text.size() < 400);
    QCOMPARE(protocol.feed("{\"type\":\"result\"").size(), 1); // torn JSON
    QCOMPARE(protocol.feed(QByteArray("\xff\xfe\x00{", 4)).size(), 1);
}

void TestClaudeTurns::theEnd_data()
{
    QTest::addColumn<bool>("inTurn");
    QTest::addColumn<process::ProcessResult>("result");
    QTest::addColumn<QStringList>("expected");
    process::ProcessResult killed;
    killed.kind = process::EndKind::Killed;
    killed.signal = 9;
    process::ProcessResult notStarted;
    notStarted.kind = process::EndKind::NotStarted;
    notStarted.error = line("No such file or directory");
    const auto row = [](const char *name, bool inTurn, const process::ProcessResult &result,
                         const char *expected) {
        QTest::newRow(name) << inTurn << result << (*expected ? QStringList{line(expected)} : QStringList());
    };
    row("stopped in a turn", true, ended(143, "", true), "TurnFinished outcome=interrupted");
    row("stopped when idle", false, ended(0, "", true), "");
    row("gone in a turn", true, ended(0),
        "TurnFinished outcome=failed error=\"claude ended with exit code 0\"");
    row("crashed in a turn", true, ended(1, "boom\n"),
        "TurnFinished outcome=failed error=\"claude ended with exit code 1: boom\"");
    row("terminated by someone", true, ended(143),
        "TurnFinished outcome=failed error=\"claude ended with exit code 143 (signal 15)\"");
    row("killed in a turn", true, killed,
        "TurnFinished outcome=failed error=\"claude was ended by signal 9\"");
    row("left when idle", false, ended(0), "NoticeRaised level=info text=\"claude ended with exit code 0\"");
    row("crashed when idle", false, ended(1, "boom"),
        "NoticeRaised level=error text=\"claude ended with exit code 1: boom\"");
    row("did not start", false, notStarted,
        "NoticeRaised level=error text=\"claude could not be started: No such file or directory\"");
}

void TestClaudeTurns::theEnd()
{
    QFETCH(bool, inTurn);
    QFETCH(process::ProcessResult, result);
    QFETCH(QStringList, expected);
    Conversation claude;
    if (inTurn)
        claude.init();
    QCOMPARE(eventTexts(claude.protocol().closed(result)), expected);
}

void TestClaudeTurns::theEndClosesWhatIsOpen()
{
    Conversation claude;
    claude.init();
    claude.says("{'type':'stream_event','event':{'type':'message_start','message':{'id':'A'}}}");
    claude.says("{'type':'stream_event','event':{'type':'content_block_start','index':0,'content_block':{'"
                "type':'text'}}}");
    claude.says(
        "{'type':'stream_event','event':{'type':'content_block_delta','index':0,'delta':{'type':'text_delta',"
        "'text':'ha'}}}");
    claude.says(
        "{'type':'control_request','request_id':'r','request':{'subtype':'can_use_tool','tool_name':'Bash',"
        "'tool_use_id':'t1'}}");
    // Nothing of the ask: the session voids what a dead process asked.
    QCOMPARE(eventTexts(claude.protocol().closed(ended(0, "", true))),
        (QStringList{line("TextFinished item=A:0 aborted text=\"ha\""),
            line("ToolFinished id=t1 status=cancelled"), line("TurnFinished outcome=interrupted")}));
    const provider::DecideApproval late{line("r"), line("allow"), {}, {}};
    QCOMPARE(claude.refuses(late).code, ErrorCode::Conflict);
}

void TestClaudeTurns::advice_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("contains");
    QTest::newRow("lost session") << line("No conversation found with session ID: x")
                                  << line("start a new agent");
    QTest::newRow("same id") << line("Error: Session ID x is already in use.") << line("resume it instead");
    QTest::newRow("root") << line("--dangerously-skip-permissions cannot be used with root/sudo privileges")
                          << line("IS_SANDBOX=1");
    QTest::newRow("old version") << line("error: unknown option '--x'") << line("Update it");
    QTest::newRow("login") << line("Not logged in · Please run /login") << line("ANTHROPIC_API_KEY");
    QTest::newRow("unknown") << line("Segmentation fault") << QString();
}

void TestClaudeTurns::advice()
{
    QFETCH(QString, error);
    QFETCH(QString, contains);
    const QString words = claude::exitWordsWithAdvice(ended(1, qPrintable(error)));
    QVERIFY(words.startsWith(QStringLiteral("claude ended with exit code 1: ")));
    QVERIFY(words.contains(contains));
    QCOMPARE(claude::adviceFor(error).isEmpty(), contains.isEmpty());
    // A start can fail with its reason on standard output alone.
    if (error.startsWith(QStringLiteral("No conversation"))) {
        Conversation claude;
        QCOMPARE(claude.says(
                     "{'type':'result','subtype':'error_during_execution','is_error':true,'total_cost_usd':0,"
                     "'modelUsage':{},'errors':['No conversation found with session ID: x']}"),
            QStringList());
        QVERIFY(eventTexts(claude.protocol().closed(ended(1))).value(0).contains(contains));
    }
}

QTEST_GUILESS_MAIN(TestClaudeTurns)
#include "tst_claudeturns.moc"
