#include "server/config/commandline.h"

#include "server/config/envfile.h"
#include "server/config/setting.h"

#include <map>

namespace config {

namespace {

constexpr int HelpColumn = 24;

base::Error invalid(QString message)
{
    return {base::ErrorCode::InvalidArgument, std::move(message)};
}

//! Where each setting got its value from, by its index in settings(); a later source overrides an earlier
//! one.
using Given = std::map<size_t, GivenValue>;

void take(Given &given, const QString &variable, const QString &value, const QString &place)
{
    const std::vector<Setting> &all = settings();
    for (size_t i = 0; i < all.size(); ++i) {
        if (all[i].variable && variable == QLatin1String(all[i].variable) && !value.isEmpty())
            given[i] = {value, place};
    }
}

std::optional<base::Error> takeEnvFile(Given &given, const EnvFile &file)
{
    const auto entries = parseEnvFile(file.contents);
    if (!entries)
        return invalid(QStringLiteral("%1: %2").arg(file.name, entries.error().message));
    for (const EnvEntry &entry : *entries)
        take(given, entry.name, entry.value, QStringLiteral("%1:%2").arg(file.name).arg(entry.line));
    return std::nullopt;
}

std::optional<size_t> settingOfFlag(const QString &flag)
{
    const std::vector<Setting> &all = settings();
    for (size_t i = 0; i < all.size(); ++i) {
        if (all[i].flag && flag == QLatin1String(all[i].flag))
            return i;
    }
    return std::nullopt;
}

//! "--flag value" and "--flag=value".
std::optional<base::Error> takeFlags(Given &given, const QStringList &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        const QString flag = equals < 0 ? argument : argument.first(equals);
        const auto setting = settingOfFlag(flag);
        if (!setting) {
            return invalid(flag.startsWith(QLatin1Char('-'))
                    ? QStringLiteral("Unknown flag %1 (see --help)").arg(flag)
                    : QStringLiteral("Unexpected argument \"%1\" (see --help)").arg(argument));
        }
        if (equals >= 0) {
            given[*setting] = {argument.sliced(equals + 1), QStringLiteral("on the command line")};
        } else if (i + 1 < arguments.size()) {
            given[*setting] = {arguments[++i], QStringLiteral("on the command line")};
        } else {
            return invalid(QStringLiteral("%1 needs a value: %2")
                               .arg(flag, QString::fromLatin1(settings()[*setting].placeholder)));
        }
    }
    return std::nullopt;
}

QString helpText()
{
    QString text = QStringLiteral("Usage: agentmonitor-server [flags]\n\nFlags:\n");
    const auto line = [&text](const QString &left, const char *right) {
        text += QStringLiteral("  ") + left.leftJustified(HelpColumn) + QString::fromLatin1(right)
            + QLatin1Char('\n');
    };
    for (const Setting &setting : settings()) {
        if (setting.flag)
            line(QString::fromLatin1(setting.flag) + QLatin1Char(' ')
                    + QString::fromLatin1(setting.placeholder),
                setting.help);
    }
    line(QStringLiteral("--help"), "Print this and exit");
    line(QStringLiteral("--version"), "Print the version and exit");
    text += QStringLiteral("\nVariables:\n");
    for (const Setting &setting : settings()) {
        if (setting.variable)
            line(QString::fromLatin1(setting.variable), setting.help);
    }
    text += QStringLiteral(
        "\nFlags override the environment; it overrides .env in the current directory, which\n"
        "overrides $XDG_CONFIG_HOME/agentmonitor/server.env.\n");
    return text;
}

} // namespace

Outcome parseOptions(const Surroundings &surroundings)
{
    if (surroundings.arguments.contains(QStringLiteral("--help"))
        || surroundings.arguments.contains(QStringLiteral("-h")))
        return HelpText{helpText()};
    if (surroundings.arguments.contains(QStringLiteral("--version")))
        return VersionText{QStringLiteral("agentmonitor-server " AGENTMONITOR_VERSION "\n")};

    Given given;
    for (const EnvFile &file : surroundings.envFiles) {
        if (const auto error = takeEnvFile(given, file))
            return *error;
    }
    for (auto it = surroundings.environment.begin(); it != surroundings.environment.end(); ++it)
        take(given, it.key(), it.value(), QStringLiteral("in the environment"));
    if (const auto error = takeFlags(given, surroundings.arguments))
        return *error;

    Options options;
    options.dataDirectory = surroundings.defaultDataDirectory;
    for (const auto &[index, value] : given) {
        const Setting &setting = settings()[index];
        const auto applied = setting.apply(value.value, surroundings.workingDirectory, options);
        if (applied)
            continue;
        const bool isFlag = setting.flag && value.place == QStringLiteral("on the command line");
        const QString name = QString::fromLatin1(isFlag ? setting.flag : setting.variable);
        const QString shown = setting.isSecret ? QStringLiteral("***") : value.value;
        return invalid(
            QStringLiteral("%1=%2 (%3): must be %4").arg(name, shown, value.place, applied.error().message));
    }
    if (!options.relayUrl.isEmpty() && options.relayToken.isEmpty())
        return invalid(QStringLiteral("RELAY_URL is set, so RELAY_TOKEN must be set too"));
    return options;
}

} // namespace config
