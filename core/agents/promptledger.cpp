#include "core/agents/promptledger.h"

namespace agents {

void PromptLedger::fill(const QList<model::Message> &messages)
{
    m_filled = true;
    for (const model::Message &message : messages) {
        if (const auto *prompt = std::get_if<model::Prompt>(&message.body))
            add(prompt->clientId, message.id);
    }
}

void PromptLedger::add(const QString &clientId, const base::MessageId &id)
{
    if (clientId.isEmpty() || m_ids.contains(clientId))
        return;
    m_ids.insert(clientId, id);
    m_order.push_back(clientId);
    if (m_order.size() > Capacity) {
        m_ids.remove(m_order.front());
        m_order.pop_front();
    }
}

std::optional<base::MessageId> PromptLedger::find(const QString &clientId) const
{
    const auto entry = m_ids.constFind(clientId);
    if (clientId.isEmpty() || entry == m_ids.constEnd())
        return std::nullopt;
    return *entry;
}

} // namespace agents
