#pragma once

#include "core/agents/agentregistry.h"
#include "core/http/router.h"

namespace api {

//! /api/agents/:id/approvals and /questions: a person's decision, taken once. The second one gets 409 and the
//! first.
class AskRoutes
{
public:
    explicit AskRoutes(agents::AgentRegistry &registry);
    void install(http::Router &router);

private:
    void decide(const http::Request &request, http::Responder responder);
    void answer(const http::Request &request, http::Responder responder);

    agents::AgentRegistry &m_registry;
};

} // namespace api
