#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace claude {

//! Absolute path of claude: `configured` (CLAUDE_BIN) if it is set, else looked for in PATH and where
//! claude's installers put it. NotFound says what to do.
base::Result<QString> findClaude(const QString &configured, const QProcessEnvironment &environment);

} // namespace claude
