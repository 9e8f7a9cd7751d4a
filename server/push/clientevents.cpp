#include "server/push/clientevents.h"

#include <QJsonArray>

namespace push {

namespace {

constexpr qsizetype ShownNameLength = 100;

} // namespace

QJsonObject accepted()
{
    return {{QStringLiteral("ok"), true}};
}

QJsonObject refused(const QString &error)
{
    return {{QStringLiteral("error"), error}};
}

QJsonObject answerOf(const base::Result<void> &done)
{
    return done ? accepted() : refused(done.error().message);
}

ClientEvents::ClientEvents(socketio::Namespace &sockets, QObject *parent)
    : QObject(parent)
{
    connect(&sockets, &socketio::Namespace::connected, this, &ClientEvents::onConnected);
}

void ClientEvents::on(const QString &event, Answer answer)
{
    m_answers.insert(event, std::move(answer));
}

void ClientEvents::onConnected(socketio::Socket *socket)
{
    connect(socket, &socketio::Socket::received, this,
        [this, socket](const QString &event, const socketio::Arguments &arguments,
            const socketio::Acknowledge &acknowledge) {
            const auto answer = m_answers.constFind(event);
            acknowledge(QJsonArray{answer == m_answers.constEnd()
                    ? refused(QStringLiteral("There is no event %1").arg(event.left(ShownNameLength)))
                    : (*answer)(*socket, arguments)});
        });
}

} // namespace push
