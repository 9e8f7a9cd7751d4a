#pragma once

#include "core/config/loglevel.h"

namespace service {

//! "2026-01-31 12:00:00.000 [Part] text" on standard error; `level` is the least that is written.
void installLogFormat(config::LogLevel level);

} // namespace service
