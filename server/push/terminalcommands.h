#pragma once

#include "core/agents/agentregistry.h"
#include "core/terminals/terminalregistry.h"
#include "server/push/clientevents.h"
#include "server/push/terminalpayload.h"
#include "server/push/textpieces.h"

#include <QHash>
#include <QObject>

namespace push {

//! The events terminal:* (see server/api/API.md): terminals in an agent's directory, and as terminalId
//! "agent" the agent's own, if it runs on one. Who opens a terminal that is there joins it, and is sent the
//! end of what it showed.
class TerminalCommands : public QObject
{
    Q_OBJECT

public:
    TerminalCommands(agents::AgentRegistry &agents, terminals::TerminalRegistry &terminals,
        socketio::Namespace &sockets, ClientEvents &events, QObject *parent = nullptr);

private:
    void listen(ClientEvents &events);
    QJsonObject open(socketio::Socket &socket, const TerminalOpen &request);
    QJsonObject input(const TerminalInput &request);
    QJsonObject resize(const TerminalResize &request);
    QJsonObject close(const TerminalName &name);
    QJsonObject leave(socketio::Socket &socket, const TerminalName &name);
    //! What it showed last. Opens it if it is not there.
    base::Result<QByteArray> showing(const TerminalOpen &request);

    void onOutput(const TerminalName &name, const QByteArray &bytes);
    void onEnded(const TerminalName &name, int exitCode, const QString &error);

    agents::AgentRegistry &m_agents;
    terminals::TerminalRegistry &m_terminals;
    socketio::Namespace &m_sockets;
    QHash<TerminalName, TextPieces> m_texts; //!< for those that take text
};

} // namespace push
