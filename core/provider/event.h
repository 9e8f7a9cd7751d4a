#pragma once

#include "core/model/agent.h"
#include "core/model/approval.h"
#include "core/model/message.h"
#include "core/model/toolcall.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <variant>

//! What a CLI does, in words that hold for every CLI. A Protocol makes Events of lines; a Session acts on
//! them.
namespace provider {

struct SessionStarted
{
    QString sessionId;
    QString directory;
    QString model;
    QString mode;
    QString version;
};

//! The CLI goes on under another session id in the same process (claude: /clear).
struct SessionReset
{
    QString newSessionId;
};

struct ModelChoice
{
    QString id;
    QString name;
    QString description;
    QStringList efforts;
};

struct CommandChoice
{
    QString name;
    QString description;
    QString argumentHint;
};

//! What can be chosen in this session.
struct ChoicesReported
{
    QList<ModelChoice> models;
    QStringList modes;
    QList<CommandChoice> commands;
};

//! Set is what changed; nullopt is unknown or unchanged.
struct SettingsReported
{
    std::optional<QString> model;
    std::optional<QString> mode;
    std::optional<QString> effort;
    std::optional<QString> title;
};

enum class Activity { Working, Requesting, Compacting, Asking, Idle };

struct ActivityChanged
{
    Activity activity = Activity::Idle;
};

enum class TerminalActivity { Busy, Waiting, Idle };

//! What a program on a terminal does, as far as that can be told: it has no turns and no asks that could be
//! answered from here. Holds until the next one.
struct TerminalStatus
{
    TerminalActivity activity = TerminalActivity::Busy;
    QString words; //!< one line of what it does or waits for; may be empty
};

enum class TurnOrigin { User, Background };

struct TurnStarted
{
    TurnOrigin origin = TurnOrigin::User;
};

//! A prompt of ours went on; id is Command Prompt's.
struct PromptProgressed
{
    QString promptId;
    model::DeliveryState state = model::DeliveryState::Sent;
};

struct TextDelta
{
    QString itemId;
    QString parentId;
    QString text;
};

//! The whole text; also comes without any delta before it.
struct TextFinished
{
    QString itemId;
    QString parentId;
    QString text;
    bool aborted = false;
};

struct ThoughtDelta
{
    QString itemId;
    QString parentId;
    QString text;
};

struct ThoughtFinished
{
    QString itemId;
    QString parentId;
    QString text;
};

struct ToolStarted
{
    QString parentId;
    model::ToolCall call;
};

//! What is empty is unchanged.
struct ToolUpdated
{
    QString id;
    QString title;
    QString outputDelta; //!< to be appended
    std::optional<QJsonObject> input;
    std::optional<model::FileDiff> diff;
};

struct ToolFinished
{
    QString id;
    model::ToolStatus status = model::ToolStatus::Ok;
    QString output;
    std::optional<int> exitCode;
    std::optional<model::FileDiff> diff;
};

struct ApprovalAsked
{
    model::Approval approval;
};

struct QuestionAsked
{
    model::Question question;
};

//! The CLI no longer waits for this Approval or Question.
struct AskWithdrawn
{
    QString id;
};

//! The plan as it stands now, whole. One itemId is one plan, which ends with its turn.
struct PlanUpdated
{
    QString itemId;
    QList<model::PlanEntry> entries;
};

struct UsageReported
{
    std::optional<double> costUsd; //!< total of the session
    std::optional<model::TokenUsage> tokens; //!< total of the session
    std::optional<model::ContextWindow> context;
};

struct RetryScheduled
{
    int attempt = 0;
    int maxAttempts = 0;
    qint64 delayMs = 0;
    int httpStatus = 0;
    QString reason;
};

struct NoticeRaised
{
    model::NoticeLevel level = model::NoticeLevel::Info;
    QString text;
};

enum class TurnOutcome { Completed, Interrupted, Failed, Limit };

struct TurnFinished
{
    TurnOutcome outcome = TurnOutcome::Completed;
    QString error; //!< in words, when it failed or hit a limit
    int httpStatus = 0;
    qint64 durationMs = 0;
};

//! An answer to a request of ours (interrupt, mode, model): says why it was refused.
struct RequestFailed
{
    QString request; //!< "set_model", ...
    QString error;
};

//! A line that is valid but of no known kind.
struct LineIgnored
{
    QByteArray line;
};

using Event = std::variant<SessionStarted, SessionReset, ChoicesReported, SettingsReported, ActivityChanged,
    TerminalStatus, TurnStarted, PromptProgressed, TextDelta, TextFinished, ThoughtDelta, ThoughtFinished,
    ToolStarted, ToolUpdated, ToolFinished, ApprovalAsked, QuestionAsked, AskWithdrawn, PlanUpdated,
    UsageReported, RetryScheduled, NoticeRaised, TurnFinished, RequestFailed, LineIgnored>;

using Events = QList<Event>;

} // namespace provider
