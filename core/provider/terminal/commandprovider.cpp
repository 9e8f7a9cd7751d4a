#include "core/provider/terminal/commandprovider.h"

#include "core/base/jsonreader.h"
#include "core/model/environmentvariables.h"
#include "core/process/executable.h"
#include "core/provider/terminal/terminalplan.h"
#include "core/provider/terminal/terminalprotocol.h"

#include <QFileInfo>

namespace terminal {

namespace {

struct LaunchFlags
{
    provider::CommandLine command;
    model::EnvironmentVariables environment;
};

base::Result<LaunchFlags> flagsOf(const model::AgentConfig &config)
{
    base::JsonReader reader(config.flags);
    LaunchFlags flags;
    flags.command = provider::readCommandFlag(reader).value_or(provider::CommandLine());
    flags.environment = model::readEnvironmentVariables(reader);
    if (reader.error())
        return tl::unexpected(*reader.error());
    return flags;
}

} // namespace

CommandProvider::CommandProvider(QProcessEnvironment environment)
    : m_environment(std::move(environment))
{
}

base::Result<void> CommandProvider::check(const model::AgentConfig &config) const
{
    const auto flags = flagsOf(config);
    if (!flags)
        return tl::unexpected(flags.error());
    return {};
}

base::Result<process::LaunchPlan> CommandProvider::plan(const provider::LaunchRequest &request) const
{
    const auto flags = flagsOf(request.config);
    if (!flags)
        return tl::unexpected(flags.error());
    process::LaunchPlan plan;
    plan.directory = request.config.directory;
    plan.environment = m_environment;
    for (auto it = flags->environment.begin(); it != flags->environment.end(); ++it)
        plan.environment.insert(it.key(), it.value());
    const auto program = process::findExecutable(flags->command.program, plan.environment);
    if (!program)
        return base::failure(program.error().code, QStringLiteral("command: ") + program.error().message);
    plan.program = *program;
    plan.arguments = flags->command.arguments;
    putOnTerminal(plan);
    return plan;
}

std::unique_ptr<provider::Protocol> CommandProvider::newProtocol(const provider::LaunchRequest &request) const
{
    const LaunchFlags flags = flagsOf(request.config).value_or(LaunchFlags{});
    Program program;
    program.name = QFileInfo(flags.command.program).fileName();
    program.prompt = request.config.prompt;
    return std::make_unique<TerminalProtocol>(std::move(program));
}

} // namespace terminal
