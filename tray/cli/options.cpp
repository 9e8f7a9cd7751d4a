#include "tray/cli/options.h"

#include "core/config/values.h"

namespace tray {

namespace {

constexpr char ExitCodes[] = R"(
Exit codes of --status: 0 the server runs, 3 it is stopped, 4 it does not answer.
Of the others: 0 done (also if it was so before), 1 failed, 3 there is no server to open. 2 is a wrong use.
)";

} // namespace

tl::expected<Options, config::Ending> parseOptions(
    const QStringList &arguments, const QString &workingDirectory)
{
    Options options;
    const auto into = [&options](Command command) {
        return [&options, command](const QString &) -> base::Result<void> {
            if (options.command != Command::Gui)
                return config::mustBe("the only command");
            options.command = command;
            return {};
        };
    };
    const auto intoDirectory = [&](const QString &value) -> base::Result<void> {
        if (value.isEmpty())
            return config::mustBe("a directory");
        options.dataDirectory = config::absolutePath(value, workingDirectory);
        return {};
    };
    const std::vector<config::Setting> settings{
        {nullptr, "--status", nullptr, "Say what runs", false, into(Command::Status)},
        {nullptr, "--start", nullptr, "Start the server, if it does not run", false, into(Command::Start)},
        {nullptr, "--stop", nullptr, "Stop the server; its agents go on", false, into(Command::Stop)},
        {nullptr, "--open", nullptr, "Open the dashboard in the browser", false, into(Command::Open)},
        {nullptr, "--data-dir", "DIR", "The server's data directory, if it is another than its settings say",
            false, intoDirectory},
    };
    config::Surroundings surroundings;
    surroundings.arguments = arguments;
    surroundings.workingDirectory = workingDirectory;
    const config::Program program{QStringLiteral("agentmonitor-tray"), QStringLiteral("server.env")};
    if (auto ending = config::applySettings(program, settings, surroundings)) {
        if (auto *help = std::get_if<config::HelpText>(&*ending)) {
            // It has no variables of its own.
            help->text = help->text.section(QStringLiteral("\nVariables:"), 0, 0)
                + QString::fromLatin1(ExitCodes)
                + QStringLiteral(
                    "\nWithout a command it shows its icon, or the menu of the one that is there.\n");
        }
        return tl::unexpected<config::Ending>(std::move(*ending));
    }
    return options;
}

} // namespace tray
