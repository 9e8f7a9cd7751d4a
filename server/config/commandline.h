#pragma once

#include "server/config/options.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QStringList>

#include <variant>

namespace config {

//! The contents of one env file and how messages call it.
struct EnvFile
{
    QString name;
    QByteArray contents;
};

//! Everything that the options depend on; read by loadSurroundings(), made up by tests.
struct Surroundings
{
    QStringList arguments; //!< without the program's name
    QMap<QString, QString> environment;
    QList<EnvFile> envFiles; //!< a later one overrides an earlier one
    QString workingDirectory; //!< absolute; relative paths start here
    QString defaultDataDirectory;
};

//! Text to print, then exit 0.
struct HelpText
{
    QString text;
};
struct VersionText
{
    QString text;
};

using Outcome = std::variant<Options, HelpText, VersionText, base::Error>;

//! Defaults, overridden by env files, by the environment, by flags; pure. An error names the variable or
//! flag, its value (unless it is a secret), what is allowed, and where it was given. Unknown flags are
//! errors; unknown variables are not ours. A variable that is set to nothing counts as not set.
Outcome parseOptions(const Surroundings &surroundings);

//! The real ones: the process's environment, `.env` in the current directory over
//! `$XDG_CONFIG_HOME/agentmonitor/server.env`. The error names a file that is there but cannot be read.
base::Result<Surroundings> loadSurroundings(const QStringList &arguments);

} // namespace config
