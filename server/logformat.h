#pragma once

#include "server/config/options.h"

namespace server {

//! "2026-01-31 12:00:00.000 [Part] text" on standard error; `level` is the least that is written.
void installLogFormat(config::LogLevel level);

} // namespace server
