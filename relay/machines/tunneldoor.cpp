#include "relay/machines/tunneldoor.h"

namespace machines {

TunnelDoor::TunnelDoor(QObject *parent)
    : QObject(parent)
    , m_server(QStringLiteral("agentmonitor-relay"), QWebSocketServer::NonSecureMode)
{
    connect(&m_server, &QWebSocketServer::newConnection, this, &TunnelDoor::arrived);
}

TunnelDoor::~TunnelDoor()
{
    const auto sockets = m_shakingHands.keys();
    for (QTcpSocket *socket : sockets)
        delete socket;
}

void TunnelDoor::admit(QTcpSocket *socket)
{
    // QWebSocketServer leaves a connection alone whose client leaves before its handshake is answered.
    m_shakingHands.insert(socket, connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_shakingHands.remove(socket);
        socket->deleteLater();
    }));
    m_server.handleConnection(socket);
}

std::unique_ptr<QWebSocket> TunnelDoor::next()
{
    std::unique_ptr<QWebSocket> webSocket(m_server.nextPendingConnection());
    if (!webSocket)
        return nullptr;
    webSocket->setParent(nullptr);
    if (QTcpSocket *socket = socketOf(*webSocket)) {
        // QWebSocket keeps a plain pointer to its socket and never deletes it. As its child it goes with it,
        // and a Link finds there how much ciphertext waits.
        disconnect(m_shakingHands.take(socket));
        socket->setParent(webSocket.get());
    }
    return webSocket;
}

//! Qt does not tell which connection it has made a QWebSocket of; both ends' addresses do.
QTcpSocket *TunnelDoor::socketOf(const QWebSocket &webSocket) const
{
    for (auto it = m_shakingHands.begin(); it != m_shakingHands.end(); ++it) {
        if (it.key()->peerPort() == webSocket.peerPort()
            && it.key()->peerAddress() == webSocket.peerAddress())
            return it.key();
    }
    return nullptr;
}

} // namespace machines
