#include "tray/cli/places.h"

#include "core/config/values.h"
#include "tray/settings/settingsfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace tray {

namespace {

constexpr quint16 DefaultPort = 3456;

} // namespace

Places findPlaces(const Options &options, const QProcessEnvironment &environment)
{
    Places places;
    places.settingsFile = configFile(QStringLiteral("server.env"));
    const EnvDocument document = loadEnvFile(places.settingsFile).value_or(EnvDocument());
    const auto setting = [&](const char *name) {
        const QString variable = QString::fromLatin1(name);
        const QString value = environment.value(variable);
        return value.isEmpty() ? document.value(variable) : value;
    };

    places.usualDataDirectory = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/agentmonitor");
    const QString chosen = setting("AGENTMONITOR_DATA");
    places.dataDirectory = options.dataDirectory ? *options.dataDirectory
        : chosen.isEmpty()                       ? places.usualDataDirectory
                           : config::absolutePath(chosen, QDir::homePath()); // the server is started there
    places.isUsersOwn
        = !options.dataDirectory && environment.value(QStringLiteral("AGENTMONITOR_DATA")).isEmpty();
    places.port = config::portOf(setting("PORT"), 1).value_or(DefaultPort);
    places.stopsAgents = setting("AGENTMONITOR_STOP_AGENTS_ON_EXIT") == QLatin1String("1");
    return places;
}

LaunchSettings launchSettings(const Options &options, const Places &places)
{
    LaunchSettings settings{QCoreApplication::applicationDirPath(), {}, places.isUsersOwn};
    if (options.dataDirectory)
        settings.arguments = {QStringLiteral("--data-dir"), *options.dataDirectory};
    return settings;
}

} // namespace tray
