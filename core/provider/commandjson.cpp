#include "core/provider/commandjson.h"

#include "core/base/jsonreader.h"

#include <QJsonArray>

namespace provider {

namespace {

enum class Kind { Prompt, Decide, Answer, Skip, Interrupt, Mode, Model, Effort };

constexpr base::EnumNames<Kind, 8> KindNames{{
    {Kind::Prompt, "prompt"},
    {Kind::Decide, "decide"},
    {Kind::Answer, "answer"},
    {Kind::Skip, "skip"},
    {Kind::Interrupt, "interrupt"},
    {Kind::Mode, "mode"},
    {Kind::Model, "model"},
    {Kind::Effort, "effort"},
}};

QJsonObject begin(Kind kind)
{
    return {{QStringLiteral("do"), base::enumToName(KindNames, kind)}};
}

struct Writer
{
    QJsonObject operator()(const SendPrompt &prompt) const
    {
        QJsonObject json = begin(Kind::Prompt);
        json.insert(QStringLiteral("id"), prompt.id);
        json.insert(QStringLiteral("text"), prompt.text);
        QJsonArray attachments;
        for (const Attachment &attachment : prompt.attachments) {
            attachments.append(QJsonObject{{QStringLiteral("mediaType"), attachment.mediaType},
                {QStringLiteral("data"), QString::fromLatin1(attachment.data.toBase64())}});
        }
        if (!attachments.isEmpty())
            json.insert(QStringLiteral("attachments"), attachments);
        return json;
    }

    QJsonObject operator()(const DecideApproval &decision) const
    {
        QJsonObject json = begin(Kind::Decide);
        json.insert(QStringLiteral("id"), decision.approvalId);
        json.insert(QStringLiteral("option"), decision.optionId);
        json.insert(QStringLiteral("message"), decision.message);
        if (decision.updatedInput)
            json.insert(QStringLiteral("input"), *decision.updatedInput);
        return json;
    }

    QJsonObject operator()(const AnswerQuestion &answer) const
    {
        QJsonObject json = begin(Kind::Answer);
        json.insert(QStringLiteral("id"), answer.questionId);
        json.insert(QStringLiteral("answers"), answer.answers);
        return json;
    }

    QJsonObject operator()(const SkipQuestion &skip) const
    {
        QJsonObject json = begin(Kind::Skip);
        json.insert(QStringLiteral("id"), skip.questionId);
        json.insert(QStringLiteral("message"), skip.message);
        return json;
    }

    QJsonObject operator()(const Interrupt &) const { return begin(Kind::Interrupt); }
    QJsonObject operator()(const SetMode &command) const { return withValue(Kind::Mode, command.mode); }
    QJsonObject operator()(const SetModel &command) const { return withValue(Kind::Model, command.model); }
    QJsonObject operator()(const SetEffort &command) const { return withValue(Kind::Effort, command.effort); }

    static QJsonObject withValue(Kind kind, const QString &value)
    {
        QJsonObject json = begin(kind);
        json.insert(QStringLiteral("value"), value);
        return json;
    }
};

SendPrompt promptIn(base::JsonReader &reader)
{
    SendPrompt prompt{reader.string("id"), reader.string("text"), {}};
    const QJsonArray attachments = reader.optionalArray("attachments").value_or(QJsonArray());
    for (const QJsonValue &attachment : attachments) {
        const QJsonObject json = attachment.toObject();
        prompt.attachments.append({json.value(QLatin1String("mediaType")).toString(),
            QByteArray::fromBase64(json.value(QLatin1String("data")).toString().toLatin1())});
    }
    return prompt;
}

Command commandIn(base::JsonReader &reader)
{
    switch (reader.enumeration("do", KindNames)) {
    case Kind::Prompt:
        return promptIn(reader);
    case Kind::Decide:
        return DecideApproval{reader.string("id"), reader.string("option"), reader.string("message"),
            reader.optionalObject("input")};
    case Kind::Answer:
        return AnswerQuestion{reader.string("id"), reader.object("answers")};
    case Kind::Skip:
        return SkipQuestion{reader.string("id"), reader.string("message")};
    case Kind::Mode:
        return SetMode{reader.string("value")};
    case Kind::Model:
        return SetModel{reader.string("value")};
    case Kind::Effort:
        return SetEffort{reader.string("value")};
    case Kind::Interrupt:
        break;
    }
    return Interrupt{};
}

} // namespace

QJsonObject toJson(const Command &command)
{
    return std::visit(Writer{}, command);
}

base::Result<Command> commandFromJson(const QJsonObject &json)
{
    base::JsonReader reader(json);
    Command command = commandIn(reader);
    if (reader.error())
        return tl::unexpected<base::Error>(*reader.error());
    return command;
}

} // namespace provider
