#include "server/push/tunnelfeed.h"

#include <QJsonArray>

namespace push {

TunnelFeed::TunnelFeed(const uplink::TunnelClient *tunnel, socketio::Namespace &sockets,
    const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_tunnel(tunnel)
    , m_clock(clock)
{
    const QString event = QStringLiteral("tunnel:status");
    connect(&sockets, &socketio::Namespace::connected, this,
        [this, event](socketio::Socket *socket) { socket->emitEvent(event, status()); });
    if (tunnel) {
        connect(tunnel, &uplink::TunnelClient::stateChanged, this,
            [this, event, &sockets] { sockets.broadcast(event, status()); });
    }
}

socketio::Arguments TunnelFeed::status() const
{
    const uplink::TunnelStatus status = m_tunnel ? m_tunnel->status() : uplink::TunnelStatus();
    return QJsonArray{uplink::toJson(status, m_clock.now())};
}

} // namespace push
