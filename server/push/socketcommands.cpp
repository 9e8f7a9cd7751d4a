#include "server/push/socketcommands.h"

#include "core/base/jsonreader.h"
#include "server/push/broadcaster.h"
#include "server/view/agentview.h"
#include "server/view/messageview.h"

namespace push {

SocketCommands::SocketCommands(
    agents::AgentRegistry &registry, ClientEvents &events, const base::Clock &clock)
    : m_registry(registry)
{
    const auto on = [&events](const QString &event, auto answer) {
        events.on(event, [answer](socketio::Socket &socket, const socketio::Arguments &arguments) {
            const QJsonArray &values = arguments.values;
            return answer(socket, values.isEmpty() ? QJsonValue() : values.first());
        });
    };
    on(QStringLiteral("link:probe"), [&clock](socketio::Socket &, const QJsonValue &) {
        return QJsonObject{{QStringLiteral("at"), clock.now()}};
    });
    on(QStringLiteral("agent:join"),
        [this](socketio::Socket &socket, const QJsonValue &argument) { return join(socket, argument); });
    on(QStringLiteral("agent:leave"),
        [this](socketio::Socket &socket, const QJsonValue &argument) { return leave(socket, argument); });
    on(QStringLiteral("agent:send"),
        [this](socketio::Socket &, const QJsonValue &argument) { return send(argument); });
    on(QStringLiteral("agent:interrupt"),
        [this](socketio::Socket &, const QJsonValue &argument) { return interrupt(argument); });
}

QJsonObject SocketCommands::join(socketio::Socket &socket, const QJsonValue &argument)
{
    const bool legacy = argument.isString();
    const QString id
        = legacy ? argument.toString() : argument.toObject().value(QStringLiteral("id")).toString();
    if (id.isEmpty())
        return refused(QStringLiteral("agent:join takes an agent's id, or {id, afterSeq}"));
    const agents::Agent *agent = m_registry.find(base::AgentId(id));
    if (!agent)
        return refused(QStringLiteral("Agent not found"));
    if (!legacy)
        return joinRecords(socket, *agent, argument.toObject());
    joinLegacy(socket, *agent);
    return accepted();
}

QJsonObject SocketCommands::joinRecords(
    socketio::Socket &socket, const agents::Agent &agent, const QJsonObject &request)
{
    base::JsonReader reader(request);
    const std::optional<qint64> afterSeq = reader.optionalInteger("afterSeq");
    if (!reader.error() && afterSeq && *afterSeq < 0)
        reader.fail("afterSeq", QStringLiteral("must not be negative"));
    if (reader.error())
        return refused(reader.error()->message);

    // Nothing comes between reading and joining, so what follows continues at lastSeq + 1.
    QJsonObject reply = accepted();
    reply.insert(QStringLiteral("lastSeq"), static_cast<qint64>(agent.lastSequence()));
    socket.join(Broadcaster::recordsRoom(agent.document().id));
    if (afterSeq && static_cast<base::Sequence>(*afterSeq) <= agent.lastSequence()) {
        const auto missed
            = agent.recordsAfter(static_cast<base::Sequence>(*afterSeq), MaxResumeRecords, MaxResumeBytes);
        if (missed && *missed) {
            reply.insert(QStringLiteral("records"), view::recordsJson(**missed));
            return reply;
        }
    }
    reply.insert(QStringLiteral("snapshot"),
        view::details(agent, m_registry.provider(agent.document().config.provider)));
    return reply;
}

void SocketCommands::joinLegacy(socketio::Socket &socket, const agents::Agent &agent)
{
    socket.join(Broadcaster::legacyRoom(agent.document().id));
    socket.emitEvent(QStringLiteral("agent:update"),
        QJsonArray{QJsonObject{{QStringLiteral("agentId"), agent.document().id.toString()},
            {QStringLiteral("agent"),
                view::details(agent, m_registry.provider(agent.document().config.provider))}}});
}

QJsonObject SocketCommands::leave(socketio::Socket &socket, const QJsonValue &argument)
{
    const QString id = argument.isString() ? argument.toString()
                                           : argument.toObject().value(QStringLiteral("id")).toString();
    if (id.isEmpty())
        return refused(QStringLiteral("agent:leave takes an agent's id"));
    socket.leave(Broadcaster::recordsRoom(base::AgentId(id)));
    socket.leave(Broadcaster::legacyRoom(base::AgentId(id)));
    return accepted();
}

QJsonObject SocketCommands::send(const QJsonValue &argument)
{
    if (!argument.isObject())
        return refused(QStringLiteral("agent:send takes {agentId, text}"));
    base::JsonReader reader(argument.toObject());
    const QString id = reader.string("agentId");
    const QString text = reader.string("text");
    const QString clientId = reader.optionalString("clientId").value_or(QString());
    if (!reader.error() && text.trimmed().isEmpty())
        reader.fail("text", QStringLiteral("is required"));
    if (reader.error())
        return refused(reader.error()->message);
    const auto receipt = m_registry.send(base::AgentId(id), text, clientId);
    if (!receipt)
        return refused(receipt.error().message);
    QJsonObject reply = accepted();
    reply.insert(QStringLiteral("messageId"), receipt->messageId.toString());
    return reply;
}

QJsonObject SocketCommands::interrupt(const QJsonValue &argument)
{
    if (!argument.isString())
        return refused(QStringLiteral("agent:interrupt takes an agent's id"));
    return answerOf(m_registry.interrupt(base::AgentId(argument.toString())));
}

} // namespace push
