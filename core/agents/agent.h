#pragma once

#include "core/agents/agentresources.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/journal/journal.h"
#include "core/model/agent.h"
#include "core/model/record.h"
#include "core/provider/event.h"

#include <QObject>

#include <memory>

namespace provider {
class Provider;
}

namespace agents {

//! The answer to a message: the same for a repeated client id.
struct PromptReceipt
{
    base::MessageId messageId;
    bool repeated = false;
};

//! What a person decided, and who it was.
struct Verdict
{
    QString optionId;
    QString message;
    std::optional<QJsonObject> updatedInput;
    QString by;
    QString from;
};

struct Answer
{
    QJsonObject answers;
    bool skip = false;
    QString message;
    QString by;
    QString from;
};

//! applied is false when it was no longer waiting: then `ask` says who decided first, or that it was
//! withdrawn.
template <typename Ask>
struct AskOutcome
{
    bool applied = false;
    Ask ask;
};

//! Where the output of an agent's terminal is: `folder` is a holder's, and `position` how much of it was
//! told.
struct TerminalPlace
{
    QString folder;
    qint64 position = 0;
};

//! One task given to one CLI, as the rest of the program sees it.
class Agent
{
public:
    virtual ~Agent() = default;

    virtual const model::AgentDocument &document() const = 0;
    virtual const model::AgentState &state() const = 0;
    //! What hinders it from outside ("No space left on the disk: …"); empty when nothing does.
    virtual QString problem() const = 0;
    //! The Approvals and Questions that wait, oldest first.
    virtual QList<model::Message> pending() const = 0;
    //! What its processes used last; nullopt without a process, and until it was looked at.
    virtual std::optional<AgentResources> resources() const { return std::nullopt; }
    //! What its session can be set to; empty before the first start.
    virtual const provider::ChoicesReported &choices() const = 0;

    virtual base::Sequence lastSequence() const = 0;
    virtual qint64 messageCount() const = 0;
    //! As in Journal, but open messages carry all of their text.
    virtual base::Result<journal::MessagePage> messagesBefore(base::Sequence before, int limit) const = 0;
    virtual base::Result<journal::MessagePage> messagesAfter(base::Sequence after, int limit) const = 0;
    virtual base::Result<model::Message> messageAt(base::Sequence seq) const = 0;
    virtual base::Result<std::optional<QList<model::Record>>> recordsAfter(
        base::Sequence after, int maxRecords, qint64 maxBytes) const
        = 0;
};

} // namespace agents
