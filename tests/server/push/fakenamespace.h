#pragma once

#include "server/socketio/namespace.h"

#include <QSet>

//! A client that keeps what it is sent.
class FakeSocket : public socketio::Socket
{
    Q_OBJECT

public:
    struct Received
    {
        QString event;
        QJsonObject payload;
    };

    QString id() const override { return QStringLiteral("fake"); }
    QJsonObject auth() const override { return {}; }
    QString peer() const override { return QStringLiteral("127.0.0.1"); }
    void join(const QString &room) override { rooms.insert(room); }
    void leave(const QString &room) override { rooms.remove(room); }
    bool isIn(const QString &room) const override { return rooms.contains(room); }
    void emitEvent(const QString &event, const socketio::Arguments &arguments) override
    {
        received.append({event, arguments.values.first().toObject()});
    }
    void disconnectClient() override { Q_EMIT disconnected(); }

    //! Sends an event and gives the acknowledgement.
    QJsonObject ask(const QString &event, const QJsonArray &arguments)
    {
        QJsonObject reply;
        Q_EMIT socketio::Socket::received(event, arguments,
            [&reply](const socketio::Arguments &answer) { reply = answer.values.first().toObject(); });
        return reply;
    }

    QList<Received> of(const QString &event) const
    {
        QList<Received> matching;
        for (const Received &each : received) {
            if (each.event == event)
                matching.append(each);
        }
        return matching;
    }

    QSet<QString> rooms;
    QList<Received> received;
};

class FakeNamespace : public socketio::Namespace
{
    Q_OBJECT

public:
    QList<socketio::Socket *> sockets() const override
    {
        return QList<socketio::Socket *>(clients.begin(), clients.end());
    }
    bool hasMembers(const QString &room) const override
    {
        for (const FakeSocket *client : clients) {
            if (client->isIn(room))
                return true;
        }
        return false;
    }
    void broadcast(const QString &event, const socketio::Arguments &arguments) override
    {
        for (FakeSocket *client : clients)
            client->emitEvent(event, arguments);
    }
    void broadcastTo(const QString &room, const QString &event, const socketio::Arguments &arguments) override
    {
        for (FakeSocket *client : clients) {
            if (client->isIn(room))
                client->emitEvent(event, arguments);
        }
    }

    FakeSocket *connectClient()
    {
        auto *client = new FakeSocket;
        client->setParent(this);
        clients.append(client);
        Q_EMIT connected(client);
        return client;
    }

    QList<FakeSocket *> clients;
};
