#pragma once

#include "core/provider/acp/acpagent.h"
#include "core/provider/acp/launchflags.h"
#include "core/provider/provider.h"

#include <QProcessEnvironment>

namespace acp {

//! A CLI that speaks the Agent Client Protocol. What it lets choose only its sessions know.
class AcpProvider final : public provider::Provider
{
public:
    //! `environment` is already free of what an agent must not see (process::cleanEnvironment).
    AcpProvider(AcpAgent agent, QProcessEnvironment environment);

    QString id() const override { return m_agent.id; }
    QString displayName() const override { return m_agent.name; }
    QStringList modes() const override { return {}; }
    QStringList efforts() const override { return {}; }

    base::Result<void> check(const model::AgentConfig &config) const override;
    //! With the flags `command` and `env`, as an agent of anyAgent() has them.
    model::AgentConfig standingAlone(const model::AgentConfig &config) const override;
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override;
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &request) const override;
    //! Begins a session, for nothing else tells its choices; an agent that keeps empty ones keeps this one.
    base::Result<provider::Inquiry> inquiry(const QString &directory) const override;

    //! Only the agent knows; the protocol begins a new session, and says so, where it cannot.
    bool canResume(const QString &sessionId) const override { return !sessionId.isEmpty(); }
    //! There is no standard way to remove a session without its agent.
    void purgeSession(const QString &sessionId) const override { Q_UNUSED(sessionId); }

    const AcpAgent &agent() const { return m_agent; }

private:
    base::Result<LaunchFlags> flagsOf(const model::AgentConfig &config) const;
    base::Result<QString> findProgram(const LaunchFlags &flags) const;
    QProcessEnvironment environmentFor(const LaunchFlags &flags) const;

    AcpAgent m_agent;
    QProcessEnvironment m_environment;
};

} // namespace acp
