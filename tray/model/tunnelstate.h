#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace tray {

//! As `state` of the API's Tunnel.
enum class TunnelPhase { Off, Connecting, Authenticating, Connected, Waiting, Refused, Stopped };

struct TunnelState
{
    TunnelPhase phase = TunnelPhase::Off;
    QUrl relay; //!< the tunnel's address, without user and query; empty when off
    QString machine;
    base::Timestamp since = 0; //!< of the phase
    std::optional<double> roundTripMs;
    qint64 attempts = 0; //!< since it was last up
    std::optional<base::Timestamp> nextRetryAt;
    QString lastError;
    QString relayVersion;
    qint64 bytesReceived = 0;
    qint64 bytesSent = 0;
    qint64 openStreams = 0;

    bool operator==(const TunnelState &) const = default;
};

base::Result<TunnelState> tunnelFromJson(const QJsonObject &json);

//! Where people reach this machine's dashboard through the relay: "https://relay.example.com/". Empty if
//! there is no relay.
QUrl dashboardAtRelay(const QUrl &relay);
//! "relay.example.com:3457"
QString hostOf(const QUrl &relay);

} // namespace tray
