#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace model {

//! The original's four statuses.
enum class AgentStatus { Running, WaitingInput, Stopped, Error };

//! What the agent really does; the status is derived from it.
enum class Phase {
    Starting,
    Working,
    Retrying, //!< the model API failed, the CLI will try again
    Asking, //!< an Approval or a Question waits
    Idle, //!< the process lives and waits for a prompt
    Stopped,
    Failed, //!< ended by itself or could not be started
};

AgentStatus statusOf(Phase phase);
//! "running", "waiting_input", "stopped", "error"
QString statusName(AgentStatus status);

//! What a person configured. Changed only by a person.
struct AgentConfig
{
    QString provider; //!< "claude", "codex"
    QString directory; //!< absolute
    QString prompt; //!< the first one
    QString claudeMd; //!< instructions appended to the system prompt; may be empty
    QString adminEmail;
    QString whatsappPhone;
    QString slackWebhookUrl;
    QJsonObject flags; //!< as the client sent them; a Provider reads those that it knows
};

struct TokenUsage
{
    qint64 input = 0;
    qint64 output = 0;
    qint64 cacheRead = 0;
    qint64 cacheCreation = 0;

    bool operator==(const TokenUsage &) const = default;
};

struct ContextWindow
{
    qint64 used = 0;
    qint64 total = 0;

    bool operator==(const ContextWindow &) const = default;
};

//! What is true of the agent now, apart from its messages. Journaled whole at each change.
struct AgentState
{
    Phase phase = Phase::Stopped;
    QString activity; //!< one line of what it does now; empty when it does nothing
    QString sessionId; //!< the CLI's; empty before the first start
    QString runId; //!< of the holder of its process; empty while there is none
    QString model;
    QString mode; //!< permission mode
    QString effort;
    QString cliVersion;
    double costUsd = 0;
    TokenUsage tokens;
    ContextWindow context;
    QString error; //!< why it failed; empty unless phase is Failed
    base::Timestamp turnStartedAt = 0; //!< 0 between turns
    base::Timestamp lastActivity = 0;

    bool operator==(const AgentState &) const = default;
};

QJsonObject toJson(const AgentState &state);
base::Result<AgentState> agentStateFromJson(const QJsonObject &json);

//! The document agent.json.
struct AgentDocument
{
    base::AgentId id;
    QString name;
    AgentConfig config;
    base::Timestamp createdAt = 0;
    QString clientId; //!< of the request that made it; may be empty
};

QJsonObject toJson(const AgentConfig &config);
base::Result<AgentConfig> agentConfigFromJson(const QJsonObject &json);
QJsonObject toJson(const AgentDocument &document);
base::Result<AgentDocument> agentDocumentFromJson(const QJsonObject &json);

} // namespace model
