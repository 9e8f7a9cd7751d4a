#pragma once

#include "core/process/launchplan.h"

namespace terminals {

//! The user's login shell on a terminal, in `directory`.
process::LaunchPlan loginShell(
    const QString &directory, const QProcessEnvironment &environment, int columns, int rows);

} // namespace terminals
