#pragma once

#include <QHash>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>

namespace machines {

//! Makes WebSockets of the connections that ask for /tunnel.
class TunnelDoor : public QObject
{
    Q_OBJECT

public:
    explicit TunnelDoor(QObject *parent = nullptr);
    ~TunnelDoor() override;

    //! Takes over a connection whose unread bytes are a checked WebSocket handshake.
    void admit(QTcpSocket *socket);
    std::unique_ptr<QWebSocket> next();

Q_SIGNALS:
    void arrived();

private:
    QTcpSocket *socketOf(const QWebSocket &webSocket) const;

    QWebSocketServer m_server;
    QHash<QTcpSocket *, QMetaObject::Connection> m_shakingHands; //!< and what deletes those that fail
};

} // namespace machines
