#pragma once

#include "core/base/clock.h"
#include "server/socketio/namespace.h"
#include "server/tunnel/tunnelclient.h"

#include <QObject>

namespace push {

//! Tells every client the state of the tunnel (`tunnel:status`) when it comes, and at each change; its
//! figures are asked for by REST.
class TunnelFeed : public QObject
{
    Q_OBJECT

public:
    //! `tunnel`: null without a relay. Both must outlive this.
    TunnelFeed(const uplink::TunnelClient *tunnel, socketio::Namespace &sockets, const base::Clock &clock,
        QObject *parent = nullptr);

private:
    socketio::Arguments status() const;

    const uplink::TunnelClient *m_tunnel;
    const base::Clock &m_clock;
};

} // namespace push
