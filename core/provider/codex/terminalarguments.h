#pragma once

#include "core/provider/codex/launchflags.h"
#include "core/provider/provider.h"

namespace codex {

//! The command line of codex's own user interface, for an agent with the flag `terminal`. What a thread is
//! set to over the wire stands here.
QStringList terminalArguments(const LaunchFlags &flags, const provider::LaunchRequest &request);

} // namespace codex
