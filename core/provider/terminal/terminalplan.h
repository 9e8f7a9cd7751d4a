#pragma once

#include "core/process/launchplan.h"

namespace terminal {

//! Puts a plan on a terminal that can do what the dashboard's can: 256 colours of xterm, and 24 bit ones.
void putOnTerminal(process::LaunchPlan &plan);

} // namespace terminal
