#include "server/api/capabilityroutes.h"

#include "core/provider/provider.h"
#include "server/view/agentview.h"

namespace api {

CapabilityRoutes::CapabilityRoutes(const agents::AgentRegistry &registry, claude::ClaudeProbe &claude,
    const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_claude(claude)
    , m_clock(clock)
{
    connect(&claude, &claude::ClaudeProbe::done, this, &CapabilityRoutes::answer);
}

void CapabilityRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/settings/runtime-capabilities"),
        [this](const http::Request &, http::Responder responder) {
            m_waiting.push_back(std::move(responder));
            m_claude.start();
        });
}

QJsonArray CapabilityRoutes::modelsOf(const QString &providerId) const
{
    for (const base::AgentId &id : m_registry.ids()) {
        const agents::Agent *agent = m_registry.find(id);
        if (agent->document().config.provider == providerId && !agent->choices().models.isEmpty())
            return view::modelsJson(agent->choices().models);
    }
    return {};
}

void CapabilityRoutes::answer(const provider::Capabilities &capabilities)
{
    const QString id = QStringLiteral("claude");
    const provider::Provider *provider = m_registry.provider(id);
    QJsonObject claude{{QStringLiteral("available"), capabilities.available},
        {QStringLiteral("detectedFrom"), capabilities.detectedFrom},
        {QStringLiteral("models"), modelsOf(id)}};
    if (provider) {
        claude.insert(QStringLiteral("modes"), QJsonArray::fromStringList(provider->modes()));
        claude.insert(QStringLiteral("reasoningEfforts"), QJsonArray::fromStringList(provider->efforts()));
    }
    if (!capabilities.version.isEmpty())
        claude.insert(QStringLiteral("version"), capabilities.version);
    if (!capabilities.hint.isEmpty())
        claude.insert(QStringLiteral("hint"), capabilities.hint);
    const QJsonObject json{{QStringLiteral("checkedAt"), m_clock.now()},
        {QStringLiteral("providers"), QJsonObject{{id, claude}}}};
    for (http::Responder &responder : std::exchange(m_waiting, {}))
        responder.json(200, json);
}

} // namespace api
