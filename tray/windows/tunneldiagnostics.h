#pragma once

#include "tray/windows/tunnelhistory.h"

namespace tray {

//! What helps to find out why a tunnel does not work, as text for a message; no secrets, no user names.
QString diagnosticsOf(const Overview &overview, const TunnelHistory &history, base::Timestamp now);

} // namespace tray
