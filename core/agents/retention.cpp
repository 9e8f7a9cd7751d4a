#include "core/agents/retention.h"

#include "core/base/logging.h"

#include <algorithm>

namespace agents {

Retention::Retention(AgentRegistry &registry, std::function<model::Settings()> settings,
    const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_settings(std::move(settings))
    , m_clock(clock)
{
    m_timer.setInterval(Interval);
    connect(&m_timer, &QTimer::timeout, this, &Retention::sweep);
    m_timer.start();
}

void Retention::sweep()
{
    const model::Settings settings = m_settings();
    if (settings.agentRetentionMs <= 0)
        return;
    const base::Timestamp oldest = m_clock.now() - settings.agentRetentionMs;
    for (const base::AgentId &id : m_registry.ids()) {
        const Agent *agent = m_registry.find(id);
        const base::Timestamp last = std::max(agent->state().lastActivity, agent->document().createdAt);
        if (agent->state().phase != model::Phase::Stopped || last >= oldest)
            continue;
        qCInfo(base::logAgents).noquote()
            << QStringLiteral("[Agent] %1 was stopped long ago and is removed").arg(agent->document().name);
        const auto removed
            = m_registry.remove(id, settings.deleteSessionFilesPolicy == model::SessionFilesPolicy::Purge);
        if (!removed)
            qCWarning(base::logAgents).noquote() << QStringLiteral("[Agent] %1").arg(removed.error().message);
    }
}

} // namespace agents
