#include "core/config/commandline.h"

#include "core/config/envfile.h"

#include <map>

namespace config {

namespace {

constexpr int HelpColumn = 24;

base::Error invalid(QString message)
{
    return {base::ErrorCode::InvalidArgument, std::move(message)};
}

//! A value and the place that it was given at, for messages: "on the command line", "in the environment",
//! ".env:3".
struct GivenValue
{
    QString value;
    QString place;
};

using Settings = std::vector<Setting>;

//! The values by the index of their setting; a later source overrides an earlier one.
using Given = std::map<size_t, GivenValue>;

void take(
    Given &given, const Settings &all, const QString &variable, const QString &value, const QString &place)
{
    for (size_t i = 0; i < all.size(); ++i) {
        if (all[i].variable && variable == QLatin1String(all[i].variable) && !value.isEmpty())
            given[i] = {value, place};
    }
}

std::optional<base::Error> takeEnvFile(Given &given, const Settings &all, const EnvFile &file)
{
    const auto entries = parseEnvFile(file.contents);
    if (!entries)
        return invalid(QStringLiteral("%1: %2").arg(file.name, entries.error().message));
    for (const EnvEntry &entry : *entries)
        take(given, all, entry.name, entry.value, QStringLiteral("%1:%2").arg(file.name).arg(entry.line));
    return std::nullopt;
}

std::optional<size_t> settingOfFlag(const Settings &all, const QString &flag)
{
    for (size_t i = 0; i < all.size(); ++i) {
        if (all[i].flag && flag == QLatin1String(all[i].flag))
            return i;
    }
    return std::nullopt;
}

//! "--flag value" and "--flag=value".
std::optional<base::Error> takeFlags(Given &given, const Settings &all, const QStringList &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        const QString flag = equals < 0 ? argument : argument.first(equals);
        const auto setting = settingOfFlag(all, flag);
        if (!setting) {
            return invalid(flag.startsWith(QLatin1Char('-'))
                    ? QStringLiteral("Unknown flag %1 (see --help)").arg(flag)
                    : QStringLiteral("Unexpected argument \"%1\" (see --help)").arg(argument));
        }
        if (!all[*setting].placeholder) {
            if (equals >= 0)
                return invalid(QStringLiteral("%1 takes no value").arg(flag));
            given[*setting] = {QString(), QStringLiteral("on the command line")};
        } else if (equals >= 0) {
            given[*setting] = {argument.sliced(equals + 1), QStringLiteral("on the command line")};
        } else if (i + 1 < arguments.size()) {
            given[*setting] = {arguments[++i], QStringLiteral("on the command line")};
        } else {
            return invalid(QStringLiteral("%1 needs a value: %2")
                               .arg(flag, QString::fromLatin1(all[*setting].placeholder)));
        }
    }
    return std::nullopt;
}

QString helpText(const Program &program, const Settings &all)
{
    QString text = QStringLiteral("Usage: %1 [flags]\n\nFlags:\n").arg(program.name);
    const auto line = [&text](const QString &left, const char *right) {
        text += QStringLiteral("  ") + left.leftJustified(HelpColumn) + QString::fromLatin1(right)
            + QLatin1Char('\n');
    };
    for (const Setting &setting : all) {
        if (setting.flag)
            line((QString::fromLatin1(setting.flag) + QLatin1Char(' ')
                     + QString::fromLatin1(setting.placeholder))
                     .trimmed(),
                setting.help);
    }
    line(QStringLiteral("--help"), "Print this and exit");
    line(QStringLiteral("--version"), "Print the version and exit");
    text += QStringLiteral("\nVariables:\n");
    for (const Setting &setting : all) {
        if (setting.variable)
            line(QString::fromLatin1(setting.variable), setting.help);
    }
    text += QStringLiteral(
        "\nFlags override the environment; it overrides .env in the current directory, which\n"
        "overrides $XDG_CONFIG_HOME/agentmonitor/%1.\n")
                .arg(program.envFileName);
    return text;
}

} // namespace

std::optional<Ending> applySettings(
    const Program &program, const std::vector<Setting> &settings, const Surroundings &surroundings)
{
    if (surroundings.arguments.contains(QStringLiteral("--help"))
        || surroundings.arguments.contains(QStringLiteral("-h")))
        return HelpText{helpText(program, settings)};
    if (surroundings.arguments.contains(QStringLiteral("--version")))
        return VersionText{program.name + QStringLiteral(" " AGENTMONITOR_VERSION "\n")};

    Given given;
    for (const EnvFile &file : surroundings.envFiles) {
        if (const auto error = takeEnvFile(given, settings, file))
            return *error;
    }
    for (auto it = surroundings.environment.begin(); it != surroundings.environment.end(); ++it)
        take(given, settings, it.key(), it.value(), QStringLiteral("in the environment"));
    if (const auto error = takeFlags(given, settings, surroundings.arguments))
        return *error;

    for (const auto &[index, value] : given) {
        const Setting &setting = settings[index];
        const auto applied = setting.apply(value.value);
        if (applied)
            continue;
        const bool isFlag = setting.flag && value.place == QStringLiteral("on the command line");
        const QString name = QString::fromLatin1(isFlag ? setting.flag : setting.variable);
        const QString shown = setting.isSecret ? QStringLiteral("***") : value.value;
        return invalid(
            QStringLiteral("%1=%2 (%3): must be %4").arg(name, shown, value.place, applied.error().message));
    }
    return std::nullopt;
}

} // namespace config
