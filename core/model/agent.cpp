#include "core/model/agent.h"

#include "core/model/jsonfields.h"
#include "core/model/readers.h"

#include <cmath>

namespace model {

namespace {

constexpr base::EnumNames<Phase, 7> PhaseNames{{
    {Phase::Starting, "starting"},
    {Phase::Working, "working"},
    {Phase::Retrying, "retrying"},
    {Phase::Asking, "asking"},
    {Phase::Idle, "idle"},
    {Phase::Stopped, "stopped"},
    {Phase::Failed, "failed"},
}};

constexpr base::EnumNames<AgentStatus, 4> StatusNames{{
    {AgentStatus::Running, "running"},
    {AgentStatus::WaitingInput, "waiting_input"},
    {AgentStatus::Stopped, "stopped"},
    {AgentStatus::Error, "error"},
}};

TokenUsage readTokens(base::JsonReader &reader)
{
    TokenUsage tokens;
    tokens.input = reader.integer("input");
    tokens.output = reader.integer("output");
    tokens.cacheRead = reader.integer("cacheRead");
    tokens.cacheCreation = reader.integer("cacheCreation");
    return tokens;
}

ContextWindow readContext(base::JsonReader &reader)
{
    ContextWindow context;
    context.used = reader.integer("used");
    context.total = reader.integer("total");
    return context;
}

AgentConfig readConfig(base::JsonReader &reader)
{
    AgentConfig config;
    config.provider = reader.string("provider");
    config.directory = reader.string("directory");
    config.prompt = reader.string("prompt");
    config.claudeMd = reader.optionalString("claudeMd").value_or(QString());
    config.adminEmail = reader.optionalString("adminEmail").value_or(QString());
    config.whatsappPhone = reader.optionalString("whatsappPhone").value_or(QString());
    config.slackWebhookUrl = reader.optionalString("slackWebhookUrl").value_or(QString());
    config.flags = reader.object("flags");
    return config;
}

AgentDocument readDocument(base::JsonReader &reader)
{
    AgentDocument document;
    document.id = base::AgentId(reader.string("id"));
    if (document.id.isEmpty())
        reader.fail("id", QStringLiteral("must not be empty"));
    document.name = reader.string("name");
    document.config = readNested(reader, "config", readConfig);
    document.createdAt = reader.integer("createdAt");
    document.clientId = reader.optionalString("clientId").value_or(QString());
    return document;
}

} // namespace

AgentStatus statusOf(Phase phase)
{
    switch (phase) {
    case Phase::Starting:
    case Phase::Working:
    case Phase::Retrying:
        return AgentStatus::Running;
    case Phase::Asking:
    case Phase::Idle:
        return AgentStatus::WaitingInput;
    case Phase::Stopped:
        return AgentStatus::Stopped;
    case Phase::Failed:
        break;
    }
    return AgentStatus::Error;
}

QString statusName(AgentStatus status)
{
    return base::enumToName(StatusNames, status);
}

QJsonObject toJson(const AgentState &state)
{
    // A browser replaces these fields by what it is sent: so all of them are there, an empty one too.
    return {
        {QStringLiteral("status"), statusName(statusOf(state.phase))},
        {QStringLiteral("phase"), base::enumToName(PhaseNames, state.phase)},
        {QStringLiteral("activity"), state.activity},
        {QStringLiteral("sessionId"), state.sessionId},
        {QStringLiteral("runId"), state.runId},
        {QStringLiteral("model"), state.model},
        {QStringLiteral("mode"), state.mode},
        {QStringLiteral("effort"), state.effort},
        {QStringLiteral("cliVersion"), state.cliVersion},
        // JSON has no infinity: it would become null, which does not read back
        {QStringLiteral("costUsd"), std::isfinite(state.costUsd) ? state.costUsd : 0.0},
        {QStringLiteral("tokenUsage"),
            QJsonObject{
                {QStringLiteral("input"), state.tokens.input},
                {QStringLiteral("output"), state.tokens.output},
                {QStringLiteral("cacheRead"), state.tokens.cacheRead},
                {QStringLiteral("cacheCreation"), state.tokens.cacheCreation},
            }},
        {QStringLiteral("contextWindow"),
            QJsonObject{
                {QStringLiteral("used"), state.context.used},
                {QStringLiteral("total"), state.context.total},
            }},
        {QStringLiteral("error"), state.error},
        {QStringLiteral("turnStartedAt"), static_cast<qint64>(state.turnStartedAt)},
        {QStringLiteral("lastActivity"), static_cast<qint64>(state.lastActivity)},
    };
}

AgentState readAgentState(base::JsonReader &reader)
{
    AgentState state;
    state.phase = reader.enumeration("phase", PhaseNames);
    state.activity = reader.string("activity");
    state.sessionId = reader.string("sessionId");
    state.runId = reader.optionalString("runId").value_or(QString());
    state.model = reader.string("model");
    state.mode = reader.string("mode");
    state.effort = reader.string("effort");
    state.cliVersion = reader.string("cliVersion");
    state.costUsd = reader.number("costUsd");
    state.tokens = readNested(reader, "tokenUsage", readTokens);
    state.context = readNested(reader, "contextWindow", readContext);
    state.error = reader.string("error");
    state.turnStartedAt = reader.integer("turnStartedAt");
    state.lastActivity = reader.integer("lastActivity");
    return state;
}

base::Result<AgentState> agentStateFromJson(const QJsonObject &json)
{
    return readWhole(json, readAgentState);
}

QJsonObject toJson(const AgentConfig &config)
{
    QJsonObject json{
        {QStringLiteral("provider"), config.provider},
        {QStringLiteral("directory"), config.directory},
        {QStringLiteral("prompt"), config.prompt},
        {QStringLiteral("flags"), config.flags},
    };
    insertUnlessEmpty(json, QLatin1String("claudeMd"), config.claudeMd);
    insertUnlessEmpty(json, QLatin1String("adminEmail"), config.adminEmail);
    insertUnlessEmpty(json, QLatin1String("whatsappPhone"), config.whatsappPhone);
    insertUnlessEmpty(json, QLatin1String("slackWebhookUrl"), config.slackWebhookUrl);
    return json;
}

QJsonObject toJson(const AgentDocument &document)
{
    QJsonObject json{
        {QStringLiteral("id"), document.id.toString()},
        {QStringLiteral("name"), document.name},
        {QStringLiteral("config"), toJson(document.config)},
        {QStringLiteral("createdAt"), static_cast<qint64>(document.createdAt)},
    };
    insertUnlessEmpty(json, QLatin1String("clientId"), document.clientId);
    return json;
}

base::Result<AgentConfig> agentConfigFromJson(const QJsonObject &json)
{
    return readWhole(json, readConfig);
}

base::Result<AgentDocument> agentDocumentFromJson(const QJsonObject &json)
{
    return readWhole(json, readDocument);
}

} // namespace model
