#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace config {

enum class LogLevel { Debug, Info, Warning, Error };

//! What the server is told from outside, checked.
struct Options
{
    quint16 port = 3456; //!< 0: any free one
    QString dataDirectory; //!< absolute
    QString claudeBinary; //!< name or path; empty: look for it
    QString codexBinary;
    QUrl relayUrl; //!< ws or wss; empty: no relay
    base::Secret relayToken;
    QString relayMachine; //!< the name that this machine has at the relay; empty: the host name
    base::Secret dashboardPassword; //!< empty: no login
    QStringList allowedHosts; //!< names without port, lower case
    QStringList allowedOrigins; //!< "scheme://host[:port]", lower case
    std::optional<QString> importDirectory; //!< absolute; the original's server/data
    LogLevel logLevel = LogLevel::Info;
};

} // namespace config
