#pragma once

#include "core/agents/agentregistry.h"
#include "core/http/router.h"

namespace view {
class AgentList;
}

namespace api {

//! /api/agents: list, make, look at, steer and delete agents. Everything but the answers to approvals and
//! questions.
class AgentRoutes
{
public:
    static constexpr int DefaultPage = 50;
    static constexpr int MaxPage = 200;
    static constexpr qsizetype MaxNameLength = 200;

    AgentRoutes(agents::AgentRegistry &registry, view::AgentList &list);
    void install(http::Router &router);

private:
    void installReading(http::Router &router);
    void installSteering(http::Router &router);
    void installConfiguring(http::Router &router);

    void list(const http::Request &request, http::Responder responder);
    void create(const http::Request &request, http::Responder responder);
    void show(const http::Request &request, http::Responder responder);
    void messages(const http::Request &request, http::Responder responder);
    void message(const http::Request &request, http::Responder responder);
    void send(const http::Request &request, http::Responder responder);
    void remove(const http::Request &request, http::Responder responder);

    //! Answers 404 and gives null if there is no such agent.
    const agents::Agent *find(const http::Request &request, http::Responder &responder) const;
    void answerWithAgent(
        const base::Result<void> &result, const base::AgentId &id, http::Responder &responder) const;

    agents::AgentRegistry &m_registry;
    view::AgentList &m_list;
};

} // namespace api
