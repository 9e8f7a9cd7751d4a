#pragma once

#include "tray/model/serverstate.h"
#include "tray/model/tunnelstate.h"

#include <QString>

namespace tray {

//! "12 s", "3 min", "2 h 5 min", "4 d 3 h"; less than nothing is "0 s".
QString durationWords(qint64 milliseconds);
//! "0.4 ms", "38 ms", "1.2 s"
QString roundTripWords(double milliseconds);
//! "512 B", "3.4 KiB", "12 MiB"
QString byteWords(qint64 bytes);
//! "1 agent", "2 agents"
QString agentsWords(int count);
//! "1 agent keeps", "2 agents keep"
QString agentsDo(int count, const char *one, const char *many);
//! The text, or its beginning and "…".
QString elided(const QString &text, qsizetype length);

//! "Running", "Crashed; starting again in 2 s: …": one line.
QString serverWords(const ServerState &server, base::Timestamp now);
//! "Tunnel up for 3 min, 38 ms", "Tunnel down, retry in 12 s: …": one line.
QString tunnelWords(const TunnelState &tunnel, base::Timestamp now);

} // namespace tray
