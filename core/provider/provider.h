#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/agent.h"
#include "core/model/message.h"
#include "core/process/launchplan.h"
#include "core/provider/protocol.h"

#include <memory>

namespace provider {

//! How to begin or go on with a session.
struct LaunchRequest
{
    model::AgentConfig config;
    QString sessionId; //!< to be resumed, or fresh for a Provider that takes one; else empty
    bool resume = false;
    QString model; //!< empty = as the flags or the CLI's own default say
    QString mode;
    QString effort;
    //! The prompt that waits for the process, for a program that takes it in its command line. It is also
    //! given as a Command, as every prompt; may be empty.
    QString prompt = {};
};

//! One thing that was said or done in a session before we knew of it.
struct HistoryEntry
{
    base::Timestamp at = 0;
    model::MessageBody body;
    QString parentId; //!< the ToolCall (a subagent) it belongs to; empty at the top
};

//! How a CLI is asked what it lets choose: a short talk without a prompt, that leaves no session behind where
//! the CLI allows it.
struct Inquiry
{
    process::LaunchPlan plan;
    std::unique_ptr<Protocol> protocol; //!< ends by ChoicesReported, or an error that it raises before
    bool asksVersion = true; //!< false: nobody knows whether the program answers --version
};

//! How an agent can be shown: by its messages, or on a terminal.
enum class Interface { Conversation, Terminal };

//! One kind of CLI. Every const function may be called from any thread.
class Provider
{
public:
    virtual ~Provider() = default;

    virtual QString id() const = 0;
    virtual QString displayName() const = 0;
    //! The modes and efforts that a client may ask for; for validation before anything is started.
    virtual QStringList modes() const = 0;
    virtual QStringList efforts() const = 0;
    virtual QList<Interface> interfaces() const { return {Interface::Conversation}; }

    //! Checks what a client wants before an agent is made of it. InvalidArgument names the flag.
    virtual base::Result<void> check(const model::AgentConfig &config) const = 0;
    //! What an agent keeps, so that it can go on when this provider was taken out of the settings.
    virtual model::AgentConfig standingAlone(const model::AgentConfig &config) const { return config; }
    //! NotFound: the binary is missing (names the variable that would set it); InvalidArgument: a bad flag.
    virtual base::Result<process::LaunchPlan> plan(const LaunchRequest &request) const = 0;
    //! For the process that this request starts, or has started.
    virtual std::unique_ptr<Protocol> newProtocol(const LaunchRequest &request) const = 0;
    //! To be held in `directory`, which is empty. NotFound: the program is missing, and what to install;
    //! Unsupported: there is none to ask, each agent's flags name their own.
    virtual base::Result<Inquiry> inquiry(const QString &directory) const
    {
        Q_UNUSED(directory);
        return base::failure(
            base::ErrorCode::Unsupported, QStringLiteral("each agent's flags say which program it is"));
    }
    //! True if a fresh session gets the id that we give it; else the CLI tells its own (SessionStarted).
    virtual bool takesSessionId() const { return false; }

    //! True if the session has something on disk to resume.
    virtual bool canResume(const QString &sessionId) const = 0;
    //! Removes what the CLI keeps of a session on disk.
    virtual void purgeSession(const QString &sessionId) const = 0;
    //! What a session on disk has to tell, oldest first. Reads a file that may be large: call it off the
    //! event loop. NotFound: there is no such session. A CLI that keeps nothing readable tells nothing.
    virtual base::Result<QList<HistoryEntry>> history(const QString &sessionId) const
    {
        Q_UNUSED(sessionId);
        return QList<HistoryEntry>{};
    }
};

} // namespace provider
