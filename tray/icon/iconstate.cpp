#include "tray/icon/iconstate.h"

namespace tray {

namespace {

IconState ofTunnel(TunnelPhase phase)
{
    switch (phase) {
    case TunnelPhase::Off:
    case TunnelPhase::Stopped:
        return IconState::LocalOnly;
    case TunnelPhase::Connecting:
    case TunnelPhase::Authenticating:
    case TunnelPhase::Waiting:
        return IconState::Connecting;
    case TunnelPhase::Connected:
        return IconState::Connected;
    case TunnelPhase::Refused:
        return IconState::Refused;
    }
    return IconState::Error;
}

} // namespace

IconState iconStateOf(const Overview &overview)
{
    switch (overview.server.phase) {
    case ServerPhase::Looking:
    case ServerPhase::Stopped:
    case ServerPhase::Starting:
    case ServerPhase::Stopping:
        return IconState::Stopped;
    case ServerPhase::Unresponsive:
    case ServerPhase::Crashed:
    case ServerPhase::Failed:
        return IconState::Error;
    case ServerPhase::Running:
        return overview.isLive ? ofTunnel(overview.tunnel.phase) : IconState::LocalOnly;
    }
    return IconState::Error;
}

} // namespace tray
