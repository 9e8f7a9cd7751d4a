#pragma once

#include "tray/model/overview.h"

namespace tray {

//! What the icon tells when it is pointed at: server, tunnel, agents; a line each.
QString tooltipOf(const Overview &overview, base::Timestamp now);

//! "2 agents running, 1 waiting", "No agent runs".
QString agentsLine(const Overview &overview);

} // namespace tray
