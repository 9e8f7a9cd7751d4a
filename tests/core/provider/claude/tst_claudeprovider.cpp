// How claude is started, what may be wished for, and its sessions on disk.
#include "core/provider/claude/claudeprovider.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using base::ErrorCode;
using claude::ClaudeHost;
using claude::ClaudeProvider;

namespace {

const QString SessionId = QStringLiteral("6cee3fa9-fdde-4625-bbdb-370d4a8edbd7");

QJsonObject flags(const QByteArray &text)
{
    QByteArray quoted = text;
    quoted.replace('\'', '"');
    return QJsonDocument::fromJson(quoted).object();
}

void makeProgram(const QString &path)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void makeFile(const QString &path)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}\n");
}

} // namespace

class TestClaudeProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theBareCommandLine();
    void argumentsOfFlags_data();
    void argumentsOfFlags();
    void whatWasChosenLaterWins();
    void theEnvironmentIsGivenOn();
    void aWrongSessionIdIsRefused();

    void badFlags_data();
    void badFlags();
    void goodFlags_data();
    void goodFlags();
    void skippingPermissionsAsRoot();
    void tooLongInstructions();

    void theBinaryIsFound_data();
    void theBinaryIsFound();
    void aMissingBinaryIsNamed();

    void sessionsAreFoundByTheirId();
    void aForeignIdTouchesNothing_data();
    void aForeignIdTouchesNothing();
    void purgingLeavesOthersAlone();
    void purgingDoesNotFollowLinks();
    void historyOfASession();

private:
    ClaudeHost host(bool root = false) const;
    QString path(const QString &name) const { return m_home->filePath(name); }
    QStringList argumentsOf(const QJsonObject &wanted, bool root = false) const;

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestClaudeProvider::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    makeProgram(path(QStringLiteral("bin/claude")));
}

ClaudeHost TestClaudeProvider::host(bool root) const
{
    ClaudeHost host;
    host.environment.insert(QStringLiteral("HOME"), m_home->path());
    host.environment.insert(QStringLiteral("PATH"), path(QStringLiteral("bin")));
    host.root = root;
    return host;
}

QStringList TestClaudeProvider::argumentsOf(const QJsonObject &wanted, bool root) const
{
    provider::LaunchRequest request;
    request.config.flags = wanted;
    const auto plan = ClaudeProvider(host(root)).plan(request);
    if (!plan) {
        QTest::qFail(qPrintable(plan.error().message), __FILE__, __LINE__);
        return {};
    }
    return plan->arguments;
}

void TestClaudeProvider::theBareCommandLine()
{
    provider::LaunchRequest request;
    request.config.directory = QStringLiteral("/p");
    request.sessionId = SessionId;
    const QStringList common
        = QStringLiteral("-p --input-format stream-json --output-format stream-json --verbose "
                         "--include-partial-messages --permission-prompt-tool stdio")
              .split(QLatin1Char(' '));
    const auto fresh = ClaudeProvider(host()).plan(request);
    QVERIFY(fresh);
    QCOMPARE(fresh->program, path(QStringLiteral("bin/claude")));
    QCOMPARE(fresh->directory, QStringLiteral("/p"));
    QCOMPARE(fresh->arguments,
        common
            + (QStringList{QStringLiteral("--session-id"), SessionId,
                QStringLiteral("--allow-dangerously-skip-permissions")}));
    request.resume = true;
    const auto resumed = ClaudeProvider(host(true)).plan(request); // root may not allow it for later
    QVERIFY(resumed);
    QCOMPARE(resumed->arguments, common + (QStringList{QStringLiteral("--resume"), SessionId}));
}

void TestClaudeProvider::argumentsOfFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QByteArray &wanted, const QStringList &arguments) {
        QTest::newRow(wanted) << wanted << arguments;
    };
    const auto words = [](const char *text) {
        return QString::fromLatin1(text).split(QLatin1Char(' '));
    };
    row("{'model':'opus[1m]'}", words("--model opus[1m]"));
    row("{'reasoningEffort':'xhigh'}", words("--effort xhigh"));
    row("{'permissionMode':'plan'}", words("--permission-mode plan"));
    row("{'dangerouslySkipPermissions':true}", words("--dangerously-skip-permissions"));
    row("{'maxBudgetUsd':0.5}", words("--max-budget-usd 0.5"));
    row("{'maxBudgetUsd':100000}", words("--max-budget-usd 100000"));
    row("{'maxTurns':3}", words("--max-turns 3"));
    row("{'allowedTools':['Bash(npm test:*)','Read']}",
        {QStringLiteral("--allowedTools"), QStringLiteral("Bash(npm test:*)"), QStringLiteral("Read")});
    row("{'disallowedTools':['WebFetch']}", words("--disallowedTools WebFetch"));
    row("{'addDirs':['/a b','/c']}",
        {QStringLiteral("--add-dir"), QStringLiteral("/a b"), QStringLiteral("/c")});
    row("{'mcpConfig':'/p/mcp.json'}", words("--mcp-config /p/mcp.json"));
    row("{'mcpConfig':{'mcpServers':{}}}",
        {QStringLiteral("--mcp-config"), QStringLiteral("{\"mcpServers\":{}}")});
    row("{'fallbackModel':'haiku'}", words("--fallback-model haiku"));
}

