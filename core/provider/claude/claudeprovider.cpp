#include "core/provider/claude/claudeprovider.h"

#include "core/process/environment.h"
#include "core/provider/claude/choices.h"
#include "core/provider/claude/claudebinary.h"
#include "core/provider/claude/claudeprotocol.h"
#include "core/provider/claude/sessionfile.h"
#include "core/provider/firstof.h"
#include "core/provider/terminal/terminalplan.h"
#include "core/provider/terminal/terminalprotocol.h"

#include <unistd.h>

namespace claude {

using base::ErrorCode;
using base::failure;
using provider::firstOf;

namespace {

const QString &bypassMode()
{
    static const QString mode = QStringLiteral("bypassPermissions");
    return mode;
}

} // namespace

ClaudeHost thisHost()
{
    const QProcessEnvironment environment = process::cleanEnvironment();
    return {environment.value(QStringLiteral("CLAUDE_BIN")), environment, geteuid() == 0};
}

ClaudeProvider::ClaudeProvider(ClaudeHost host)
    : m_host(std::move(host))
    , m_sessions(m_host.environment)
{
}

QString ClaudeProvider::id() const
{
    return QStringLiteral("claude");
}

QString ClaudeProvider::displayName() const
{
    return QStringLiteral("Claude Code");
}

QStringList ClaudeProvider::modes() const
{
    return allModes();
}

QStringList ClaudeProvider::efforts() const
{
    return allEfforts();
}

bool ClaudeProvider::maySkipPermissions() const
{
    return !m_host.root || m_host.environment.value(QStringLiteral("IS_SANDBOX")) == QLatin1StringView("1");
}

base::Result<LaunchFlags> ClaudeProvider::checkedFlags(const model::AgentConfig &config) const
{
    auto flags = parseLaunchFlags(config.flags);
    if (!flags)
        return flags;
    const bool skips = flags->dangerouslySkipPermissions || flags->permissionMode == bypassMode();
    if (skips && !maySkipPermissions()) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("%1: claude refuses to skip permissions when it runs as root; run the server as "
                           "another user, or "
                           "set IS_SANDBOX=1 if this machine is a sandbox")
                .arg(flags->dangerouslySkipPermissions ? QStringLiteral("dangerouslySkipPermissions")
                                                       : QStringLiteral("permissionMode")));
    }
    if (config.claudeMd.toUtf8().size() > MaxClaudeMdBytes) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("claudeMd must not be longer than %1 KiB").arg(MaxClaudeMdBytes / 1024));
    }
    return flags;
}

base::Result<void> ClaudeProvider::check(const model::AgentConfig &config) const
{
    const auto flags = checkedFlags(config);
    if (!flags)
        return tl::unexpected(flags.error());
    return {};
}

base::Result<process::LaunchPlan> ClaudeProvider::plan(const provider::LaunchRequest &request) const
{
    const auto flags = checkedFlags(request.config);
    if (!flags)
        return tl::unexpected(flags.error());
    if (!request.sessionId.isEmpty() && !isSessionId(request.sessionId))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("sessionId must be a UUID"));
    const auto binary = findClaude(m_host.binary, m_host.environment);
    if (!binary)
        return tl::unexpected(binary.error());

    process::LaunchPlan plan;
    plan.program = *binary;
    plan.directory = request.config.directory;
    plan.environment = m_host.environment;
    plan.environment.insert(QStringLiteral("CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS"), QStringLiteral("1"));

    QStringList &arguments = plan.arguments;
    // The permission prompt tool is not in --help, but without it every question is answered with no.
    if (!flags->terminal)
        arguments << QStringLiteral("-p") << QStringLiteral("--input-format") << QStringLiteral("stream-json")
                  << QStringLiteral("--output-format") << QStringLiteral("stream-json")
                  << QStringLiteral("--verbose") << QStringLiteral("--include-partial-messages")
                  << QStringLiteral("--permission-prompt-tool") << QStringLiteral("stdio");
    const auto addValue = [&](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QString::fromLatin1(option) << value;
    };
    addValue(request.resume ? "--resume" : "--session-id", request.sessionId);
    addValue("--model", firstOf(request.model, flags->model));
    addValue("--effort", firstOf(request.effort, flags->reasoningEffort));

    // A mode that was chosen later wins over how the agent began.
    const QString mode = firstOf(request.mode, flags->permissionMode);
    if (flags->dangerouslySkipPermissions && request.mode.isEmpty())
        arguments << QStringLiteral("--dangerously-skip-permissions");
    else
        addValue("--permission-mode", mode);
    if (maySkipPermissions())
        arguments << QStringLiteral(
            "--allow-dangerously-skip-permissions"); // or the mode could not be chosen later

    arguments << fixedArguments(*flags);
    addValue("--append-system-prompt", request.config.claudeMd);
    if (flags->terminal) {
        terminal::putOnTerminal(plan);
        if (!request.prompt.isEmpty())
            arguments << QStringLiteral("--") << request.prompt;
    }
    return plan;
}

base::Result<provider::Inquiry> ClaudeProvider::inquiry(const QString &directory) const
{
    provider::LaunchRequest request;
    request.config.directory = directory;
    auto talk = plan(request);
    if (!talk)
        return tl::unexpected(talk.error());
    // It is no session: nothing of the person's begins with it, and nothing of it stays.
    talk->arguments << QStringLiteral("--no-session-persistence") << QStringLiteral("--strict-mcp-config")
                    << QStringLiteral("--settings") << QStringLiteral(R"({"disableAllHooks":true})");
    return provider::Inquiry{std::move(*talk), newProtocol(request)};
}

std::unique_ptr<provider::Protocol> ClaudeProvider::newProtocol(const provider::LaunchRequest &request) const
{
    // Flags that are wrong were refused by check() and plan().
    if (parseLaunchFlags(request.config.flags).value_or(LaunchFlags()).terminal)
        return std::make_unique<terminal::TerminalProtocol>(terminal::Program{id(), request.prompt, true});
    return std::make_unique<ClaudeProtocol>();
}

bool ClaudeProvider::canResume(const QString &sessionId) const
{
    return !m_sessions.find(sessionId).isEmpty();
}

void ClaudeProvider::purgeSession(const QString &sessionId) const
{
    m_sessions.purge(sessionId);
}

base::Result<QList<provider::HistoryEntry>> ClaudeProvider::history(const QString &sessionId) const
{
    const QString path = m_sessions.find(sessionId);
    if (path.isEmpty())
        return failure(
            ErrorCode::NotFound, QStringLiteral("there is no session %1 on this machine").arg(sessionId));
    return readSessionFile(path, MaxHistoryEntries);
}

} // namespace claude
