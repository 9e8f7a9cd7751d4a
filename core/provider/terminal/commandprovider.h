#pragma once

#include "core/provider/commandline.h"
#include "core/provider/provider.h"

#include <QProcessEnvironment>

namespace terminal {

//! Any program on a terminal of its own, as an agent: `flags.command` says which (as words, without a shell),
//! `flags.env` with which further variables. What an agent is asked to do, its prompt, is to run that
//! program: it is not typed. Later prompts are.
class CommandProvider final : public provider::Provider
{
public:
    //! `environment` is already free of what an agent must not see (process::cleanEnvironment).
    explicit CommandProvider(QProcessEnvironment environment);

    QString id() const override { return QStringLiteral("command"); }
    QString displayName() const override { return QStringLiteral("Command"); }
    QStringList modes() const override { return {}; }
    QStringList efforts() const override { return {}; }
    QList<provider::Interface> interfaces() const override { return {provider::Interface::Terminal}; }

    base::Result<void> check(const model::AgentConfig &config) const override;
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override;
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &request) const override;

    //! A program begins anew each time.
    bool canResume(const QString &sessionId) const override
    {
        Q_UNUSED(sessionId);
        return false;
    }
    void purgeSession(const QString &sessionId) const override { Q_UNUSED(sessionId); }

private:
    QProcessEnvironment m_environment;
};

} // namespace terminal
