#pragma once

#include <QLoggingCategory>

namespace machines {

//! Of the whole relay; lines begin with "[Relay]".
Q_DECLARE_LOGGING_CATEGORY(logRelay)

} // namespace machines
