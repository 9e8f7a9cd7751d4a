#pragma once

#include "core/config/loglevel.h"

#include <QString>

namespace service {

//! "2026-01-31 12:00:00.000 [Part] text" on standard error; `level` is the least that is written.
//! `mutedCategory` is one of Qt's whose warnings say nothing here.
void installLogFormat(config::LogLevel level, const QString &mutedCategory = {});

} // namespace service
