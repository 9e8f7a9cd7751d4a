#include "core/model/message.h"

#include "core/model/jsonfields.h"
#include "core/model/readers.h"

#include <QJsonDocument>

namespace model {

namespace {

enum class Kind { Prompt, Text, Thought, Tool, Approval, Question, Notice, Plan };

constexpr base::EnumNames<Kind, 8> KindNames{{
    {Kind::Prompt, "prompt"},
    {Kind::Text, "text"},
    {Kind::Thought, "thought"},
    {Kind::Tool, "tool"},
    {Kind::Approval, "approval"},
    {Kind::Question, "question"},
    {Kind::Notice, "notice"},
    {Kind::Plan, "plan"},
}};

constexpr QLatin1String ItemId("itemId");

constexpr base::EnumNames<DeliveryState, 5> DeliveryNames{{
    {DeliveryState::Accepted, "accepted"},
    {DeliveryState::Sent, "sent"},
    {DeliveryState::Taken, "taken"},
    {DeliveryState::Cancelled, "cancelled"},
    {DeliveryState::Failed, "failed"},
}};

constexpr base::EnumNames<PlanStep, 3> StepNames{{
    {PlanStep::Pending, "pending"},
    {PlanStep::Active, "active"},
    {PlanStep::Done, "done"},
}};

constexpr base::EnumNames<NoticeLevel, 3> LevelNames{{
    {NoticeLevel::Info, "info"},
    {NoticeLevel::Warning, "warning"},
    {NoticeLevel::Error, "error"},
}};

QJsonObject entryToJson(const PlanEntry &entry)
{
    return {
        {QStringLiteral("text"), entry.text},
        {QStringLiteral("state"), base::enumToName(StepNames, entry.state)},
    };
}

PlanEntry readEntry(base::JsonReader &reader)
{
    PlanEntry entry;
    entry.text = reader.string("text");
    entry.state = reader.enumeration("state", StepNames);
    return entry;
}

//! For clients that know no plans.
QString planText(const Plan &plan)
{
    QStringList lines;
    for (const PlanEntry &entry : plan.entries)
        lines.append((entry.state == PlanStep::Done ? QStringLiteral("- [x] ") : QStringLiteral("- [ ] "))
            + entry.text);
    return lines.join(QLatin1Char('\n'));
}

//! Adds what a kind has of its own: role, kind, content and further fields.
class BodyWriter
{
public:
    explicit BodyWriter(QJsonObject &json)
        : m_json(json)
    {
    }

    void operator()(const Prompt &prompt)
    {
        begin(Kind::Prompt, QStringLiteral("user"), prompt.text);
        insertUnlessEmpty(m_json, QLatin1String("clientId"), prompt.clientId);
        m_json.insert(QLatin1String("delivery"), base::enumToName(DeliveryNames, prompt.delivery));
    }

    void operator()(const Text &text)
    {
        begin(Kind::Text, QStringLiteral("assistant"), text.text);
        if (text.aborted)
            m_json.insert(QLatin1String("aborted"), true);
        insertUnlessEmpty(m_json, ItemId, text.itemId);
    }

    void operator()(const Thought &thought)
    {
        begin(Kind::Thought, QStringLiteral("assistant"), thought.text);
        if (thought.durationMs != 0)
            m_json.insert(QLatin1String("durationMs"), static_cast<qint64>(thought.durationMs));
        insertUnlessEmpty(m_json, ItemId, thought.itemId);
    }

    void operator()(const ToolCall &tool)
    {
        begin(Kind::Tool, QStringLiteral("tool"), tool.title);
        m_json.insert(QLatin1String("toolName"), tool.name);
        m_json.insert(QLatin1String("toolInput"),
            QString::fromUtf8(QJsonDocument(tool.input).toJson(QJsonDocument::Compact)));
        insertUnlessEmpty(m_json, QLatin1String("toolResult"), tool.output);
        m_json.insert(QLatin1String("tool"), toJson(tool));
    }

    void operator()(const Approval &approval)
    {
        begin(Kind::Approval, QStringLiteral("system"), approval.title);
        m_json.insert(QLatin1String("approval"), toJson(approval));
    }