void TestClaudeProvider::argumentsOfFlags()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QStringList, arguments);
    const QStringList bare = argumentsOf({});
    QStringList actual = argumentsOf(flags(wanted));
    for (const QString &argument : bare)
        actual.removeOne(argument);
    QCOMPARE(actual, arguments);
}

void TestClaudeProvider::whatWasChosenLaterWins()
{
    provider::LaunchRequest request;
    request.config.flags = flags(
        "{'model':'opus','permissionMode':'plan','reasoningEffort':'low','dangerouslySkipPermissions':true}");
    request.config.claudeMd = QStringLiteral("- Be kind.\n- Be brief.");
    request.model = QStringLiteral("haiku");
    request.mode = QStringLiteral("acceptEdits");
    request.effort = QStringLiteral("max");
    const auto plan = ClaudeProvider(host()).plan(request);
    QVERIFY(plan);
    QCOMPARE(plan->arguments.mid(9),
        (QStringList{QStringLiteral("--model"), QStringLiteral("haiku"), QStringLiteral("--effort"),
            QStringLiteral("max"), QStringLiteral("--permission-mode"), QStringLiteral("acceptEdits"),
            QStringLiteral("--allow-dangerously-skip-permissions"), QStringLiteral("--append-system-prompt"),
            QStringLiteral("- Be kind.\n- Be brief.")}));
}

void TestClaudeProvider::theEnvironmentIsGivenOn()
{
    ClaudeHost with = host();
    with.environment.insert(QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("fake"));
    const auto plan = ClaudeProvider(with).plan({});
    QVERIFY(plan);
    QCOMPARE(plan->environment.value(QStringLiteral("ANTHROPIC_API_KEY")), QStringLiteral("fake"));
    QCOMPARE(plan->environment.value(QStringLiteral("CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS")),
        QStringLiteral("1"));
    QCOMPARE(plan->environment.toStringList().size(), with.environment.toStringList().size() + 1);
}

void TestClaudeProvider::aWrongSessionIdIsRefused()
{
    provider::LaunchRequest request;
    request.sessionId = QStringLiteral("--dangerously-skip-permissions");
    const auto plan = ClaudeProvider(host()).plan(request);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::InvalidArgument);
    QVERIFY(plan.error().message.contains(QStringLiteral("sessionId")));
}

void TestClaudeProvider::badFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("begins");
    const auto row = [](const QByteArray &wanted, const char *begins) {
        QTest::newRow(wanted) << wanted << QString::fromLatin1(begins);
    };
    row("{'permissionMode':'never'}", "permissionMode must be one of default, acceptEdits, plan");
    row("{'permissionMode':7}", "permissionMode must be a string");
    row("{'reasoningEffort':'extreme'}", "reasoningEffort must be one of low, medium, high, xhigh, max");
    row("{'model':7}", "model must be a string");
    row("{'model':'--help'}", "model must not begin with -");
    row("{'fallbackModel':'-x'}", "fallbackModel must not begin with -");
    row("{'dangerouslySkipPermissions':'yes'}", "dangerouslySkipPermissions must be true or false");
    row("{'resume':'../../etc/passwd'}", "resume must be a session id");
    row("{'resume':7}", "resume must be a string");
    row("{'maxBudgetUsd':0}", "maxBudgetUsd must be greater than 0");
    row("{'maxBudgetUsd':-1.5}", "maxBudgetUsd must be greater than 0");
    row("{'maxBudgetUsd':'1'}", "maxBudgetUsd must be a number");
    row("{'maxTurns':0}", "maxTurns must be greater than 0");
    row("{'maxTurns':1.5}", "maxTurns must be a whole number");
    row("{'allowedTools':'Bash'}", "allowedTools must be a list");
    row("{'allowedTools':['Bash',7]}", "allowedTools must be a list of strings");
    row("{'allowedTools':['--dangerously-skip-permissions']}",
        "allowedTools must not contain a text that begins with -");
    row("{'disallowedTools':['']}", "disallowedTools must not contain an empty text");
    row("{'addDirs':['-x']}", "addDirs must not contain a text that begins with -");
    row("{'mcpConfig':7}", "mcpConfig must be a path, JSON text or an object");
    row("{'mcpConfig':'-x'}", "mcpConfig must not begin with -");
}

