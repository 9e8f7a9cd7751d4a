#include "server/socketio/clientsocket.h"

#include "server/socketio/client.h"
#include "server/socketio/engineio/sid.h"
#include "server/socketio/roomednamespace.h"

#include <QPointer>

#include <memory>

namespace socketio {

ClientSocket::ClientSocket(Client &client, RoomedNamespace &space, QJsonObject auth, QString user)
    : Socket(&space) // not the client: it may be deleted while we still say goodbye
    , m_client(client)
    , m_space(space)
    , m_id(QString::fromLatin1(engineio::newSid()))
    , m_auth(std::move(auth))
    , m_user(std::move(user))
{
}

QString ClientSocket::peer() const
{
    return m_isConnected ? m_client.peer() : QString();
}

void ClientSocket::join(const QString &room)
{
    if (!m_isConnected || m_rooms.contains(room))
        return;
    m_rooms.insert(room);
    m_space.addToRoom(room, this);
}

void ClientSocket::leave(const QString &room)
{
    if (m_rooms.remove(room))
        m_space.removeFromRoom(room, this);
}

void ClientSocket::emitEvent(const QString &event, const Arguments &arguments)
{
    if (m_isConnected)
        send(EncodedPacket::event(m_space.name(), event, arguments));
}

void ClientSocket::disconnectClient()
{
    if (!m_isConnected)
        return;
    send(EncodedPacket::disconnect(m_space.name()));
    m_client.remove(this);
}

void ClientSocket::send(const EncodedPacket &packet)
{
    if (m_isConnected)
        m_client.send(packet);
}

void ClientSocket::receive(const Packet &packet)
{
    Q_EMIT received(packet.event, packet.arguments, acknowledgeOf(packet));
}

Acknowledge ClientSocket::acknowledgeOf(const Packet &packet)
{
    if (!packet.id)
        return [](const Arguments &) {
        };
    return [socket = QPointer(this), id = *packet.id, asked = std::make_shared<bool>(true)](
               const Arguments &arguments) {
        if (socket && std::exchange(*asked, false))
            socket->send(EncodedPacket::acknowledgement(socket->m_space.name(), id, arguments));
    };
}

void ClientSocket::retire()
{
    m_isConnected = false;
    m_space.remove(this);
    m_rooms.clear();
    Q_EMIT disconnected();
    deleteLater();
}

} // namespace socketio
