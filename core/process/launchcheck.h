#pragma once

#include "core/process/launchplan.h"

namespace process {

//! Why a plan cannot be started, in better words than exec has; empty if nothing is seen to be wrong.
QString problemOf(const LaunchPlan &plan);

} // namespace process
