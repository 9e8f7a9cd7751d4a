#pragma once

#include "core/agents/agentregistry.h"

#include <QByteArray>
#include <QHash>
#include <QObject>

namespace view {

//! The answer to GET /agents, kept ready: an agent's part is made again only after it changed.
class AgentList : public QObject
{
    Q_OBJECT

public:
    explicit AgentList(const agents::AgentRegistry &registry, QObject *parent = nullptr);

    //! A JSON array of list forms, newest agent first.
    QByteArray json();

private:
    const agents::AgentRegistry &m_registry;
    QHash<base::AgentId, QByteArray> m_parts;
};

} // namespace view
