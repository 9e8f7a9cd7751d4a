#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/approval.h"
#include "core/model/toolcall.h"

#include <QJsonObject>

#include <variant>

namespace model {

//! How far a prompt has come. It never goes back.
enum class DeliveryState {
    Accepted, //!< in the journal
    Sent, //!< written to the CLI
    Taken, //!< the CLI has begun to work on it
    Cancelled, //!< withdrawn before it was taken (an interrupt, a stop)
    Failed, //!< the process ended before it was taken
};

//! What a person typed.
struct Prompt
{
    QString text;
    QString clientId; //!< given by the browser; a repeated one is the same prompt
    DeliveryState delivery = DeliveryState::Accepted;
};

//! What the agent said.
struct Text
{
    QString text;
    bool aborted = false;
    QString
        itemId{}; //!< the CLI's name of it, by which it goes on after a restart; kept only while it is open
};

//! What the agent thought.
struct Thought
{
    QString text;
    std::int64_t durationMs = 0;
    QString itemId{}; //!< as in Text
};

enum class PlanStep { Pending, Active, Done };

struct PlanEntry
{
    QString text;
    PlanStep state = PlanStep::Pending;

    bool operator==(const PlanEntry &) const = default;
};

//! What the agent means to do, step by step, as it stands now. Open until its turn ends.
struct Plan
{
    QList<PlanEntry> entries;
    QString itemId{}; //!< as in Text
};

enum class NoticeLevel { Info, Warning, Error };

//! What happened to the agent: interrupted, failed, compacted, the server was restarted.
struct Notice
{
    NoticeLevel level = NoticeLevel::Info;
    QString text;
};

using MessageBody = std::variant<Prompt, Text, Thought, ToolCall, Approval, Question, Notice, Plan>;

//! One entry of the Timeline. Its id and its place (seq of the record it began with) never change.
struct Message
{
    base::MessageId id;
    base::Sequence seq = 0;
    base::Timestamp at = 0;
    QString parentId; //!< the ToolCall (a subagent) it belongs to; empty at the top
    bool open = false; //!< still being written, run or waited for
    MessageBody body;
};

//! The wire form, a superset of the original's {id, role, content, timestamp, toolName?, toolInput?,
//! toolResult?}; see server/api/API.md.
QJsonObject toJson(const Message &message);
base::Result<Message> messageFromJson(const QJsonObject &json);

} // namespace model
