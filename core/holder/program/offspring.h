#pragma once

#include <vector>

#include <sys/types.h>

namespace holder {

//! Every living process below `root`, as /proc shows it now. Below a subreaper that is everything that ever
//! came from it: what loses its parent becomes the subreaper's own child.
std::vector<pid_t> offspringOf(pid_t root);

} // namespace holder
