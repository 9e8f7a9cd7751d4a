#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace socketio {

class Namespace;

//! The arguments of an event or an acknowledgement. Binary ones stand in `attachments`; in `values` each is
//! the placeholder {"_placeholder":true,"num":index}, as on the wire.
struct Arguments
{
    QJsonArray values;
    QList<QByteArray> attachments;

    Arguments() = default;
    Arguments(QJsonArray jsonValues) // NOLINT(google-explicit-constructor): most arguments are plain JSON
        : values(std::move(jsonValues))
    {
    }
};

//! Answers an event that asked for it, once; does nothing if the client did not ask or has left.
using Acknowledge = std::function<void(const Arguments &arguments)>;

//! One client in one Namespace. Observed by pointer only between connected() and disconnected().
class Socket : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString id() const = 0;
    //! What the client gave with CONNECT; empty if nothing.
    virtual QJsonObject auth() const = 0;
    //! Who the connect check says it is; empty if there is no check.
    virtual QString user() const { return {}; }
    //! Address of the browser.
    virtual QString peer() const = 0;
    virtual void join(const QString &room) = 0;
    virtual void leave(const QString &room) = 0;
    virtual bool isIn(const QString &room) const = 0;
    virtual void emitEvent(const QString &event, const Arguments &arguments) = 0;
    virtual void disconnectClient() = 0;

Q_SIGNALS:
    //! An event of the client. Calling `acknowledge` does nothing if the client does not wait for one.
    void received(
        const QString &event, const socketio::Arguments &arguments, const socketio::Acknowledge &acknowledge);
    void disconnected();
};

//! "/" or another namespace: its sockets, its rooms, and broadcasting to them. A broadcast is encoded once.
class Namespace : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QList<Socket *> sockets() const = 0;
    virtual bool hasMembers(const QString &room) const = 0;
    virtual void broadcast(const QString &event, const Arguments &arguments) = 0;
    virtual void broadcastTo(const QString &room, const QString &event, const Arguments &arguments) = 0;

Q_SIGNALS:
    void connected(socketio::Socket *socket);
};

} // namespace socketio