    void operator()(const Question &question)
    {
        begin(Kind::Question, QStringLiteral("system"),
            question.items.isEmpty() ? QString() : question.items.first().text);
        m_json.insert(QLatin1String("question"), toJson(question));
    }

    void operator()(const Notice &notice)
    {
        begin(Kind::Notice, QStringLiteral("system"), notice.text);
        m_json.insert(QLatin1String("level"), base::enumToName(LevelNames, notice.level));
    }

    void operator()(const Plan &plan)
    {
        begin(Kind::Plan, QStringLiteral("assistant"), planText(plan));
        m_json.insert(QLatin1String("entries"), toJsonArray(plan.entries, entryToJson));
        insertUnlessEmpty(m_json, ItemId, plan.itemId);
    }

private:
    void begin(Kind kind, const QString &role, const QString &content)
    {
        m_json.insert(QLatin1String("role"), role);
        m_json.insert(QLatin1String("kind"), base::enumToName(KindNames, kind));
        m_json.insert(QLatin1String("content"), content);
    }

    QJsonObject &m_json;
};

ToolCall readToolMessage(base::JsonReader &reader)
{
    ToolCall tool = readNested(reader, "tool", readToolCall);
    tool.name = reader.string("toolName");
    tool.output = reader.optionalString("toolResult").value_or(QString());
    const QString input = reader.string("toolInput");
    if (reader.error())
        return tool;
    const base::Result<QJsonObject> parsed = base::parseJsonObject(input.toUtf8());
    if (parsed)
        tool.input = *parsed;
    else
        reader.fail(
            "toolInput", QStringLiteral("must be the text of a JSON object: ") + parsed.error().message);
    return tool;
}

QString readItemId(base::JsonReader &reader)
{
    return reader.optionalString("itemId").value_or(QString());
}

MessageBody readBody(base::JsonReader &reader)
{
    switch (reader.enumeration("kind", KindNames)) {
    case Kind::Prompt: {
        Prompt prompt;
        prompt.text = reader.string("content");
        prompt.clientId = reader.optionalString("clientId").value_or(QString());
        prompt.delivery = reader.enumeration("delivery", DeliveryNames);
        return prompt;
    }
    case Kind::Text:
        return Text{
            reader.string("content"), reader.optionalBoolean("aborted").value_or(false), readItemId(reader)};
    case Kind::Thought:
        return Thought{
            reader.string("content"), reader.optionalInteger("durationMs").value_or(0), readItemId(reader)};
    case Kind::Tool:
        return readToolMessage(reader);
    case Kind::Approval:
        return readNested(reader, "approval", readApproval);
    case Kind::Question:
        return readNested(reader, "question", readQuestion);
    case Kind::Plan:
        return Plan{readList(reader, "entries", readEntry), readItemId(reader)};
    case Kind::Notice:
        break;
    }
    return Notice{reader.enumeration("level", LevelNames), reader.string("content")};
}

} // namespace

QJsonObject toJson(const Message &message)
{
    QJsonObject json{
        {QStringLiteral("id"), message.id.toString()},
        {QStringLiteral("seq"), static_cast<qint64>(message.seq)},
        {QStringLiteral("timestamp"), static_cast<qint64>(message.at)},
        {QStringLiteral("open"), message.open},
    };
    insertUnlessEmpty(json, QLatin1String("parentId"), message.parentId);
    std::visit(BodyWriter(json), message.body);
    return json;
}

Message readMessage(base::JsonReader &reader)
{
    Message message;
    message.id = base::MessageId(reader.string("id"));
    if (message.id.isEmpty())
        reader.fail("id", QStringLiteral("must not be empty"));
    message.seq = static_cast<base::Sequence>(reader.integer("seq", 1));
    message.at = reader.integer("timestamp");
    message.open = reader.boolean("open");
    message.parentId = reader.optionalString("parentId").value_or(QString());
    message.body = readBody(reader);
    return message;
}

base::Result<Message> messageFromJson(const QJsonObject &json)
{
    return readWhole(json, readMessage);
}

} // namespace model
