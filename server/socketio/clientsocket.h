#pragma once

#include "server/socketio/encodedpacket.h"
#include "server/socketio/namespace.h"
#include "server/socketio/packet.h"

#include <QSet>

namespace socketio {

class Client;
class RoomedNamespace;

//! A Client's place in one namespace.
class ClientSocket final : public Socket
{
    Q_OBJECT

public:
    //! `user` is who the connect check recognised.
    ClientSocket(Client &client, RoomedNamespace &space, QJsonObject auth, QString user);

    QString id() const override { return m_id; }
    QJsonObject auth() const override { return m_auth; }
    QString user() const override { return m_user; }
    QString peer() const override;
    void join(const QString &room) override;
    void leave(const QString &room) override;
    bool isIn(const QString &room) const override { return m_rooms.contains(room); }
    void emitEvent(const QString &event, const Arguments &arguments) override;
    void disconnectClient() override;

    RoomedNamespace &space() const { return m_space; }
    const QSet<QString> &rooms() const { return m_rooms; }
    void send(const EncodedPacket &packet);
    //! An EVENT or BINARY_EVENT for us.
    void receive(const Packet &packet);
    //! The client is gone from this namespace: tells who listens, then deletes itself.
    void retire();

private:
    Acknowledge acknowledgeOf(const Packet &packet);

    Client &m_client;
    RoomedNamespace &m_space;
    const QString m_id;
    const QJsonObject m_auth;
    const QString m_user;
    QSet<QString> m_rooms;
    bool m_isConnected = true;
};

} // namespace socketio
