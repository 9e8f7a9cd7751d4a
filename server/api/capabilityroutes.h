#pragma once

#include "core/agents/agentregistry.h"
#include "core/http/router.h"
#include "core/provider/discovery/discovery.h"

#include <QObject>

#include <vector>

namespace api {

//! /api/settings/runtime-capabilities: which CLIs are there and what can be chosen for them.
class CapabilityRoutes : public QObject
{
    Q_OBJECT

public:
    CapabilityRoutes(const agents::AgentRegistry &registry, provider::Discovery &discovery,
        const base::Clock &clock, QObject *parent = nullptr);
    void install(http::Router &router);

private:
    void answer(const QList<provider::Capabilities> &capabilities);
    //! With what a session of this provider told last, where the CLI said nothing by itself.
    provider::Capabilities completed(const provider::Capabilities &capabilities) const;

    const agents::AgentRegistry &m_registry;
    provider::Discovery &m_discovery;
    const base::Clock &m_clock;
    std::vector<http::Responder> m_waiting;
};

} // namespace api
