#pragma once

#include "core/process/processresult.h"

#include <QString>

namespace provider {

//! How the program `name` ended, in words, with what it wrote last to its standard error.
QString exitWords(const QString &name, const process::ProcessResult &result);

} // namespace provider
