#include "server/view/messageview.h"

#include "server/view/clip.h"

namespace view {

namespace {

QJsonObject clipMessage(QJsonObject json, qsizetype limit)
{
    QJsonObject clipped;
    for (const char *field : {"content", "toolInput", "toolResult"}) {
        const auto value = json.find(QLatin1String(field));
        if (value == json.end())
            continue;
        const QString text = value->toString();
        if (text.size() <= limit)
            continue;
        clipped.insert(QLatin1String(field), text.size());
        value.value() = clipMiddle(text, limit);
    }
    for (const char *field : {"approval", "question", "tool"}) {
        const auto value = json.find(QLatin1String(field));
        if (value == json.end())
            continue;
        bool tooLong = false;
        const QJsonValue shorter = clipTexts(value.value(), limit, &tooLong);
        if (!tooLong)
            continue;
        clipped.insert(QLatin1String(field), true);
        value.value() = shorter;
    }
    if (!clipped.isEmpty())
        json.insert(QStringLiteral("clipped"), clipped);
    return json;
}

//! A diff of very many short lines is long too: its hunks are left out as a whole, its counts stay. Gives the
//! length of what was left out, or 0.
qsizetype dropLongDiff(model::Message &message)
{
    auto *call = std::get_if<model::ToolCall>(&message.body);
    if (!call || !call->diff)
        return 0;
    qsizetype length = 0;
    for (const model::DiffHunk &hunk : call->diff->hunks) {
        for (const QString &line : hunk.lines)
            length += line.size() + 1;
    }
    if (length <= MaxTextLength)
        return 0;
    call->diff->hunks.clear();
    return length;
}

} // namespace

QJsonObject messageJson(const model::Message &message)
{
    model::Message shorter = message;
    const qsizetype diffLength = dropLongDiff(shorter);
    QJsonObject json = clipMessage(model::toJson(shorter), MaxTextLength);
    if (diffLength > 0) {
        QJsonObject clipped = json.value(QStringLiteral("clipped")).toObject();
        clipped.insert(QStringLiteral("diff"), diffLength);
        json.insert(QStringLiteral("clipped"), clipped);
    }
    return json;
}

QJsonObject shortMessageJson(const model::Message &message)
{
    const QJsonObject whole = model::toJson(message);
    QJsonObject json;
    for (const char *field : {"id", "seq", "role", "kind", "timestamp", "open", "toolName", "level"}) {
        if (const QJsonValue value = whole.value(QLatin1String(field)); !value.isUndefined())
            json.insert(QLatin1String(field), value);
    }
    json.insert(QStringLiteral("content"),
        clipEnd(whole.value(QStringLiteral("content")).toString(), ListTextLength));
    return json;
}

QJsonObject pendingJson(const model::Message &message)
{
    return clipMessage(model::toJson(message), PendingTextLength);
}

QJsonObject recordJson(const model::Record &record)
{
    if (const auto *changed = std::get_if<model::MessageChanged>(&record.body)) {
        return {{QStringLiteral("seq"), static_cast<qint64>(record.seq)}, {QStringLiteral("at"), record.at},
            {QStringLiteral("type"), QStringLiteral("message")},
            {QStringLiteral("message"), messageJson(changed->message)}};
    }
    if (std::holds_alternative<model::InputGiven>(record.body)) {
        // Of no use to a browser, but its numbers must be without a gap.
        return {{QStringLiteral("seq"), static_cast<qint64>(record.seq)}, {QStringLiteral("at"), record.at},
            {QStringLiteral("type"), QStringLiteral("unknown")}, {QStringLiteral("line"), QString()}};
    }
    return model::toJson(record);
}

QJsonArray recordsJson(const QList<model::Record> &records)
{
    QJsonArray array;
    for (const model::Record &record : records)
        array.append(recordJson(record));
    return array;
}

} // namespace view
