#include "core/provider/acp/acpprovider.h"

#include "core/process/executable.h"
#include "core/provider/acp/acpprotocol.h"
#include "core/provider/firstof.h"

#include <QDir>
#include <QFileInfo>

namespace acp {

using base::ErrorCode;
using base::failure;
using provider::firstOf;

namespace {

QSet<QString> setVariables(const QProcessEnvironment &environment)
{
    QSet<QString> names;
    const QStringList keys = environment.keys();
    for (const QString &key : keys) {
        if (!environment.value(key).isEmpty())
            names.insert(key);
    }
    return names;
}

} // namespace

AcpProvider::AcpProvider(AcpAgent agent, QProcessEnvironment environment)
    : m_agent(std::move(agent))
    , m_environment(std::move(environment))
{
}

base::Result<LaunchFlags> AcpProvider::flagsOf(const model::AgentConfig &config) const
{
    return parseLaunchFlags(config.flags, m_agent.program.isEmpty());
}

base::Result<void> AcpProvider::check(const model::AgentConfig &config) const
{
    const auto flags = flagsOf(config);
    if (!flags)
        return tl::unexpected(flags.error());
    return {};
}

QProcessEnvironment AcpProvider::environmentFor(const LaunchFlags &flags) const
{
    QProcessEnvironment environment = m_environment;
    for (const auto &variables : {m_agent.environment, flags.environment}) {
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
    }
    return environment;
}

base::Result<QString> AcpProvider::findProgram(const LaunchFlags &flags) const
{
    const QProcessEnvironment environment = environmentFor(flags);
    const auto find = [&](const QString &program, const QString &source) -> base::Result<QString> {
        auto found = process::findExecutable(program, environment);
        if (!found)
            return failure(found.error().code, source + QStringLiteral(": ") + found.error().message);
        return found;
    };
    if (flags.command)
        return find(flags.command->program, QStringLiteral("command"));
    if (!m_agent.command.isEmpty())
        return find(m_agent.program, m_agent.name);
    const QString configured = m_environment.value(m_agent.binaryVariable);
    if (!configured.isEmpty())
        return find(configured, m_agent.binaryVariable);
    const QString home = environment.value(QStringLiteral("HOME"), QDir::homePath());
    auto found = process::findExecutable(m_agent.program, environment,
        {home + QStringLiteral("/.local/bin"), home + QStringLiteral("/.opencode/bin"),
            QStringLiteral("/usr/local/bin")});
    if (!found) {
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1 was not found: %2 or set %3")
                .arg(m_agent.program, m_agent.installHint, m_agent.binaryVariable));
    }
    return found;
}

base::Result<process::LaunchPlan> AcpProvider::plan(const provider::LaunchRequest &request) const
{
    const auto flags = flagsOf(request.config);
    if (!flags)
        return tl::unexpected(flags.error());
    const auto program = findProgram(*flags);
    if (!program)
        return tl::unexpected(program.error());
    process::LaunchPlan plan;
    plan.program = *program;
    plan.arguments = flags->command ? flags->command->arguments : m_agent.arguments;
    plan.directory = request.config.directory;
    plan.environment = environmentFor(*flags);
    return plan;
}

model::AgentConfig AcpProvider::standingAlone(const model::AgentConfig &config) const
{
    model::AgentConfig alone = config;
    if (!m_agent.command.isEmpty()) {
        alone.flags.insert(QStringLiteral("command"), m_agent.command);
        alone.flags.insert(QStringLiteral("env"), model::toJson(m_agent.environment));
    }
    return alone;
}

std::unique_ptr<provider::Protocol> AcpProvider::newProtocol(const provider::LaunchRequest &request) const
{
    const LaunchFlags flags = flagsOf(request.config).value_or(LaunchFlags{});
    SessionWish wish;
    wish.agentName = m_agent.name;
    if (flags.command)
        wish.agentName = QFileInfo(flags.command->program).fileName();
    wish.directory = request.config.directory;
    if (request.resume)
        wish.sessionId = request.sessionId;
    // What was chosen later wins over how the agent began.
    wish.model = firstOf(request.model, flags.model);
    wish.mode = firstOf(request.mode, flags.permissionMode);
    wish.effort = firstOf(request.effort, flags.effort);
    wish.instructions = request.config.claudeMd;
    wish.setVariables = setVariables(environmentFor(flags));
    return std::make_unique<AcpProtocol>(std::move(wish));
}

base::Result<provider::Inquiry> AcpProvider::inquiry(const QString &directory) const
{
    if (m_agent.program.isEmpty())
        return Provider::inquiry(directory);
    provider::LaunchRequest request;
    request.config.directory = directory;
    auto talk = plan(request);
    if (!talk)
        return tl::unexpected(talk.error());
    // What a person added may be an interpreter or a script that knows no --version.
    return provider::Inquiry{std::move(*talk), newProtocol(request), m_agent.command.isEmpty()};
}

} // namespace acp
