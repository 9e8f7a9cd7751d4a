#include "server/push/terminalcommands.h"

#include "core/terminals/spooltail.h"

namespace push {

namespace {

QString textRoom(const TerminalName &name)
{
    return QStringLiteral("terminal-text:%1:%2").arg(name.agentId.toString(), name.terminalId);
}

QString binaryRoom(const TerminalName &name)
{
    return QStringLiteral("terminal-binary:%1:%2").arg(name.agentId.toString(), name.terminalId);
}

QJsonObject payloadOf(const TerminalName &name)
{
    return {{QStringLiteral("agentId"), name.agentId.toString()},
        {QStringLiteral("terminalId"), name.terminalId}};
}

socketio::Arguments outputOf(QJsonObject payload, const QByteArray &bytes)
{
    payload.insert(QStringLiteral("data"),
        QJsonObject{{QStringLiteral("_placeholder"), true}, {QStringLiteral("num"), 0}});
    socketio::Arguments arguments(QJsonArray{payload});
    arguments.attachments.append(bytes);
    return arguments;
}

socketio::Arguments outputOf(QJsonObject payload, const QString &text)
{
    payload.insert(QStringLiteral("data"), text);
    return QJsonArray{payload};
}

bool isAgents(const TerminalName &name)
{
    return name.terminalId == QLatin1String(terminals::AgentTerminal);
}

} // namespace

TerminalCommands::TerminalCommands(agents::AgentRegistry &agents, terminals::TerminalRegistry &terminals,
    socketio::Namespace &sockets, ClientEvents &events, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_terminals(terminals)
    , m_sockets(sockets)
{
    using agents::AgentRegistry;
    using terminals::TerminalRegistry;
    const QString agentsOwn = QString::fromLatin1(terminals::AgentTerminal);
    listen(events);
    connect(&terminals, &TerminalRegistry::outputRead, this,
        [this](const base::AgentId &agentId, const QString &terminalId, const QByteArray &bytes) {
            onOutput({agentId, terminalId}, bytes);
        });
    connect(&terminals, &TerminalRegistry::ended, this,
        [this](const base::AgentId &agentId, const QString &terminalId, int exitCode, const QString &error) {
            onEnded({agentId, terminalId}, exitCode, error);
        });
    connect(&agents, &AgentRegistry::terminalRead, this,
        [this, agentsOwn](const base::AgentId &agentId, const QByteArray &bytes) {
            onOutput({agentId, agentsOwn}, bytes);
        });
    connect(&agents, &AgentRegistry::terminalEnded, this,
        [this, agentsOwn](const base::AgentId &agentId, int exitCode) {
            onEnded({agentId, agentsOwn}, exitCode, {});
        });
    connect(&agents, &AgentRegistry::agentRemoved, &terminals, &TerminalRegistry::closeAllOf);
}

void TerminalCommands::listen(ClientEvents &events)
{
    const auto on = [&events](const QString &event, auto parse, auto act) {
        events.on(event, [=](socketio::Socket &socket, const socketio::Arguments &arguments) {
            const auto payload = parse(arguments);
            return payload ? act(socket, *payload)
                           : refused(event + QStringLiteral(": ") + payload.error().message);
        });
    };
    on(QStringLiteral("terminal:open"), terminalOpenFrom,
        [this](socketio::Socket &socket, const TerminalOpen &request) { return open(socket, request); });
    on(QStringLiteral("terminal:input"), terminalInputFrom,
        [this](socketio::Socket &, const TerminalInput &request) { return input(request); });
    on(QStringLiteral("terminal:resize"), terminalResizeFrom,
        [this](socketio::Socket &, const TerminalResize &request) { return resize(request); });
    on(QStringLiteral("terminal:close"), terminalNameFrom,
        [this](socketio::Socket &, const TerminalName &name) { return close(name); });
    on(QStringLiteral("terminal:leave"), terminalNameFrom,
        [this](socketio::Socket &socket, const TerminalName &name) { return leave(socket, name); });
}

base::Result<QByteArray> TerminalCommands::showing(const TerminalOpen &request)
{
    const agents::Agent *agent = m_agents.find(request.name.agentId);
    if (!agent)
        return base::failure(base::ErrorCode::NotFound, QStringLiteral("Agent not found"));
    if (isAgents(request.name)) {
        if (const auto sized = m_agents.resizeTerminal(request.name.agentId, request.columns, request.rows);
            !sized)
            return tl::unexpected(sized.error());
        const auto place = m_agents.terminal(request.name.agentId);
        return place ? terminals::spoolTail(place->folder, place->position) : QByteArray();
    }
    const auto opened = m_terminals.open({request.name.agentId, request.name.terminalId,
        agent->document().config.directory, request.columns, request.rows, request.initialCommand});
    if (!opened)
        return tl::unexpected(opened.error());
    return (*opened)->recentOutput();
}

QJsonObject TerminalCommands::open(socketio::Socket &socket, const TerminalOpen &request)
{
    const bool attached = isAgents(request.name)
        || m_terminals.find(request.name.agentId, request.name.terminalId) != nullptr;
    const auto shown = showing(request);
    if (!shown)
        return refused(shown.error().message);

    // Nothing comes between reading and joining, so the output goes on where the replay ends.
    QJsonObject replay = payloadOf(request.name);
    replay.insert(QStringLiteral("replay"), true);
    if (request.binary) {
        socket.leave(textRoom(request.name));
        socket.join(binaryRoom(request.name));
        if (attached)
            socket.emitEvent(QStringLiteral("terminal:output"), outputOf(replay, *shown));
    } else {
        socket.leave(binaryRoom(request.name));
        socket.join(textRoom(request.name));
        // A character that is split between the replay and what follows is the same one for all.
        TextPieces text;
        const QString words = text.feed(*shown);
        m_texts.insert(request.name, text);
        if (attached)
            socket.emitEvent(QStringLiteral("terminal:output"), outputOf(replay, words));
    }
    QJsonObject reply = accepted();
    reply.insert(QStringLiteral("terminalId"), request.name.terminalId);
    reply.insert(QStringLiteral("attached"), attached);
    return reply;
}

QJsonObject TerminalCommands::input(const TerminalInput &request)
{
    return answerOf(isAgents(request.name)
            ? m_agents.typeInTerminal(request.name.agentId, request.bytes)
            : m_terminals.type(request.name.agentId, request.name.terminalId, request.bytes));
}

QJsonObject TerminalCommands::resize(const TerminalResize &request)
{
    return answerOf(isAgents(request.name)
            ? m_agents.resizeTerminal(request.name.agentId, request.columns, request.rows)
            : m_terminals.resize(
                request.name.agentId, request.name.terminalId, request.columns, request.rows));
}

QJsonObject TerminalCommands::close(const TerminalName &name)
{
    if (isAgents(name))
        return refused(QStringLiteral("This is the agent's own terminal; it ends with the agent"));
    return answerOf(m_terminals.close(name.agentId, name.terminalId));
}

QJsonObject TerminalCommands::leave(socketio::Socket &socket, const TerminalName &name)
{
    socket.leave(textRoom(name));
    socket.leave(binaryRoom(name));
    return accepted();
}

void TerminalCommands::onOutput(const TerminalName &name, const QByteArray &bytes)
{
    const QString event = QStringLiteral("terminal:output");
    if (m_sockets.hasMembers(binaryRoom(name)))
        m_sockets.broadcastTo(binaryRoom(name), event, outputOf(payloadOf(name), bytes));
    if (!m_sockets.hasMembers(textRoom(name))) {
        m_texts.remove(name); // who comes next begins with a replay
        return;
    }
    if (const QString text = m_texts[name].feed(bytes); !text.isEmpty())
        m_sockets.broadcastTo(textRoom(name), event, outputOf(payloadOf(name), text));
}

void TerminalCommands::onEnded(const TerminalName &name, int exitCode, const QString &error)
{
    m_texts.remove(name);
    QJsonObject payload = payloadOf(name);
    payload.insert(QStringLiteral("exitCode"), exitCode);
    if (!error.isEmpty())
        payload.insert(QStringLiteral("error"), error);
    for (const QString &room : {textRoom(name), binaryRoom(name)})
        m_sockets.broadcastTo(room, QStringLiteral("terminal:exit"), QJsonArray{payload});
}

} // namespace push
