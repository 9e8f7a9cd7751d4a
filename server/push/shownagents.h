#pragma once

#include "server/push/clientevents.h"

#include <QHash>
#include <QObject>

namespace push {

//! Which agents somebody looks at: a page says so by `page:shows {agentId}`, and with null or without it that
//! nobody looks any more (its tab is hidden). Told to all as `agents:shown`, so that nothing else need tell a
//! person what is on the screen.
class ShownAgents : public QObject
{
    Q_OBJECT

public:
    //! Of an agent's id; a longer one is none.
    static constexpr qsizetype MaxIdLength = 64;

    ShownAgents(socketio::Namespace &sockets, ClientEvents &events, QObject *parent = nullptr);

private:
    void onConnected(socketio::Socket *socket);
    void show(socketio::Socket *socket, const QString &agentId);
    socketio::Arguments payload() const;

    socketio::Namespace &m_sockets;
    QHash<socketio::Socket *, QString> m_shown;
};

} // namespace push