void TestClaudeProvider::badFlags()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QString, begins);
    model::AgentConfig config;
    config.flags = flags(wanted);
    const auto checked = ClaudeProvider(host()).check(config);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(checked.error().message.startsWith(begins), qPrintable(checked.error().message));
    provider::LaunchRequest request;
    request.config = config;
    QVERIFY(!ClaudeProvider(host()).plan(request));
}

void TestClaudeProvider::goodFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    for (const char *wanted :
        {"{}", "{'unknown':[1,2],'another':{}}", "{'model':null,'maxTurns':null,'allowedTools':null}",
            "{'model':'','permissionMode':'','reasoningEffort':'','resume':''}", "{'allowedTools':[]}",
            "{'resume':'6cee3fa9-fdde-4625-bbdb-370d4a8edbd7'}"})
        QTest::newRow(wanted) << QByteArray(wanted);
}

void TestClaudeProvider::goodFlags()
{
    QFETCH(QByteArray, wanted);
    model::AgentConfig config;
    config.flags = flags(wanted);
    QVERIFY(ClaudeProvider(host()).check(config));
    QCOMPARE(argumentsOf(config.flags),
        argumentsOf({})); // resume is what the session asks for, not a fixed argument
}

void TestClaudeProvider::skippingPermissionsAsRoot()
{
    for (const char *wanted :
        {"{'dangerouslySkipPermissions':true}", "{'permissionMode':'bypassPermissions'}"}) {
        model::AgentConfig config;
        config.flags = flags(wanted);
        QVERIFY(ClaudeProvider(host(false)).check(config));
        const auto refused = ClaudeProvider(host(true)).check(config);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.startsWith(config.flags.keys().first()));
        QVERIFY(refused.error().message.contains(QStringLiteral("IS_SANDBOX=1")));
        ClaudeHost sandbox = host(true);
        sandbox.environment.insert(QStringLiteral("IS_SANDBOX"), QStringLiteral("1"));
        QVERIFY(ClaudeProvider(sandbox).check(config));
    }
}

void TestClaudeProvider::tooLongInstructions()
{
    model::AgentConfig config;
    config.claudeMd = QString(ClaudeProvider::MaxClaudeMdBytes, QLatin1Char('x'));
    QVERIFY(ClaudeProvider(host()).check(config));
    config.claudeMd += QLatin1Char('x');
    const auto refused = ClaudeProvider(host()).check(config);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.startsWith(QStringLiteral("claudeMd")));
}

void TestClaudeProvider::theBinaryIsFound_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("in PATH") << QStringLiteral("bin/claude");
    QTest::newRow("~/.local/bin") << QStringLiteral(".local/bin/claude");
    QTest::newRow("~/.claude/local") << QStringLiteral(".claude/local/claude");
    QTest::newRow("CLAUDE_BIN") << QStringLiteral("elsewhere/claude-next");
}

void TestClaudeProvider::theBinaryIsFound()
{
    QFETCH(QString, place);
    QVERIFY(QFile::remove(path(QStringLiteral("bin/claude"))));
    makeProgram(path(place));
    ClaudeHost with = host();
    if (place.startsWith(QStringLiteral("elsewhere")))
        with.binary = path(place);
    const auto plan = ClaudeProvider(with).plan({});
    QVERIFY(plan);
    QCOMPARE(plan->program, path(place));
}

void TestClaudeProvider::aMissingBinaryIsNamed()
{
    ClaudeHost with = host();
    with.binary = path(QStringLiteral("gone/claude"));
    const auto named = ClaudeProvider(with).plan({});
    QVERIFY(!named);
    QCOMPARE(named.error().code, ErrorCode::NotFound);
    QVERIFY(named.error().message.startsWith(QStringLiteral("CLAUDE_BIN: ")));
    QVERIFY(named.error().message.contains(with.binary));

    QVERIFY(QFile::remove(path(QStringLiteral("bin/claude"))));
    const auto missing = ClaudeProvider(host()).plan({});
    // The one place outside the test's own directory: on a machine that has it there, that is what must be
    // found.
    if (const QString installed = QStringLiteral("/usr/local/bin/claude"); QFile::exists(installed)) {
        QVERIFY(missing);
        QCOMPARE(missing->program, installed);
        return;
    }
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QCOMPARE(missing.error().message,
        QStringLiteral("claude was not found: install it with npm install -g @anthropic-ai/claude-code or "
                       "set CLAUDE_BIN"));
}

