#pragma once

#include "tray/model/overview.h"

//! Overviews as the tray comes to have them.
namespace overviews {

constexpr base::Timestamp Now = 1'700'000'000'000;

inline tray::Overview of(tray::ServerPhase phase, const QString &problem = {})
{
    tray::Overview overview;
    overview.server.phase = phase;
    overview.server.problem = problem;
    if (phase == tray::ServerPhase::Running) {
        overview.server.pid = 4711;
        overview.server.port = 3456;
        overview.server.startedAt = Now - 2 * 3600'000 - 5 * 60'000;
        overview.isLive = true;
    }
    return overview;
}

inline tray::Overview withTunnel(tray::TunnelPhase phase)
{
    tray::Overview overview = of(tray::ServerPhase::Running);
    overview.tunnel.phase = phase;
    if (phase != tray::TunnelPhase::Off) {
        overview.tunnel.relay = QUrl(QStringLiteral("wss://relay.example.com/tunnel"));
        overview.tunnel.machine = QStringLiteral("desk");
        overview.tunnel.since = Now - 3 * 60'000;
    }
    if (phase == tray::TunnelPhase::Connected)
        overview.tunnel.roundTripMs = 38.4;
    if (phase == tray::TunnelPhase::Waiting) {
        overview.tunnel.nextRetryAt = Now + 11'400;
        overview.tunnel.lastError = QStringLiteral("Connection refused");
    }
    if (phase == tray::TunnelPhase::Refused)
        overview.tunnel.lastError = QStringLiteral("Invalid token");
    return overview;
}

inline tray::Agent agent(const QString &id, tray::AgentPhase phase, const QString &activity = {})
{
    tray::Agent agent;
    agent.id = id;
    agent.name = QStringLiteral("Agent ") + id;
    agent.phase = phase;
    agent.activity = activity;
    return agent;
}

inline tray::Agent asking(const QString &id, const QString &askId, const QString &title)
{
    tray::Agent asking = agent(id, tray::AgentPhase::Asking);
    asking.asks.append(
        {tray::Ask::Kind::Approval, askId, title, QStringLiteral("yes"), QStringLiteral("no"), Now});
    return asking;
}

} // namespace overviews
