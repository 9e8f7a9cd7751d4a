#pragma once

#include "core/agents/agentregistry.h"
#include "core/http/router.h"
#include "core/terminals/terminalregistry.h"

namespace api {

//! /api/agents/:id/terminals: which there are. What happens in them goes over Socket.IO.
class TerminalRoutes
{
public:
    TerminalRoutes(const agents::AgentRegistry &agents, const terminals::TerminalRegistry &terminals);
    void install(http::Router &router);

private:
    void list(const http::Request &request, http::Responder &responder) const;

    const agents::AgentRegistry &m_agents;
    const terminals::TerminalRegistry &m_terminals;
};

} // namespace api
