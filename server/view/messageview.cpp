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

//! A diff of very many short lines is long too: its lines are counted, and its hunks left out as a whole.
void clipDiff(QJsonObject &json)
{
    QJsonObject tool = json.value(QStringLiteral("tool")).toObject();
    QJsonObject diff = tool.value(QStringLiteral("diff")).toObject();
    if (diff.isEmpty())
        return;
    qsizetype length = 0;
    for (const QJsonValue &hunk : diff.value(QStringLiteral("hunks")).toArray()) {
        for (const QJsonValue &line : hunk.toObject().value(QStringLiteral("lines")).toArray())
            length += line.toString().size() + 1;
    }
    if (length <= MaxTextLength)
        return;
    diff.insert(QStringLiteral("hunks"), QJsonArray());
    tool.insert(QStringLiteral("diff"), diff);
    json.insert(QStringLiteral("tool"), tool);
    QJsonObject clipped = json.value(QStringLiteral("clipped")).toObject();
    clipped.insert(QStringLiteral("diff"), length);
    json.insert(QStringLiteral("clipped"), clipped);
}

} // namespace

QJsonObject messageJson(const model::Message &message)
{
    QJsonObject json = clipMessage(model::toJson(message), MaxTextLength);
    clipDiff(json);
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
    json.insert(QStringLiteral("content"), clipEnd(whole.value(QStringLiteral("content")).toString(), ListTextLength));
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
            {QStringLiteral("type"), QStringLiteral("message")}, {QStringLiteral("message"), messageJson(changed->message)}};
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
