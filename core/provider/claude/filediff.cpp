#include "core/provider/claude/filediff.h"

#include "core/provider/claude/jsonfields.h"

namespace claude {

namespace {

void countLine(const QString &line, model::FileDiff &diff)
{
    if (line.startsWith(QLatin1Char('+')))
        ++diff.added;
    else if (line.startsWith(QLatin1Char('-')))
        ++diff.removed;
}

model::DiffHunk createdFile(const QString &content)
{
    QStringList lines = content.split(QLatin1Char('\n'));
    if (lines.last().isEmpty())
        lines.removeLast(); // what stands after the last line break is no line
    for (QString &line : lines)
        line.prepend(QLatin1Char('+'));
    model::DiffHunk hunk;
    hunk.newStart = lines.isEmpty() ? 0 : 1;
    hunk.newLines = static_cast<int>(lines.size());
    hunk.lines = lines;
    return hunk;
}

model::DiffHunk patchHunk(const QJsonObject &json)
{
    model::DiffHunk hunk;
    hunk.oldStart = smallCount(json, "oldStart");
    hunk.oldLines = smallCount(json, "oldLines");
    hunk.newStart = smallCount(json, "newStart");
    hunk.newLines = smallCount(json, "newLines");
    const QJsonArray lines = array(json, "lines");
    for (const QJsonValue &line : lines) {
        if (line.isString())
            hunk.lines.append(line.toString());
    }
    return hunk;
}

} // namespace

std::optional<model::FileDiff> fileDiff(const QJsonObject &toolUseResult)
{
    const QString path = text(toolUseResult, "filePath");
    if (path.isEmpty() || !toolUseResult.value(QLatin1StringView("structuredPatch")).isArray())
        return std::nullopt;

    QList<model::DiffHunk> hunks;
    const QJsonArray patch = array(toolUseResult, "structuredPatch");
    for (const QJsonValue &hunk : patch)
        hunks.append(patchHunk(hunk.toObject()));
    if (hunks.isEmpty() && text(toolUseResult, "type") == QLatin1StringView("create"))
        hunks.append(createdFile(text(toolUseResult, "content")));

    model::FileDiff diff;
    diff.path = path;
    qsizetype room = MaxDiffLines;
    for (model::DiffHunk &hunk : hunks) {
        for (const QString &line : std::as_const(hunk.lines))
            countLine(line, diff);
        if (room <= 0)
            continue;
        if (hunk.lines.size() > room)
            hunk.lines.erase(hunk.lines.begin() + room, hunk.lines.end());
        room -= hunk.lines.size();
        diff.hunks.append(hunk);
    }
    return diff;
}

} // namespace claude
