#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace config {

//! The contents of one env file and how messages call it.
struct EnvFile
{
    QString name;
    QByteArray contents;
};

//! Everything that a program's options depend on; read by loadSurroundings(), made up by tests.
struct Surroundings
{
    QStringList arguments; //!< without the program's name
    QMap<QString, QString> environment;
    QList<EnvFile> envFiles; //!< a later one overrides an earlier one
    QString workingDirectory; //!< absolute; relative paths start here
    QString defaultDataDirectory;
};

//! The real ones: the process's environment, `.env` in the current directory over
//! `$XDG_CONFIG_HOME/agentmonitor/<envFileName>`. The error names a file that is there but cannot be read.
base::Result<Surroundings> loadSurroundings(const QStringList &arguments, const QString &envFileName);

} // namespace config
