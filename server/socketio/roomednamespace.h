#pragma once

#include "server/socketio/encodedpacket.h"
#include "server/socketio/namespace.h"

#include <QHash>
#include <QSet>

namespace socketio {

class ClientSocket;

//! A namespace of this server: who is connected to it, and who is in which of its rooms. A room exists while
//! it has members.
class RoomedNamespace final : public Namespace
{
    Q_OBJECT

public:
    explicit RoomedNamespace(QString name, QObject *parent = nullptr);

    const QString &name() const { return m_name; }

    QList<Socket *> sockets() const override;
    bool hasMembers(const QString &room) const override { return m_rooms.contains(room); }
    void broadcast(const QString &event, const Arguments &arguments) override;
    void broadcastTo(const QString &room, const QString &event, const Arguments &arguments) override;

    // For ClientSocket and Client.
    void add(ClientSocket *socket);
    void remove(ClientSocket *socket);
    void addToRoom(const QString &room, ClientSocket *socket);
    void removeFromRoom(const QString &room, ClientSocket *socket);

private:
    using Members = QSet<ClientSocket *>;
    static void sendTo(const Members &members, const EncodedPacket &packet);

    const QString m_name;
    Members m_sockets;
    QHash<QString, Members> m_rooms;
};

} // namespace socketio
