#pragma once

#include "core/agents/agentregistry.h"
#include "core/base/clock.h"
#include "server/push/clientevents.h"

namespace push {

//! What browsers ask for over Socket.IO: joining an agent, sending, interrupting, the probe of the connection
//! light. Every payload is checked; one of another shape is answered with {error} and has no effect.
class SocketCommands
{
public:
    static constexpr int MaxResumeRecords = 2000; //!< a client that missed more gets a snapshot
    static constexpr qint64 MaxResumeBytes = 1024 * 1024;

    SocketCommands(agents::AgentRegistry &registry, ClientEvents &events, const base::Clock &clock);

private:
    QJsonObject join(socketio::Socket &socket, const QJsonValue &argument);
    QJsonObject joinRecords(socketio::Socket &socket, const agents::Agent &agent, const QJsonObject &request);
    void joinLegacy(socketio::Socket &socket, const agents::Agent &agent);
    QJsonObject leave(socketio::Socket &socket, const QJsonValue &argument);
    QJsonObject send(const QJsonValue &argument);
    QJsonObject interrupt(const QJsonValue &argument);

    agents::AgentRegistry &m_registry;
};

} // namespace push
