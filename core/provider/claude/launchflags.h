#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace claude {

//! The flags of an agent that claude understands (see server/api/API.md), checked. Others are left alone.
struct LaunchFlags
{
    QString model;
    QString permissionMode;
    QString reasoningEffort;
    bool dangerouslySkipPermissions = false;
    bool terminal = false; //!< its own user interface, on a terminal
    QString resume; //!< a session id
    std::optional<double> maxBudgetUsd;
    std::optional<qint64> maxTurns;
    QStringList allowedTools;
    QStringList disallowedTools;
    QStringList addDirs;
    QString mcpConfig; //!< a path or JSON text
    QString fallbackModel;
};

//! InvalidArgument names the flag.
base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &flags);

//! The arguments for those flags that stay as they are for the agent's whole life.
QStringList fixedArguments(const LaunchFlags &flags);

//! A session id is part of file names: it must be a UUID as claude makes them, and nothing else.
bool isSessionId(const QString &id);

} // namespace claude
