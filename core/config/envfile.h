#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace config {

//! One NAME=value of an env file, and the line that it begins on.
struct EnvEntry
{
    QString name;
    QString value;
    int line = 0;
};

//! Reads a `.env` file; pure. A line is NAME=value, after an optional "export"; blanks around both are
//! dropped. A value in single quotes is taken as it is; in double quotes \n, \", \\ and \$ are escapes;
//! without quotes it ends at " #". Lines that begin with # are comments. Nothing is expanded, no quoted value
//! goes over a line's end. The error names the line.
base::Result<QList<EnvEntry>> parseEnvFile(const QByteArray &contents);

} // namespace config
