#include "tray/settings/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace tray {

namespace {

constexpr qint64 MaxBytes = 1024 * 1024 + 1;

} // namespace

QString configFile(const QString &name)
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/agentmonitor/") + name;
}

base::Result<EnvDocument> loadEnvFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return EnvDocument();
    if (!file.open(QIODevice::ReadOnly)) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    }
    auto document = EnvDocument::parse(file.read(MaxBytes));
    if (!document) {
        return base::failure(
            document.error().code, QStringLiteral("%1, %2").arg(path, document.error().message));
    }
    return document;
}

base::Result<void> saveEnvFile(const QString &path, const EnvDocument &document)
{
    const QString directory = QFileInfo(path).absolutePath();
    QDir().mkpath(directory);
    QSaveFile file(path); // synced before it takes the place of the old one
    const bool isPrivate = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!isPrivate || file.write(document.toBytes()) < 0 || !file.commit()) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()));
    }
    return {};
}

} // namespace tray
