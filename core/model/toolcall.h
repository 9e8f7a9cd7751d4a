#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace model {

enum class ToolKind { Read, Edit, Exec, Search, Fetch, Think, Agent, Mcp, Other };

enum class ToolStatus { Running, Ok, Failed, Denied, Cancelled };

//! One hunk of a unified diff; each line begins with ' ', '+' or '-'.
struct DiffHunk
{
    int oldStart = 0;
    int oldLines = 0;
    int newStart = 0;
    int newLines = 0;
    QStringList lines;
};

struct FileDiff
{
    QString path;
    int added = 0;
    int removed = 0;
    QList<DiffHunk> hunks;
};

//! What the agent did with one tool, from its beginning to its result.
struct ToolCall
{
    QString id; //!< the CLI's own
    QString name;
    ToolKind kind = ToolKind::Other;
    QString title; //!< one line: "auth.cpp", "make -j8"
    QJsonObject input;
    ToolStatus status = ToolStatus::Running;
    QString output;
    std::optional<int> exitCode;
    std::optional<FileDiff> diff;
    std::int64_t durationMs = 0; //!< 0 while it runs
};

//! Everything but name, input and output, which a Message carries in the fields toolName, toolInput and
//! toolResult.
QJsonObject toJson(const ToolCall &tool);
QJsonObject toJson(const FileDiff &diff);
base::Result<ToolCall> toolCallFromJson(const QJsonObject &json);

} // namespace model
