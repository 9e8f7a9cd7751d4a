#include "core/provider/acp/toolcontent.h"

#include "core/provider/acp/chunkstream.h"
#include "core/provider/jsonfields.h"
#include "core/provider/textdiff.h"
#include "core/provider/wording.h"

#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace acp {

namespace json = provider::json;

using model::ToolKind;

namespace {

constexpr qsizetype TitleLength = 200;

//! claude-agent-acp makes whole texts of a patch, and takes the patch's remark for a line of the file.
QString withoutPatchRemarks(const QString &text)
{
    static const QString remark = QStringLiteral(" No newline at end of file");
    if (!text.contains(remark))
        return text;
    QStringList lines = text.split(QLatin1Char('\n'));
    lines.removeAll(remark);
    return lines.join(QLatin1Char('\n'));
}

QString withoutFence(const QString &text)
{
    const QString trimmed = text.trimmed();
    const qsizetype begin = trimmed.indexOf(QLatin1Char('\n'));
    static const QString fence = QStringLiteral("```");
    const bool fenced = begin > 0 && trimmed.startsWith(fence) && trimmed.endsWith(fence)
        && trimmed.indexOf(fence, begin) == trimmed.size() - fence.size();
    return fenced ? trimmed.mid(begin + 1, trimmed.size() - fence.size() - begin - 2) : text;
}

QString rawOutputText(const QJsonValue &output)
{
    if (output.isString())
        return output.toString();
    const QJsonObject object = output.toObject();
    for (const char *field :
        {"formatted_output", "aggregated_output", "output", "stdout", "error", "message"}) {
        const QJsonValue value = object.value(QLatin1StringView(field));
        if (!value.isString())
            continue;
        const QString errors = json::text(object, "stderr");
        const bool alone = QLatin1StringView(field) == QLatin1StringView("stdout");
        return alone ? value.toString() + errors : value.toString();
    }
    return object.isEmpty() ? QString()
                            : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

//! claude-agent-acp tells the tool's own name beside the protocol.
QString nameBeside(const QJsonObject &toolCall)
{
    const QJsonObject meta = json::object(toolCall, "_meta");
    for (const QJsonValue &value : meta) {
        if (const QString name = json::text(value.toObject(), "toolName"); !name.isEmpty())
            return name;
    }
    return {};
}

QString kindName(const QString &acpKind)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("read"), QStringLiteral("Read")},
        {QStringLiteral("edit"), QStringLiteral("Edit")},
        {QStringLiteral("delete"), QStringLiteral("Delete")},
        {QStringLiteral("move"), QStringLiteral("Move")},
        {QStringLiteral("search"), QStringLiteral("Search")},
        {QStringLiteral("execute"), QStringLiteral("Run")},
        {QStringLiteral("think"), QStringLiteral("Think")},
        {QStringLiteral("fetch"), QStringLiteral("Fetch")},
        {QStringLiteral("switch_mode"), QStringLiteral("Switch mode")},
    };
    return names.value(acpKind);
}

//! The file that the call is about; nothing for a command, whose location is where it runs.
QString firstLocation(const QJsonObject &toolCall)
{
    if (toolKind(json::text(toolCall, "kind")) == ToolKind::Exec)
        return {};
    return json::text(json::array(toolCall, "locations").first().toObject(), "path");
}

} // namespace

bool FileChange::isPartOf(const FileChange &other) const
{
    return path == other.path && other.before.contains(before) && other.after.contains(after);
}

QList<FileChange> fileChanges(const QJsonArray &content)
{
    QList<FileChange> changes;
    for (const QJsonValue &each : content) {
        const QJsonObject item = each.toObject();
        if (json::text(item, "type") != QLatin1StringView("diff") || json::text(item, "path").isEmpty())
            continue;
        changes.append({json::text(item, "path"), withoutPatchRemarks(json::text(item, "oldText")),
            withoutPatchRemarks(json::text(item, "newText"))});
    }
    return changes;
}

QList<model::FileDiff> fileDiffs(const QList<FileChange> &changes)
{
    QList<model::FileDiff> diffs;
    for (const FileChange &change : changes)
        diffs.append(provider::textDiff(change.path, change.before, change.after));
    return diffs;
}

QString contentTexts(const QJsonArray &content)
{
    QStringList texts;
    for (const QJsonValue &each : content) {
        const QJsonObject item = each.toObject();
        if (json::text(item, "type") == QLatin1StringView("content"))
            texts.append(withoutFence(contentText(json::object(item, "content"))));
    }
    return texts.join(QLatin1Char('\n'));
}

QString outputText(const QJsonObject &toolCall)
{
    const QString text = contentTexts(json::array(toolCall, "content"));
    return text.isEmpty() ? rawOutputText(toolCall.value(QLatin1StringView("rawOutput"))) : text;
}

std::optional<int> exitCode(const QJsonObject &toolCall)
{
    const QJsonObject output = json::object(toolCall, "rawOutput");
    const QJsonObject metadata = json::object(output, "metadata");
    for (const QJsonValue &value : {output.value(QLatin1StringView("exit_code")),
             output.value(QLatin1StringView("exitCode")), metadata.value(QLatin1StringView("exit"))}) {
        if (value.isDouble())
            return value.toInt();
    }
    return std::nullopt;
}

ToolKind toolKind(const QString &acpKind)
{
    static const QHash<QString, ToolKind> kinds{
        {QStringLiteral("read"), ToolKind::Read},
        {QStringLiteral("edit"), ToolKind::Edit},
        {QStringLiteral("delete"), ToolKind::Edit},
        {QStringLiteral("move"), ToolKind::Edit},
        {QStringLiteral("search"), ToolKind::Search},
        {QStringLiteral("execute"), ToolKind::Exec},
        {QStringLiteral("think"), ToolKind::Think},
        {QStringLiteral("fetch"), ToolKind::Fetch},
    };
    return kinds.value(acpKind, ToolKind::Other);
}

QString toolName(const QJsonObject &toolCall)
{
    QString name = nameBeside(toolCall);
    if (name.isEmpty())
        name = kindName(json::text(toolCall, "kind"));
    if (name.isEmpty())
        name = provider::oneLine(json::text(toolCall, "title"), TitleLength);
    return name.isEmpty() ? QStringLiteral("Tool") : name;
}

QString toolTitle(const QJsonObject &toolCall)
{
    const QString title = json::text(toolCall, "title");
    const QString path = firstLocation(toolCall);
    const bool named = path.isEmpty() || title.contains(QFileInfo(path).fileName());
    return provider::oneLine(named ? title : (title + QLatin1Char(' ') + path).trimmed(), TitleLength);
}

} // namespace acp
