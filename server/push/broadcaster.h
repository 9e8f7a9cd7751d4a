#pragma once

#include "core/agents/agentregistry.h"
#include "server/push/throttle.h"
#include "server/socketio/namespace.h"

#include <QObject>

namespace push {

//! Tells browsers what happens to agents; see "Events" in server/api/API.md. Ours (joined with an object) get
//! every record, numbered; the original's (joined with a string) get whole messages, a few times a second.
class Broadcaster : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Interval{250};

    Broadcaster(
        const agents::AgentRegistry &registry, socketio::Namespace &sockets, QObject *parent = nullptr);

    static QString recordsRoom(const base::AgentId &id);
    static QString legacyRoom(const base::AgentId &id);

private:
    void onRecords(const base::AgentId &id, const QList<model::Record> &records);
    void onLine(const base::AgentId &id, const QByteArray &line);
    void sendSnapshot(const base::AgentId &id);
    void sendStatus(const base::AgentId &id);
    void sendLegacyDelta(const base::AgentId &id);
    void noteForLegacy(const base::AgentId &id, const QList<model::Record> &records);

    const agents::AgentRegistry &m_registry;
    socketio::Namespace &m_sockets;
    Throttle<base::AgentId> m_snapshots;
    Throttle<base::AgentId> m_deltas;
    QHash<base::AgentId, QString> m_lastStatus;
    QHash<base::AgentId, QSet<base::Sequence>>
        m_changedMessages; //!< of agents with an old client, since its last delta
};

} // namespace push
