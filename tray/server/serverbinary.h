#pragma once

#include "core/base/result.h"

#include <QString>

namespace tray {

//! The server's program: beside the tray's, else in PATH. The error says where it was looked for.
base::Result<QString> findServerBinary(const QString &besidesDirectory);

} // namespace tray
