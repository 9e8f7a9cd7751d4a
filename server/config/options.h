#pragma once

#include "core/base/secret.h"
#include "core/config/commandline.h"
#include "core/config/loglevel.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

#include <tl/expected.hpp>

namespace server {

//! What the server is told from outside, checked.
struct Options
{
    quint16 port = 3456; //!< 0: any free one
    QString dataDirectory; //!< absolute
    QString claudeBinary; //!< name or path; empty: look for it
    QString codexBinary;
    QUrl relayUrl; //!< ws or wss; empty: no relay
    base::Secret relayToken;
    QString relayMachine = QStringLiteral("default"); //!< the name that this machine has at the relay
    base::Secret dashboardPassword; //!< empty: no login
    QStringList allowedHosts; //!< names without port, lower case
    QStringList allowedOrigins; //!< "scheme://host[:port]", lower case
    std::optional<QString> importDirectory; //!< absolute; the original's server/data
    bool stopAgents = false; //!< end what runs in this data directory, and do nothing else
    bool stopAgentsOnExit = false;
    config::LogLevel logLevel = config::LogLevel::Info;
};

//! What the program was told, or what ends it before it has begun.
using Outcome = tl::expected<Options, config::Ending>;

//! Defaults, overridden by what is set (see config::applySettings). Pure.
Outcome parseOptions(const config::Surroundings &surroundings);

} // namespace server
