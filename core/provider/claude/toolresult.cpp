#include "core/provider/claude/toolresult.h"

#include "core/provider/claude/filediff.h"
#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/tooltitle.h"

#include <QRegularExpression>

namespace claude {

using model::ToolStatus;

namespace {

QString imageName(const QJsonObject &block)
{
    const QJsonObject source = object(block, "source");
    const QString type = text(source, "media_type");
    const qsizetype bytes = text(source, "data").size() * 3 / 4; // base64
    return QStringLiteral("[image %1, %2 KB]")
        .arg(type.isEmpty() ? QStringLiteral("of unknown type") : type)
        .arg((bytes + 1023) / 1024);
}

//! "Exit code 2\n…" is how a failed command's output begins.
std::optional<int> exitCodeIn(const QString &output)
{
    static const QRegularExpression pattern(QStringLiteral("\\AExit code (\\d{1,9})(?:\\n|\\z)"));
    const QRegularExpressionMatch match = pattern.match(output);
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

bool isRefusal(const QString &output)
{
    return output.startsWith(QStringLiteral("Tool permission request failed"));
}

bool isInterruption(const QString &output)
{
    return output.startsWith(QStringLiteral("[Request interrupted by user"))
        || output.startsWith(QStringLiteral("The user doesn't want to proceed with this tool use"));
}

ToolStatus errorStatus(const ToolResultLine &line, const QString &output, bool deniedByPerson)
{
    if (deniedByPerson)
        return ToolStatus::Denied;
    const QString notRun = text(line.meta, "non_execution_kind");
    if (notRun == QLatin1StringView("user-rejected") || isInterruption(output))
        return ToolStatus::Cancelled; // without a no of ours it was the interrupt that rejected it
    const QString decision = text(object(line.meta, "permission_decision"), "decision");
    if (notRun == QLatin1StringView("permission-rule") || decision == QLatin1StringView("reject")
        || isRefusal(output))
        return ToolStatus::Denied;
    return ToolStatus::Failed;
}

} // namespace

QString contentText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QStringList parts;
    const QJsonArray blocks = content.toArray();
    for (const QJsonValue &value : blocks) {
        const QJsonObject block = value.toObject();
        const QString type = text(block, "type");
        if (type == QLatin1StringView("text"))
            parts.append(text(block, "text"));
        else if (type == QLatin1StringView("image"))
            parts.append(imageName(block));
        else if (type == QLatin1StringView("tool_reference"))
            parts.append(QStringLiteral("[tool %1]").arg(text(block, "tool_name")));
        else if (!type.isEmpty())
            parts.append(QStringLiteral("[%1]").arg(type));
    }
    return parts.join(QLatin1Char('\n'));
}

bool goesOnInBackground(const QJsonValue &toolUseResult)
{
    const QJsonObject result = toolUseResult.toObject();
    return flag(result, "isAsync") || text(result, "status") == QLatin1StringView("async_launched")
        || !text(result, "backgroundTaskId").isEmpty();
}

namespace {

//! What a subagent's result says to a person; the block says it to the model, with rules how to handle it.
QString agentOutput(const QJsonObject &result, const QString &otherwise)
{
    if (goesOnInBackground(result))
        return QStringLiteral("It works in the background");
    const QString report = contentText(result.value(QLatin1StringView("content")));
    return report.isEmpty() ? otherwise : report;
}

} // namespace

provider::ToolFinished toolFinished(const QString &toolName, const ToolResultLine &line, bool deniedByPerson)
{
    provider::ToolFinished finished;
    finished.id = text(line.block, "tool_use_id");
    finished.output = contentText(line.block.value(QLatin1StringView("content")));
    const QJsonObject result = line.toolUseResult.toObject();

    if (flag(line.block, "is_error"))
        finished.status = errorStatus(line, finished.output, deniedByPerson);
    else if (flag(result, "interrupted"))
        finished.status = ToolStatus::Cancelled;
    else
        finished.status = ToolStatus::Ok;

    if (toolKind(toolName) == model::ToolKind::Agent && finished.status == ToolStatus::Ok)
        finished.output = agentOutput(result, finished.output);
    if (toolName == QLatin1StringView("Bash")) {
        finished.exitCode
            = finished.status == ToolStatus::Failed ? exitCodeIn(finished.output) : std::nullopt;
        // claude reads some codes other than 0 as success (grep without a match) and then says what it made
        // of them.
        const bool plainSuccess = finished.status == ToolStatus::Ok && !goesOnInBackground(result)
            && result.contains(QLatin1StringView("stdout"))
            && text(result, "returnCodeInterpretation").isEmpty();
        if (plainSuccess)
            finished.exitCode = 0;
    }
    if (finished.status == ToolStatus::Ok)
        finished.diff = fileDiff(result);
    return finished;
}

} // namespace claude
