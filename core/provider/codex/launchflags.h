#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

namespace codex {

//! The flags of an agent that codex understands, checked. Others are left alone.
struct LaunchFlags
{
    QString model;
    QString permissionMode; //!< one of allModes()
    QString reasoningEffort;
    QString resume; //!< a thread id
    bool fork = false; //!< with resume: go on in a copy
    QStringList configOverrides; //!< "key=value", the value in TOML
    bool terminal = false; //!< its own user interface, on a terminal
    QStringList addDirs; //!< absolute directories it may write in, too
};

//! InvalidArgument names the flag.
base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &flags);

//! A thread id is part of file names: it must be a UUID as codex makes them, and nothing else.
bool isThreadId(const QString &id);

} // namespace codex
