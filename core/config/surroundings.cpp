#include "core/config/surroundings.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

namespace config {

namespace {

//! One byte more than is taken, so that a larger file is noticed.
constexpr qint64 MaxEnvFileBytes = 1024 * 1024 + 1;

//! An XDG base directory; a relative one counts as unset (XDG Base Directory Specification).
QString baseDirectory(const QProcessEnvironment &environment, const char *variable, const char *underHome)
{
    const QString value = environment.value(QString::fromLatin1(variable));
    return QDir::isAbsolutePath(value) ? value : QDir::homePath() + QString::fromLatin1(underHome);
}

base::Result<void> addEnvFile(QList<EnvFile> &files, const QString &name, const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    }
    files.append({name, file.read(MaxEnvFileBytes)});
    return {};
}

} // namespace

base::Result<Surroundings> loadSurroundings(const QStringList &arguments, const QString &envFileName)
{
    Surroundings surroundings;
    surroundings.arguments = arguments;
    surroundings.workingDirectory = QDir::currentPath();

    const auto environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names)
        surroundings.environment.insert(name, environment.value(name));
    surroundings.defaultDataDirectory
        = baseDirectory(environment, "XDG_DATA_HOME", "/.local/share") + QStringLiteral("/agentmonitor");

    const QString userFile = baseDirectory(environment, "XDG_CONFIG_HOME", "/.config")
        + QStringLiteral("/agentmonitor/") + envFileName;
    if (auto added = addEnvFile(surroundings.envFiles, userFile, userFile); !added)
        return tl::unexpected<base::Error>(std::move(added.error()));
    if (auto added = addEnvFile(surroundings.envFiles, QStringLiteral(".env"), QStringLiteral(".env"));
        !added)
        return tl::unexpected<base::Error>(std::move(added.error()));
    return surroundings;
}

} // namespace config
