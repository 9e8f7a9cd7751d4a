#pragma once

#include "core/provider/codex/launchflags.h"
#include "core/provider/codex/sessionstore.h"
#include "core/provider/provider.h"

#include <QProcessEnvironment>

namespace codex {

//! What codex is started with.
struct CodexHost
{
    QString binary; //!< CODEX_BIN; empty: it is looked for
    QProcessEnvironment environment; //!< already free of what codex must not see (process::cleanEnvironment)
};

//! The host as it is: environment of this process, CODEX_BIN.
CodexHost thisHost();

//! Codex, by its app-server.
class CodexProvider final : public provider::Provider
{
public:
    explicit CodexProvider(CodexHost host);

    QString id() const override;
    QString displayName() const override;
    QStringList modes() const override;
    QStringList efforts() const override;
    QList<provider::Interface> interfaces() const override
    {
        return {provider::Interface::Conversation, provider::Interface::Terminal};
    }

    base::Result<void> check(const model::AgentConfig &config) const override;
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override;
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &request) const override;
    base::Result<provider::Inquiry> inquiry(const QString &directory) const override;

    bool canResume(const QString &sessionId) const override;
    void purgeSession(const QString &sessionId) const override;
    base::Result<QList<provider::HistoryEntry>> history(const QString &sessionId) const override;

private:
    CodexHost m_host;
    SessionStore m_sessions;
};

} // namespace codex
