#include "server/api/tunnelroutes.h"

#include "server/tunnel/tunnelclient.h"

namespace api {

TunnelRoutes::TunnelRoutes(uplink::TunnelClient *tunnel, const base::Clock &clock)
    : m_tunnel(tunnel)
    , m_clock(clock)
{
}

void TunnelRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/tunnel/status"),
        [this](const http::Request &, http::Responder responder) { answerStatus(responder); });
    router.add(http::Method::Post, QStringLiteral("/api/tunnel/connect"),
        [this](const http::Request &, http::Responder responder) {
            if (!hasTunnel(responder))
                return;
            m_tunnel->connectNow();
            answerStatus(responder);
        });
    router.add(http::Method::Post, QStringLiteral("/api/tunnel/disconnect"),
        [this](const http::Request &, http::Responder responder) {
            if (!hasTunnel(responder))
                return;
            m_tunnel->disconnectNow();
            answerStatus(responder);
        });
}

void TunnelRoutes::answerStatus(http::Responder &responder) const
{
    const uplink::TunnelStatus status = m_tunnel ? m_tunnel->status() : uplink::TunnelStatus();
    responder.json(200, uplink::toJson(status, m_clock.now()));
}

bool TunnelRoutes::hasTunnel(http::Responder &responder) const
{
    if (!m_tunnel)
        responder.error(
            {base::ErrorCode::Conflict, QStringLiteral("RELAY_URL is not set: there is no tunnel")});
    return m_tunnel;
}

} // namespace api
