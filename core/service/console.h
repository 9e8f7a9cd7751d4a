#pragma once

#include "core/config/commandline.h"

namespace service {

constexpr int ExitFailed = 1;
constexpr int ExitBadUsage = 2;

//! Says it on standard error after the program's name, and gives the exit code back.
int fail(int exitCode, const QString &message);

//! Prints what ends the program before it has begun, and gives its exit code.
int finish(const config::Ending &ending);

} // namespace service
