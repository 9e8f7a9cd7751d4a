#include "server/api/capabilityroutes.h"

#include "server/view/capabilityview.h"

namespace api {

using provider::Capabilities;
using provider::Discovery;

CapabilityRoutes::CapabilityRoutes(
    const agents::AgentRegistry &registry, Discovery &discovery, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_discovery(discovery)
    , m_clock(clock)
{
    connect(&discovery, &Discovery::done, this, &CapabilityRoutes::answer);
}

void CapabilityRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/settings/runtime-capabilities"),
        [this](const http::Request &request, http::Responder responder) {
            const bool refresh = request.queryItem("refresh") == QStringLiteral("true");
            m_waiting.push_back(std::move(responder));
            m_discovery.start(refresh ? Discovery::Source::AskedAnew : Discovery::Source::Known);
        });
}

Capabilities CapabilityRoutes::completed(const Capabilities &capabilities) const
{
    Capabilities complete = capabilities;
    for (const base::AgentId &id : m_registry.ids()) {
        const agents::Agent *agent = m_registry.find(id);
        if (agent->document().config.provider != capabilities.providerId)
            continue;
        if (complete.models.isEmpty())
            complete.models = agent->choices().models;
        if (complete.modes.isEmpty())
            complete.modes = agent->choices().modes;
    }
    return complete;
}

void CapabilityRoutes::answer(const QList<Capabilities> &capabilities)
{
    QJsonObject providers;
    for (const Capabilities &each : capabilities)
        providers.insert(each.providerId, view::capabilitiesJson(completed(each)));
    const QJsonObject json{
        {QStringLiteral("checkedAt"), m_clock.now()}, {QStringLiteral("providers"), providers}};
    for (http::Responder &responder : std::exchange(m_waiting, {}))
        responder.json(200, json);
}

} // namespace api
