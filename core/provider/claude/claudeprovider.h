#pragma once

#include "core/provider/claude/launchflags.h"
#include "core/provider/claude/sessionstore.h"
#include "core/provider/provider.h"

#include <QProcessEnvironment>

namespace claude {

//! What claude is started with, and as whom.
struct ClaudeHost
{
    QString binary; //!< CLAUDE_BIN; empty: it is looked for
    QProcessEnvironment environment; //!< already free of what claude must not see (process::cleanEnvironment)
    bool root = false; //!< the server runs as root: claude then refuses to skip permissions
};

//! The host as it is: environment of this process, CLAUDE_BIN, effective user.
ClaudeHost thisHost();

//! Claude Code, headless, over its stream-json protocol.
class ClaudeProvider final : public provider::Provider
{
public:
    //! The longest claudeMd: it goes on the command line, where Linux allows 128 KiB for one argument.
    static constexpr qsizetype MaxClaudeMdBytes = 120 * 1024;

    explicit ClaudeProvider(ClaudeHost host);

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
    bool takesSessionId() const override { return true; }

    bool canResume(const QString &sessionId) const override;
    void purgeSession(const QString &sessionId) const override;
    base::Result<QList<provider::HistoryEntry>> history(const QString &sessionId) const override;

private:
    //! claude refuses bypassPermissions for root, unless told that the machine is a sandbox.
    bool maySkipPermissions() const;
    base::Result<LaunchFlags> checkedFlags(const model::AgentConfig &config) const;

    ClaudeHost m_host;
    SessionStore m_sessions;
};

} // namespace claude
