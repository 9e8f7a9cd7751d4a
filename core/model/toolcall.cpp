#include "core/model/toolcall.h"

#include "core/model/jsonfields.h"
#include "core/model/readers.h"

namespace model {

namespace {

constexpr base::EnumNames<ToolKind, 9> KindNames{{
    {ToolKind::Read, "read"},
    {ToolKind::Edit, "edit"},
    {ToolKind::Exec, "exec"},
    {ToolKind::Search, "search"},
    {ToolKind::Fetch, "fetch"},
    {ToolKind::Think, "think"},
    {ToolKind::Agent, "agent"},
    {ToolKind::Mcp, "mcp"},
    {ToolKind::Other, "other"},
}};

constexpr base::EnumNames<ToolStatus, 5> StatusNames{{
    {ToolStatus::Running, "running"},
    {ToolStatus::Ok, "ok"},
    {ToolStatus::Failed, "failed"},
    {ToolStatus::Denied, "denied"},
    {ToolStatus::Cancelled, "cancelled"},
}};

QJsonObject hunkToJson(const DiffHunk &hunk)
{
    return {
        {QStringLiteral("oldStart"), hunk.oldStart},
        {QStringLiteral("oldLines"), hunk.oldLines},
        {QStringLiteral("newStart"), hunk.newStart},
        {QStringLiteral("newLines"), hunk.newLines},
        {QStringLiteral("lines"), QJsonArray::fromStringList(hunk.lines)},
    };
}

DiffHunk readHunk(base::JsonReader &reader)
{
    DiffHunk hunk;
    hunk.oldStart = static_cast<int>(reader.integer("oldStart", 0, MaxInt));
    hunk.oldLines = static_cast<int>(reader.integer("oldLines", 0, MaxInt));
    hunk.newStart = static_cast<int>(reader.integer("newStart", 0, MaxInt));
    hunk.newLines = static_cast<int>(reader.integer("newLines", 0, MaxInt));
    const std::optional<QStringList> lines = reader.optionalStringList("lines");
    if (!lines)
        reader.fail("lines", QStringLiteral("is required"));
    hunk.lines = lines.value_or(QStringList());
    return hunk;
}

} // namespace

QJsonObject toJson(const FileDiff &diff)
{
    return {
        {QStringLiteral("path"), diff.path},
        {QStringLiteral("added"), diff.added},
        {QStringLiteral("removed"), diff.removed},
        {QStringLiteral("hunks"), toJsonArray(diff.hunks, hunkToJson)},
    };
}

FileDiff readFileDiff(base::JsonReader &reader)
{
    FileDiff diff;
    diff.path = reader.string("path");
    diff.added = static_cast<int>(reader.integer("added", 0, MaxInt));
    diff.removed = static_cast<int>(reader.integer("removed", 0, MaxInt));
    diff.hunks = readList(reader, "hunks", readHunk);
    return diff;
}

QJsonObject toJson(const ToolCall &tool)
{
    QJsonObject json{
        {QStringLiteral("id"), tool.id},
        {QStringLiteral("kind"), base::enumToName(KindNames, tool.kind)},
        {QStringLiteral("title"), tool.title},
        {QStringLiteral("status"), base::enumToName(StatusNames, tool.status)},
    };
    if (tool.exitCode)
        json.insert(QLatin1String("exitCode"), *tool.exitCode);
    if (tool.durationMs != 0)
        json.insert(QLatin1String("durationMs"), static_cast<qint64>(tool.durationMs));
    if (tool.diff)
        json.insert(QLatin1String("diff"), toJson(*tool.diff));
    return json;
}

ToolCall readToolCall(base::JsonReader &reader)
{
    ToolCall tool;
    tool.id = reader.string("id");
    tool.kind = reader.enumeration("kind", KindNames);
    tool.title = reader.string("title");
    tool.status = reader.enumeration("status", StatusNames);
    if (const auto exitCode = reader.optionalInteger("exitCode", MinInt, MaxInt))
        tool.exitCode = static_cast<int>(*exitCode);
    tool.durationMs = reader.optionalInteger("durationMs").value_or(0);
    tool.diff = readOptionalNested(reader, "diff", readFileDiff);
    return tool;
}

base::Result<ToolCall> toolCallFromJson(const QJsonObject &json)
{
    return readWhole(json, readToolCall);
}

} // namespace model
