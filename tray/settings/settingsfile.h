#pragma once

#include "core/base/result.h"
#include "tray/settings/envdocument.h"

#include <QString>

namespace tray {

//! $XDG_CONFIG_HOME/agentmonitor/NAME
QString configFile(const QString &name);

//! A file that is not there is an empty document.
base::Result<EnvDocument> loadEnvFile(const QString &path);
//! Whole or not at all, readable by its owner only; makes its directory.
base::Result<void> saveEnvFile(const QString &path, const EnvDocument &document);

} // namespace tray
