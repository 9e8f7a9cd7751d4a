// Lines that tell of something beside the turn, and lines that tell nothing.
#include "../eventtext.h"
#include "conversation.h"

#include <QTest>

class TestClaudeNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announcements_data();
    void announcements();
    void activities();
    void limitsAreWarnedOfOnce();
    void quietLinesSayNothing_data();
    void quietLinesSayNothing();
    void unknownLinesAreKept_data();
    void unknownLinesAreKept();
    void strayTextIsShown();
};

void TestClaudeNotices::announcements_data()
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

void TestClaudeNotices::announcements()
{
    QFETCH(QByteArray, fed);
    QFETCH(QStringList, expected);
    Conversation claude;
    claude.init();
    QCOMPARE(claude.says(fed), expected);
}

void TestClaudeNotices::activities()
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

void TestClaudeNotices::limitsAreWarnedOfOnce()
{
    Conversation claude;
    const QByteArray warning = "{'type':'rate_limit_event','rate_limit_info':{'status':'allowed_warning'}}";
    QCOMPARE(claude.says(warning).size(), 1);
    QCOMPARE(claude.says(warning).size(), 0);
    claude.says("{'type':'rate_limit_event','rate_limit_info':{'status':'allowed'}}");
    QCOMPARE(claude.says(warning).size(), 1);
}

void TestClaudeNotices::quietLinesSayNothing_data()
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

void TestClaudeNotices::quietLinesSayNothing()
{
    QFETCH(QByteArray, fed);
    Conversation claude;
    claude.init();
    if (fed.trimmed().isEmpty())
        QCOMPARE(eventTexts(claude.protocol().feed(fed)), QStringList());
    else
        QCOMPARE(claude.says(fed), QStringList());
}

void TestClaudeNotices::unknownLinesAreKept_data()
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

void TestClaudeNotices::unknownLinesAreKept()
{
    QFETCH(QByteArray, fed);
    claude::ClaudeProtocol protocol;
    const auto events = protocol.feed(fed);
    QCOMPARE(events.size(), 1);
    QCOMPARE(std::get<provider::LineIgnored>(events.first()).line, fed);
}

void TestClaudeNotices::strayTextIsShown()
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

QTEST_GUILESS_MAIN(TestClaudeNotices)
#include "tst_claudenotices.moc"
