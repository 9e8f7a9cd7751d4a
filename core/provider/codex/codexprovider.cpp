#include "core/provider/codex/codexprovider.h"

#include "core/process/environment.h"
#include "core/provider/codex/codexbinary.h"
#include "core/provider/codex/codexprotocol.h"
#include "core/provider/codex/modelinquiry.h"
#include "core/provider/codex/modes.h"
#include "core/provider/codex/rollout.h"
#include "core/provider/codex/terminalarguments.h"
#include "core/provider/firstof.h"
#include "core/provider/terminal/terminalplan.h"
#include "core/provider/terminal/terminalprotocol.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace codex {

using base::ErrorCode;
using base::failure;
using provider::firstOf;

namespace {

//! A TOML array of strings is written as JSON's.
QString tomlList(const QStringList &values)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(values)).toJson(QJsonDocument::Compact));
}

} // namespace

CodexHost thisHost()
{
    const QProcessEnvironment environment = process::cleanEnvironment();
    return {environment.value(QStringLiteral("CODEX_BIN")), environment};
}

CodexProvider::CodexProvider(CodexHost host)
    : m_host(std::move(host))
    , m_sessions(m_host.environment)
{
}

QString CodexProvider::id() const
{
    return QStringLiteral("codex");
}

QString CodexProvider::displayName() const
{
    return QStringLiteral("Codex");
}

QStringList CodexProvider::modes() const
{
    return allModes();
}

QStringList CodexProvider::efforts() const
{
    return allEfforts();
}

base::Result<void> CodexProvider::check(const model::AgentConfig &config) const
{
    const auto flags = parseLaunchFlags(config.flags);
    if (!flags)
        return tl::unexpected(flags.error());
    return {};
}

base::Result<process::LaunchPlan> CodexProvider::plan(const provider::LaunchRequest &request) const
{
    const auto flags = parseLaunchFlags(request.config.flags);
    if (!flags)
        return tl::unexpected(flags.error());
    if (!request.sessionId.isEmpty() && !isThreadId(request.sessionId))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("sessionId must be a UUID"));
    const auto binary = findCodex(m_host.binary, m_host.environment);
    if (!binary)
        return tl::unexpected(binary.error());

    process::LaunchPlan plan;
    plan.program = *binary;
    plan.directory = request.config.directory;
    plan.environment = m_host.environment;
    if (flags->terminal) {
        plan.arguments = terminalArguments(*flags, request);
        terminal::putOnTerminal(plan);
        return plan;
    }
    plan.arguments << QStringLiteral("app-server");
    if (!flags->addDirs.isEmpty()) {
        plan.arguments << QStringLiteral(
            "-c") << QStringLiteral("sandbox_workspace_write.writable_roots=") + tomlList(flags->addDirs);
    }
    for (const QString &override : flags->configOverrides)
        plan.arguments << QStringLiteral("-c") << override;
    return plan;
}

std::unique_ptr<provider::Protocol> CodexProvider::newProtocol(const provider::LaunchRequest &request) const
{
    // Flags that are wrong were refused by check() and plan().
    const LaunchFlags flags = parseLaunchFlags(request.config.flags).value_or(LaunchFlags());
    if (flags.terminal)
        return std::make_unique<terminal::TerminalProtocol>(terminal::Program{id(), request.prompt, true});
    ThreadRequest thread;
    if (request.resume)
        thread.threadId = request.sessionId;
    // Only the thread that the person named is forked, not the fork at its next start.
    thread.fork = flags.fork && !thread.threadId.isEmpty() && thread.threadId == flags.resume;
    thread.directory = request.config.directory;
    thread.model = firstOf(request.model, flags.model);
    thread.mode = firstOf(request.mode, flags.permissionMode);
    thread.effort = firstOf(request.effort, flags.reasoningEffort);
    thread.instructions = request.config.claudeMd;
    thread.writableRoots = flags.addDirs;
    return std::make_unique<CodexProtocol>(thread);
}

base::Result<provider::Inquiry> CodexProvider::inquiry(const QString &directory) const
{
    provider::LaunchRequest request;
    request.config.directory = directory;
    auto talk = plan(request);
    if (!talk)
        return tl::unexpected(talk.error());
    return provider::Inquiry{std::move(*talk), std::make_unique<ModelInquiry>()};
}

bool CodexProvider::canResume(const QString &sessionId) const
{
    return !m_sessions.find(sessionId).isEmpty();
}

void CodexProvider::purgeSession(const QString &sessionId) const
{
    m_sessions.purge(sessionId);
}

base::Result<QList<provider::HistoryEntry>> CodexProvider::history(const QString &sessionId) const
{
    const QString path = m_sessions.find(sessionId);
    if (path.isEmpty())
        return failure(
            ErrorCode::NotFound, QStringLiteral("there is no thread %1 on this machine").arg(sessionId));
    return readRollout(path, MaxHistoryEntries);
}

} // namespace codex
