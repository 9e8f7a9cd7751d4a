#pragma once

#include "core/base/secret.h"
#include "core/config/loglevel.h"
#include "core/config/setting.h"

namespace config {

//! Where settings go that more than one program has. What they fill, and the working directory, must outlive
//! the reading of the settings.

//! 0 takes any free one.
Setting::Apply intoPort(quint16 &port);
Setting::Apply intoSecret(base::Secret &secret);
Setting::Apply intoPath(QString &path, const QString &workingDirectory);
Setting::Apply intoLogLevel(LogLevel &level);

} // namespace config
