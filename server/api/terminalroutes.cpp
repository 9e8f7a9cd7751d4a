#include "server/api/terminalroutes.h"

#include <QJsonArray>

namespace api {

TerminalRoutes::TerminalRoutes(
    const agents::AgentRegistry &agents, const terminals::TerminalRegistry &terminals)
    : m_agents(agents)
    , m_terminals(terminals)
{
}

void TerminalRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/agents/:id/terminals"),
        [this](const http::Request &request, http::Responder responder) { list(request, responder); });
}

void TerminalRoutes::list(const http::Request &request, http::Responder &responder) const
{
    const base::AgentId id(request.parameter("id"));
    if (!m_agents.find(id)) {
        responder.error({base::ErrorCode::NotFound, QStringLiteral("Agent not found")});
        return;
    }
    QJsonArray found;
    if (m_agents.terminal(id))
        found.append(QJsonObject{{QStringLiteral("terminalId"), QLatin1String(terminals::AgentTerminal)},
            {QStringLiteral("ofAgent"), true}});
    for (const terminals::Terminal *terminal : m_terminals.of(id)) {
        found.append(QJsonObject{{QStringLiteral("terminalId"), terminal->document().terminalId},
            {QStringLiteral("ofAgent"), false}, {QStringLiteral("cols"), terminal->document().columns},
            {QStringLiteral("rows"), terminal->document().rows}});
    }
    responder.json(200, QJsonObject{{QStringLiteral("terminals"), found}});
}

} // namespace api
