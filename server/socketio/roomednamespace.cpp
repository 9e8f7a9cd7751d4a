#include "server/socketio/roomednamespace.h"

#include "server/socketio/clientsocket.h"

namespace socketio {

RoomedNamespace::RoomedNamespace(QString name, QObject *parent)
    : Namespace(parent)
    , m_name(std::move(name))
{
}

QList<Socket *> RoomedNamespace::sockets() const
{
    return {m_sockets.begin(), m_sockets.end()};
}

void RoomedNamespace::broadcast(const QString &event, const Arguments &arguments)
{
    if (!m_sockets.isEmpty())
        sendTo(m_sockets, EncodedPacket::event(m_name, event, arguments));
}

void RoomedNamespace::broadcastTo(const QString &room, const QString &event, const Arguments &arguments)
{
    if (const auto members = m_rooms.constFind(room); members != m_rooms.constEnd())
        sendTo(*members, EncodedPacket::event(m_name, event, arguments));
}

void RoomedNamespace::sendTo(const Members &members, const EncodedPacket &packet)
{
    // A copy, which costs nothing unless a socket fails while it is written to and leaves.
    const Members receivers = members;
    for (ClientSocket *socket : receivers)
        socket->send(packet);
}

void RoomedNamespace::add(ClientSocket *socket)
{
    m_sockets.insert(socket);
    Q_EMIT connected(socket);
}

void RoomedNamespace::remove(ClientSocket *socket)
{
    for (const QString &room : socket->rooms())
        removeFromRoom(room, socket);
    m_sockets.remove(socket);
}

void RoomedNamespace::addToRoom(const QString &room, ClientSocket *socket)
{
    m_rooms[room].insert(socket);
}

void RoomedNamespace::removeFromRoom(const QString &room, ClientSocket *socket)
{
    const auto members = m_rooms.find(room);
    if (members == m_rooms.end())
        return;
    members->remove(socket);
    if (members->isEmpty())
        m_rooms.erase(members);
}

} // namespace socketio
