#include "core/provider/codex/rolloutitem.h"

#include "core/provider/codex/filechange.h"
#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/toolitem.h"

#include <algorithm>

namespace codex {

namespace {

QString contentTexts(const QJsonArray &content)
{
    QStringList texts;
    for (const QJsonValue &part : content)
        texts.append(text(part.toObject(), "text"));
    texts.removeAll(QString());
    return texts.join(QLatin1Char('\n'));
}

QString joined(const QJsonArray &texts)
{
    QStringList parts;
    for (const QJsonValue &part : texts)
        parts.append(part.toString());
    parts.removeAll(QString());
    return parts.join(QStringLiteral("\n\n"));
}

QString reasoning(const QJsonObject &item)
{
    for (const char *field : {"summary_text", "summary", "raw_content", "content"}) {
        if (const QString words = joined(array(item, field)); !words.isEmpty())
            return words;
    }
    return {};
}

//! {path: {type, content | unified_diff, move_path}} as the wire has it: a list of {path, kind, diff}.
QJsonArray wireChanges(const QJsonObject &changes)
{
    QJsonArray list;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const QJsonObject change = it.value().toObject();
        const QString content = text(change, "content");
        list.append(QJsonObject{{QStringLiteral("path"), it.key()},
            {QStringLiteral("kind"),
                QJsonObject{{QStringLiteral("type"), text(change, "type")},
                    {QStringLiteral("move_path"), change.value(QLatin1StringView("move_path"))}}},
            {QStringLiteral("diff"), content.isEmpty() ? text(change, "unified_diff") : content}});
    }
    return list;
}

//! A command is a list of words there, and its fields have other names.
QJsonObject wireCommand(const QJsonObject &item)
{
    QJsonObject wire = item;
    wire.insert(QStringLiteral("type"), QStringLiteral("commandExecution"));
    if (const QJsonArray words = array(item, "command"); !words.isEmpty())
        wire.insert(QStringLiteral("command"), words.last()); // of /bin/bash -lc '…'
    for (const char *output : {"aggregated_output", "formatted_output", "stdout"}) {
        if (const QString words = text(item, output);
            !words.isEmpty() && text(wire, "aggregatedOutput").isEmpty())
            wire.insert(QStringLiteral("aggregatedOutput"), words);
    }
    if (QString directory = text(item, "cwd"); directory.startsWith(QLatin1StringView("file://")))
        wire.insert(QStringLiteral("cwd"), directory.remove(0, 7));
    if (item.contains(QLatin1StringView("exit_code")))
        wire.insert(QStringLiteral("exitCode"), item.value(QLatin1StringView("exit_code")));
    return wire;
}

model::ToolCall finishedCall(model::ToolCall call, const provider::ToolFinished &finished)
{
    call.status = finished.status;
    call.output = finished.output;
    call.exitCode = finished.exitCode;
    return call;
}

//! "McpToolCall" → "mcpToolCall"
QString wireName(QString type)
{
    if (!type.isEmpty())
        type[0] = type.front().toLower();
    return type;
}

} // namespace

QList<model::MessageBody> rolloutItem(const QJsonObject &item)
{
    const QString type = wireName(text(item, "type"));
    QList<model::MessageBody> bodies;
    if (type == QLatin1StringView("userMessage")) {
        if (const QString words = contentTexts(array(item, "content")); !words.isEmpty())
            bodies.append(model::Prompt{words, {}, model::DeliveryState::Taken});
    } else if (type == QLatin1StringView("agentMessage")) {
        if (const QString words = contentTexts(array(item, "content")); !words.isEmpty())
            bodies.append(model::Text{words, false});
    } else if (type == QLatin1StringView("plan")) {
        if (const QString words = text(item, "text"); !words.isEmpty())
            bodies.append(model::Text{words, false});
    } else if (type == QLatin1StringView("reasoning")) {
        if (const QString words = reasoning(item); !words.isEmpty())
            bodies.append(model::Thought{words, 0});
    } else if (type == QLatin1StringView("contextCompaction")) {
        bodies.append(
            model::Notice{model::NoticeLevel::Info, QStringLiteral("The conversation was compacted")});
    } else if (type == QLatin1StringView("fileChange")) {
        const QList<model::ToolCall> calls
            = fileChangeCalls(text(item, "id"), wireChanges(object(item, "changes")));
        for (model::ToolCall call : calls) {
            call.status = toolStatus(text(item, "status"));
            bodies.append(call);
        }
    } else {
        QJsonObject wire = item;
        wire.insert(QStringLiteral("type"), type);
        if (type == QLatin1StringView("commandExecution"))
            wire = wireCommand(item);
        if (const auto call = toolCall(wire))
            bodies.append(finishedCall(*call, toolFinished(wire)));
    }
    return bodies;
}

} // namespace codex
