#pragma once

#include "core/base/result.h"
#include "core/model/environmentvariables.h"
#include "core/provider/commandline.h"

#include <QJsonObject>

#include <optional>

namespace acp {

//! The flags of an agent that every agent of this protocol understands, checked. Others are left alone.
struct LaunchFlags
{
    QString model;
    QString permissionMode; //!< as the agent names its modes
    QString effort;
    std::optional<provider::CommandLine> command; //!< only if it was asked for
    model::EnvironmentVariables environment; //!< as command
};

//! `ownCommand`: the flags say what to start (`command`, which must be there, and `env`). InvalidArgument
//! names the flag.
base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &flags, bool ownCommand);

} // namespace acp
