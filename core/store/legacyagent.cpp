#include "core/store/legacyagent.h"

#include "core/base/jsonreader.h"
#include "core/store/datadirectory.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSet>

#include <cmath>

namespace store {

namespace {

constexpr double MaxTimestamp = 8.64e15; // what a JavaScript Date can be

enum class Role { User, Assistant, System, Tool };

constexpr base::EnumNames<Role, 4> RoleNames{{
    {Role::User, "user"},
    {Role::Assistant, "assistant"},
    {Role::System, "system"},
    {Role::Tool, "tool"},
}};

std::optional<base::Timestamp> readTime(base::JsonReader &reader, const char *name)
{
    const std::optional<double> milliseconds = reader.optionalNumber(name);
    if (!milliseconds)
        return std::nullopt;
    if (*milliseconds < 0 || *milliseconds > MaxTimestamp) {
        reader.fail(name, QStringLiteral("must be milliseconds since 1970"));
        return std::nullopt;
    }
    return static_cast<base::Timestamp>(std::floor(*milliseconds)); // file times have fractions
}

// Text as it is, anything else as JSON text.
QString textOf(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return {};
    if (value.isString())
        return value.toString();
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

// The original keeps the input of a tool as an object or as its JSON text; codex commands are plain text.
QJsonObject inputOf(const QJsonValue &value)
{
    if (value.isObject())
        return value.toObject();
    const QString text = textOf(value);
    if (text.isEmpty())
        return {};
    if (const auto parsed = base::parseJsonObject(text.toUtf8()))
        return *parsed;
    return {{QStringLiteral("input"), text}};
}

model::ToolCall readTool(base::JsonReader &reader, const QString &id, const QString &content)
{
    model::ToolCall tool;
    tool.id = id;
    tool.name = reader.optionalString("toolName").value_or(QStringLiteral("tool"));
    tool.title = content.isEmpty() ? tool.name : content.section(QLatin1Char('\n'), 0, 0);
    tool.input = inputOf(reader.source().value(QLatin1String("toolInput")));
    tool.output = textOf(reader.source().value(QLatin1String("toolResult")));
    // A result that is only in the content must not be lost with its further lines.
    if (tool.output.isEmpty() && content.contains(QLatin1Char('\n')))
        tool.output = content;
    tool.status = model::ToolStatus::Ok;
    return tool;
}

model::Message readMessage(base::JsonReader &reader, base::Timestamp before)
{
    model::Message message;
    const QString id = reader.optionalString("id").value_or(QString());
    message.id = base::MessageId(id.isEmpty() ? base::newUuid() : id);
    message.at = readTime(reader, "timestamp").value_or(before);
    const Role role = reader.enumeration("role", RoleNames);
    const QString content = reader.string("content");
    switch (role) {
    case Role::User:
        message.body = model::Prompt{content, {}, model::DeliveryState::Taken};
        break;
    case Role::Assistant:
        message.body = model::Text{content, false};
        break;
    case Role::System:
        message.body = model::Notice{model::NoticeLevel::Info, content};
        break;
    case Role::Tool:
        message.body = readTool(reader, message.id.toString(), content);
        break;
    }
    return message;
}

QList<model::Message> readMessages(base::JsonReader &agent, base::Timestamp createdAt)
{
    QList<model::Message> messages;
    QSet<QString> ids;
    const QJsonArray array = agent.optionalArray("messages").value_or(QJsonArray());
    for (qsizetype i = 0; i < array.size() && !agent.error(); ++i) {
        const QByteArray name = "messages[" + QByteArray::number(i) + ']';
        if (!array[i].isObject()) {
            agent.fail(name.constData(), QStringLiteral("must be an object"));
            break;
        }
        base::JsonReader reader(array[i].toObject(), agent.pathTo(name.constData()));
        model::Message message = readMessage(reader, messages.isEmpty() ? createdAt : messages.last().at);
        agent.adopt(reader);
        if (ids.contains(message.id.toString())) // the second one would replace the first
            message.id = base::MessageId(base::newUuid());
        ids.insert(message.id.toString());
        message.seq = static_cast<base::Sequence>(i) + 1;
        messages.append(std::move(message));
    }
    return messages;
}

model::AgentConfig readConfig(base::JsonReader &agent)
{
    base::JsonReader reader(agent.object("config"), agent.pathTo("config"));
    model::AgentConfig config;
    if (!agent.error()) {
        config.provider = reader.optionalString("provider").value_or(QStringLiteral("claude"));
        config.directory = reader.string("directory");
        config.prompt = reader.optionalString("prompt").value_or(QString());
        config.claudeMd = reader.optionalString("claudeMd").value_or(QString());
        config.adminEmail = reader.optionalString("adminEmail").value_or(QString());
        config.whatsappPhone = reader.optionalString("whatsappPhone").value_or(QString());
        config.slackWebhookUrl = reader.optionalString("slackWebhookUrl").value_or(QString());
        config.flags = reader.optionalObject("flags").value_or(QJsonObject());
        agent.adopt(reader);
    }
    if (config.prompt.isEmpty())
        config.prompt = agent.optionalString("originalPrompt").value_or(QString());
    return config;
}

model::TokenUsage readTokens(base::JsonReader &agent)
{
    base::JsonReader reader(
        agent.optionalObject("tokenUsage").value_or(QJsonObject()), agent.pathTo("tokenUsage"));
    model::TokenUsage tokens;
    tokens.input = reader.optionalInteger("input").value_or(0);
    tokens.output = reader.optionalInteger("output").value_or(0);
    tokens.cacheRead = reader.optionalInteger("cacheRead").value_or(0);
    tokens.cacheCreation = reader.optionalInteger("cacheCreation").value_or(0);
    agent.adopt(reader);
    return tokens;
}

model::ContextWindow readContext(base::JsonReader &agent)
{
    base::JsonReader reader(
        agent.optionalObject("contextWindow").value_or(QJsonObject()), agent.pathTo("contextWindow"));
    model::ContextWindow context;
    context.used = reader.optionalInteger("used").value_or(0);
    context.total = reader.optionalInteger("total").value_or(0);
    agent.adopt(reader);
    return context;
}

} // namespace

base::Result<LegacyAgent> legacyAgentFromJson(const QJsonObject &json, const QString &path)
{
    base::JsonReader reader(json, path);
    LegacyAgent agent;

    agent.document.id = base::AgentId(reader.string("id"));
    if (!DataDirectory::isValidId(agent.document.id))
        reader.fail("id", QStringLiteral("must have 1 to 64 letters, digits or hyphens"));
    agent.document.name = reader.string("name");
    agent.document.config = readConfig(reader);
    const auto lastActivity = readTime(reader, "lastActivity");
    agent.document.createdAt
        = readTime(reader, "createdAt").value_or(lastActivity.value_or(QDateTime::currentMSecsSinceEpoch()));
    agent.messages = readMessages(reader, agent.document.createdAt);

    agent.state.phase = model::Phase::Stopped;
    agent.state.sessionId = reader.optionalString("sessionId").value_or(QString());
    agent.state.costUsd = reader.optionalNumber("costUsd").value_or(0);
    agent.state.tokens = readTokens(reader);
    agent.state.context = readContext(reader);
    agent.state.lastActivity = lastActivity.value_or(
        agent.messages.isEmpty() ? agent.document.createdAt : agent.messages.last().at);

    if (const std::optional<base::Error> &error = reader.error())
        return tl::unexpected<base::Error>(*error);
    return agent;
}

} // namespace store
