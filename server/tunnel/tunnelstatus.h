#pragma once

#include "core/base/ids.h"
#include "core/tunnel/session.h"

#include <QJsonObject>

#include <optional>

namespace uplink {

enum class TunnelState {
    Off, //!< there is no RELAY_URL
    Connecting,
    Authenticating, //!< the WebSocket is up
    Connected,
    Waiting, //!< for the next try
    Refused, //!< wrong token: no further try by itself
    Stopped, //!< a person wants no tunnel for now, or the server shuts down
};

//! What people see of the tunnel.
struct TunnelStatus
{
    TunnelState state = TunnelState::Off;
    QString relay; //!< without user and query; empty when off, as all that follows
    QString machine;
    base::Timestamp since = 0; //!< of the state
    int attempts = 0; //!< since the tunnel was last up, the one that is under way included
    std::optional<base::Timestamp> nextRetryAt; //!< while waiting
    QString lastError; //!< why it is not connected, or why the last connection ended
    QString relayVersion; //!< while connected
    tunnel::SessionFigures figures; //!< bytes since the program's start, the rest of now
};

//! The object that GET /api/tunnel/status gives (API.md).
QJsonObject toJson(const TunnelStatus &status, base::Timestamp now);

} // namespace uplink
