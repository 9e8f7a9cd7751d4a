#include "server/push/shownagents.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace push {

namespace {

QString eventName()
{
    return QStringLiteral("agents:shown");
}

} // namespace

ShownAgents::ShownAgents(socketio::Namespace &sockets, ClientEvents &events, QObject *parent)
    : QObject(parent)
    , m_sockets(sockets)
{
    connect(&sockets, &socketio::Namespace::connected, this, &ShownAgents::onConnected);
    events.on(
        QStringLiteral("page:shows"), [this](socketio::Socket &socket, const socketio::Arguments &arguments) {
            const QJsonObject said
                = arguments.values.isEmpty() ? QJsonObject() : arguments.values.first().toObject();
            show(&socket, said.value(QStringLiteral("agentId")).toString());
            return accepted();
        });
}

void ShownAgents::onConnected(socketio::Socket *socket)
{
    socket->emitEvent(eventName(), payload());
    connect(socket, &socketio::Socket::disconnected, this, [this, socket] { show(socket, {}); });
}

void ShownAgents::show(socketio::Socket *socket, const QString &agentId)
{
    const QString before = m_shown.value(socket);
    const QString now = agentId.size() > MaxIdLength ? QString() : agentId;
    if (before == now)
        return;
    if (now.isEmpty())
        m_shown.remove(socket);
    else
        m_shown.insert(socket, now);
    m_sockets.broadcast(eventName(), payload());
}

socketio::Arguments ShownAgents::payload() const
{
    const QSet<QString> shown(m_shown.begin(), m_shown.end());
    QStringList ids(shown.begin(), shown.end());
    ids.sort();
    return QJsonArray{QJsonObject{{QStringLiteral("agentIds"), QJsonArray::fromStringList(ids)}}};
}

} // namespace push
