#include "tray/server/serverbinary.h"

#include "core/process/executable.h"

namespace tray {

base::Result<QString> findServerBinary(const QString &besidesDirectory)
{
    const QString name = QStringLiteral("agentmonitor-server");
    if (auto beside = process::findExecutable(besidesDirectory + QLatin1Char('/') + name, {}))
        return beside;
    return process::findExecutable(name, QProcessEnvironment::systemEnvironment());
}

} // namespace tray
