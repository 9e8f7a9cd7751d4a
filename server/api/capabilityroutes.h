#pragma once

#include "core/agents/agentregistry.h"
#include "core/http/router.h"
#include "core/provider/claude/claudeprobe.h"

#include <QObject>

#include <vector>

namespace api {

//! /api/settings/runtime-capabilities: which CLIs are there and what can be chosen for them.
class CapabilityRoutes : public QObject
{
    Q_OBJECT

public:
    CapabilityRoutes(const agents::AgentRegistry &registry, claude::ClaudeProbe &claude,
        const base::Clock &clock, QObject *parent = nullptr);
    void install(http::Router &router);

private:
    void answer(const provider::Capabilities &capabilities);
    //! The models that a session of this provider told of last; empty before the first one.
    QJsonArray modelsOf(const QString &providerId) const;

    const agents::AgentRegistry &m_registry;
    claude::ClaudeProbe &m_claude;
    const base::Clock &m_clock;
    std::vector<http::Responder> m_waiting;
};

} // namespace api
