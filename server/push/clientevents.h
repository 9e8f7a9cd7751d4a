#pragma once

#include "core/base/result.h"
#include "server/socketio/namespace.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

#include <functional>

namespace push {

// What a client is answered; a success may say more.
QJsonObject accepted();
QJsonObject refused(const QString &error);
QJsonObject answerOf(const base::Result<void> &done);

//! What clients ask for by events: each is answered by the one that registered for it, any other is refused.
class ClientEvents : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<QJsonObject(socketio::Socket &socket, const socketio::Arguments &arguments)>;

    explicit ClientEvents(socketio::Namespace &sockets, QObject *parent = nullptr);

    //! Whoever registers must outlive this, or at least every client.
    void on(const QString &event, Answer answer);

private:
    void onConnected(socketio::Socket *socket);

    QHash<QString, Answer> m_answers;
};

} // namespace push
