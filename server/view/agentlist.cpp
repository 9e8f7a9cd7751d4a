#include "server/view/agentlist.h"

#include "server/view/agentview.h"

#include <QJsonDocument>

namespace view {

AgentList::AgentList(const agents::AgentRegistry &registry, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
{
    const auto forget = [this](const base::AgentId &id) {
        m_parts.remove(id);
    };
    connect(&registry, &agents::AgentRegistry::agentRemoved, this, forget);
    connect(&registry, &agents::AgentRegistry::agentChanged, this, forget);
    connect(&registry, &agents::AgentRegistry::recordsAppended, this, forget);
    connect(&registry, &agents::AgentRegistry::resourcesSampled, this, forget);
}

QByteArray AgentList::json()
{
    QByteArray list = "[";
    for (const base::AgentId &id : m_registry.ids()) {
        QByteArray &part = m_parts[id];
        if (part.isEmpty())
            part = QJsonDocument(listForm(*m_registry.find(id))).toJson(QJsonDocument::Compact);
        if (list.size() > 1)
            list += ',';
        list += part;
    }
    return list + ']';
}

} // namespace view