void TestClaudeProvider::sessionsAreFoundByTheirId()
{
    const ClaudeProvider provider(host());
    QVERIFY(!provider.canResume(SessionId));
    makeFile(path(QStringLiteral(".claude/projects/-some-project/%1.jsonl").arg(SessionId)));
    QVERIFY(provider.canResume(SessionId));

    ClaudeHost moved = host();
    moved.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), path(QStringLiteral("config")));
    QVERIFY(!ClaudeProvider(moved).canResume(SessionId));
    makeFile(path(QStringLiteral("config/projects/-p/%1.jsonl").arg(SessionId)));
    QVERIFY(ClaudeProvider(moved).canResume(SessionId));
}

void TestClaudeProvider::aForeignIdTouchesNothing_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << QString();
    QTest::newRow("up") << QStringLiteral("../victim");
    QTest::newRow("a pattern") << QStringLiteral("*");
    QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
    QTest::newRow("with a line break") << SessionId + QLatin1Char('\n');
    QTest::newRow("in braces") << QLatin1Char('{') + SessionId + QLatin1Char('}');
}

void TestClaudeProvider::aForeignIdTouchesNothing()
{
    QFETCH(QString, id);
    const QString victim = path(QStringLiteral(".claude/projects/victim.jsonl"));
    makeFile(victim);
    makeFile(path(QStringLiteral(".claude/projects/-p/%1.jsonl").arg(SessionId)));
    const ClaudeProvider provider(host());
    QVERIFY(!provider.canResume(id));
    provider.purgeSession(id);
    QVERIFY(QFile::exists(victim));
    QVERIFY(provider.canResume(SessionId));
    QVERIFY(!provider.history(id));
}

void TestClaudeProvider::purgingLeavesOthersAlone()
{
    const QString other = QStringLiteral("00000000-0000-4000-8000-000000000001");
    const QString project = QStringLiteral(".claude/projects/-p/");
    makeFile(path(project + SessionId + QStringLiteral(".jsonl")));
    makeFile(path(project + SessionId + QStringLiteral("/subagents/agent-1.jsonl")));
    makeFile(path(QStringLiteral(".claude/projects/-q/%1.jsonl").arg(SessionId)));
    makeFile(path(project + other + QStringLiteral(".jsonl")));
    makeFile(path(project + other + QStringLiteral("/subagents/agent-1.jsonl")));
    const ClaudeProvider provider(host());
    provider.purgeSession(SessionId);
    QVERIFY(!provider.canResume(SessionId));
    QVERIFY(!QDir(path(project + SessionId)).exists());
    QVERIFY(!QFile::exists(path(QStringLiteral(".claude/projects/-q/%1.jsonl").arg(SessionId))));
    QVERIFY(provider.canResume(other));
    QVERIFY(QFile::exists(path(project + other + QStringLiteral("/subagents/agent-1.jsonl"))));
}

void TestClaudeProvider::purgingDoesNotFollowLinks()
{
    const QString precious = path(QStringLiteral("precious/file"));
    makeFile(precious);
    const QString session = path(QStringLiteral(".claude/projects/-p/") + SessionId);
    makeFile(session + QStringLiteral(".jsonl"));
    QVERIFY(QFile::link(path(QStringLiteral("precious")), session));
    ClaudeProvider(host()).purgeSession(SessionId);
    QVERIFY(QFile::exists(precious));
    QVERIFY(!QFileInfo(session).isSymLink());
}

void TestClaudeProvider::historyOfASession()
{
    const ClaudeProvider provider(host());
    const auto missing = provider.history(SessionId);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const QString file = path(QStringLiteral(".claude/projects/-p/%1.jsonl").arg(SessionId));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QVERIFY(QFile::copy(testpaths::fixture(QStringLiteral("session-files/claude/multi-turn.jsonl")), file));
    const auto history = provider.history(SessionId);
    QVERIFY(history);
    QCOMPARE(history->size(), 4);
}

QTEST_GUILESS_MAIN(TestClaudeProvider)
#include "tst_claudeprovider.moc"
