#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace codex {

//! Absolute path of codex: `configured` (CODEX_BIN) if it is set, else looked for in PATH and where its
//! installers put it. NotFound says what to do.
base::Result<QString> findCodex(const QString &configured, const QProcessEnvironment &environment);

} // namespace codex
