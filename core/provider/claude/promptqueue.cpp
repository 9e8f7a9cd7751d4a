#include "core/provider/claude/promptqueue.h"

#include <algorithm>

namespace claude {

using model::DeliveryState;
using provider::Events;
using provider::PromptProgressed;

void PromptQueue::sent(const QString &promptId)
{
    m_prompts.push_back({promptId, Progress::Sent});
}

Events PromptQueue::taken(const QString &promptId)
{
    for (Entry &entry : m_prompts) {
        if (entry.id != promptId)
            continue;
        if (entry.progress == Progress::Taken)
            return {};
        entry.progress = Progress::Taken;
    }
    return {PromptProgressed{promptId, DeliveryState::Taken}};
}

Events PromptQueue::lifecycle(const QString &promptId, const QString &state)
{
    m_tellsLifecycle = true;
    if (promptId.isEmpty())
        return {};
    const auto forget = [&] {
        m_prompts.remove_if([&](const Entry &entry) { return entry.id == promptId; });
    };
    if (state == QLatin1StringView("started"))
        return taken(promptId);
    if (state == QLatin1StringView("completed")) {
        const auto known = std::find_if(
            m_prompts.begin(), m_prompts.end(), [&](const Entry &entry) { return entry.id == promptId; });
        const Events events = known == m_prompts.end() ? Events{} : taken(promptId);
        forget();
        return events;
    }
    if (state == QLatin1StringView("cancelled"))
        return cancelled({promptId});
    return {}; // queued: it is Sent, as it was
}

Events PromptQueue::echoed(const QString &promptId)
{
    const auto known = std::find_if(
        m_prompts.begin(), m_prompts.end(), [&](const Entry &entry) { return entry.id == promptId; });
    return known == m_prompts.end() ? Events{} : taken(promptId);
}

Events PromptQueue::cancelled(const QStringList &promptIds)
{
    Events events;
    for (const QString &id : promptIds) {
        const auto entry = std::find_if(
            m_prompts.begin(), m_prompts.end(), [&](const Entry &candidate) { return candidate.id == id; });
        if (entry == m_prompts.end())
            continue; // told already, by the lifecycle or by the interrupt's answer
        // An interrupted turn's own prompt is reported as cancelled as well, but it was taken, and that never
        // goes back.
        if (entry->progress == Progress::Sent)
            events.append(PromptProgressed{id, DeliveryState::Cancelled});
        m_prompts.erase(entry);
    }
    return events;
}

Events PromptQueue::turnStarted()
{
    if (m_tellsLifecycle)
        return {};
    // What an earlier turn took is done with.
    m_prompts.remove_if([](const Entry &entry) { return entry.progress == Progress::Taken; });
    return m_prompts.empty() ? Events{} : taken(QString(m_prompts.front().id));
}

Events PromptQueue::idle()
{
    if (m_tellsLifecycle)
        return {};
    Events events;
    for (const Entry &entry : m_prompts) {
        if (entry.progress == Progress::Sent)
            events.append(PromptProgressed{entry.id, DeliveryState::Taken});
    }
    m_prompts.clear();
    return events;
}

bool PromptQueue::working() const
{
    return std::any_of(m_prompts.begin(), m_prompts.end(),
        [](const Entry &entry) { return entry.progress == Progress::Taken; });
}

} // namespace claude
