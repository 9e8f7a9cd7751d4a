#include "core/provider/codex/toolitem.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/shellcommand.h"
#include "core/provider/wording.h"

#include <QJsonDocument>

#include <array>

namespace codex {

using model::ToolKind;
using model::ToolStatus;

namespace {

constexpr qsizetype TitleLength = 120;

model::ToolCall commandCall(const QJsonObject &item)
{
    model::ToolCall call;
    const QString command = shownCommand(text(item, "command"));
    call.name = QStringLiteral("shell");
    call.kind = ToolKind::Exec;
    call.title = provider::oneLine(command, TitleLength);
    call.input = {{QStringLiteral("command"), command}};
    if (const QString directory = text(item, "cwd"); !directory.isEmpty())
        call.input.insert(QStringLiteral("cwd"), directory);
    return call;
}

//! Arguments are mostly an object; else they are shown under their own name.
QJsonObject argumentsOf(const QJsonObject &item)
{
    const QJsonValue arguments = item.value(QLatin1StringView("arguments"));
    if (arguments.isObject() || arguments.isNull() || arguments.isUndefined())
        return arguments.toObject();
    return {{QStringLiteral("arguments"), arguments}};
}

model::ToolCall namedCall(const QString &name, ToolKind kind, const QString &title, const QJsonObject &input)
{
    model::ToolCall call;
    call.name = name;
    call.kind = kind;
    call.title = provider::oneLine(title, TitleLength);
    call.input = input;
    return call;
}

QString joined(const QString &first, const QString &second)
{
    return first.isEmpty() ? second : first + QLatin1Char('.') + second;
}

//! The texts of MCP content or of a dynamic tool's contentItems.
QString contentText(const QJsonArray &content)
{
    QStringList texts;
    for (const QJsonValue &value : content) {
        const QJsonObject block = value.toObject();
        const QString words = text(block, "text");
        texts.append(!words.isEmpty() ? words : QStringLiteral("[%1]").arg(text(block, "type")));
    }
    return texts.join(QLatin1Char('\n'));
}

QString agentsText(const QJsonObject &agents)
{
    QStringList lines;
    for (auto it = agents.begin(); it != agents.end(); ++it) {
        const QJsonObject state = it.value().toObject();
        QString line = provider::words(text(state, "status"));
        if (const QString message = text(state, "message"); !message.isEmpty())
            line += QStringLiteral(": ") + message;
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString outputOf(const QJsonObject &item)
{
    const QString type = text(item, "type");
    if (type == QLatin1StringView("commandExecution"))
        return text(item, "aggregatedOutput");
    if (type == QLatin1StringView("mcpToolCall")) {
        const QString error = text(object(item, "error"), "message");
        return error.isEmpty() ? contentText(array(object(item, "result"), "content")) : error;
    }
    if (type == QLatin1StringView("dynamicToolCall"))
        return contentText(array(item, "contentItems"));
    if (type == QLatin1StringView("collabAgentToolCall"))
        return agentsText(object(item, "agentsStates"));
    if (type == QLatin1StringView("imageGeneration"))
        return text(item, "savedPath");
    return {};
}

} // namespace

ToolStatus toolStatus(const QString &status)
{
    if (status == QLatin1StringView("failed"))
        return ToolStatus::Failed;
    if (status == QLatin1StringView("declined"))
        return ToolStatus::Denied;
    if (status == QLatin1StringView("interrupted"))
        return ToolStatus::Cancelled;
    return ToolStatus::Ok;
}

std::optional<model::ToolCall> toolCall(const QJsonObject &item)
{
    const QString type = text(item, "type");
    model::ToolCall call;
    if (type == QLatin1StringView("commandExecution")) {
        call = commandCall(item);
    } else if (type == QLatin1StringView("mcpToolCall")) {
        call = namedCall(
            joined(text(item, "server"), text(item, "tool")), ToolKind::Mcp, {}, argumentsOf(item));
    } else if (type == QLatin1StringView("dynamicToolCall")) {
        call = namedCall(
            joined(text(item, "namespace"), text(item, "tool")), ToolKind::Other, {}, argumentsOf(item));
    } else if (type == QLatin1StringView("collabAgentToolCall")) {
        call = namedCall(text(item, "tool"), ToolKind::Agent, text(item, "prompt"),
            {{QStringLiteral("prompt"), text(item, "prompt")}});
    } else if (type == QLatin1StringView("webSearch")) {
        call = namedCall(QStringLiteral("web_search"), ToolKind::Search, text(item, "query"),
            {{QStringLiteral("query"), text(item, "query")}});
    } else if (type == QLatin1StringView("imageView")) {
        call = namedCall(QStringLiteral("view_image"), ToolKind::Read,
            text(item, "path").section(QLatin1Char('/'), -1), {{QStringLiteral("path"), text(item, "path")}});
    } else if (type == QLatin1StringView("imageGeneration")) {
        call = namedCall(QStringLiteral("generate_image"), ToolKind::Other, text(item, "revisedPrompt"), {});
    } else if (type == QLatin1StringView("sleep")) {
        call = namedCall(QStringLiteral("sleep"), ToolKind::Other,
            QStringLiteral("%1 s").arg(count(item, "durationMs") / 1000), {});
    } else {
        return std::nullopt;
    }
    call.id = text(item, "id");
    return call;
}

provider::ToolFinished toolFinished(const QJsonObject &item)
{
    provider::ToolFinished finished;
    finished.id = text(item, "id");
    finished.status = toolStatus(text(item, "status"));
    finished.output = outputOf(item);
    if (const QJsonValue code = item.value(QLatin1StringView("exitCode")); code.isDouble())
        finished.exitCode = code.toInt();
    return finished;
}

} // namespace codex
