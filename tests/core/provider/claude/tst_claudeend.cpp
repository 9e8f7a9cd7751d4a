// The end of the process: what it closes, and in which words it is told.
#include "../eventtext.h"
#include "conversation.h"

#include "core/provider/claude/exitwords.h"

#include <QTest>

using base::ErrorCode;

namespace {

process::ProcessResult ended(int code, const char *stderrTail = "", bool stopRequested = false)
{
    process::ProcessResult result;
    result.exitCode = code;
    result.stderrTail = line(stderrTail);
    result.stopRequested = stopRequested;
    return result;
}

} // namespace

class TestClaudeEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEnd_data();
    void theEnd();
    void theEndClosesWhatIsOpen();
    void advice_data();
    void advice();
};

void TestClaudeEnd::theEnd_data()
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

void TestClaudeEnd::theEnd()
{
    QFETCH(bool, inTurn);
    QFETCH(process::ProcessResult, result);
    QFETCH(QStringList, expected);
    Conversation claude;
    if (inTurn)
        claude.init();
    QCOMPARE(eventTexts(claude.protocol().closed(result)), expected);
}

void TestClaudeEnd::theEndClosesWhatIsOpen()
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

void TestClaudeEnd::advice_data()
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

void TestClaudeEnd::advice()
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

QTEST_GUILESS_MAIN(TestClaudeEnd)
#include "tst_claudeend.moc"
