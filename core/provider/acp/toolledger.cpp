#include "core/provider/acp/toolledger.h"

#include "core/provider/jsonfields.h"

#include <QJsonArray>

#include <algorithm>

namespace acp {

namespace json = provider::json;

using model::ToolStatus;
using provider::Events;

namespace {

QString idOf(const QJsonObject &toolCall)
{
    return json::text(toolCall, "toolCallId");
}

QString statusOf(const QJsonObject &toolCall)
{
    return json::text(toolCall, "status");
}

bool isOver(const QJsonObject &toolCall)
{
    return statusOf(toolCall) == QLatin1StringView("completed")
        || statusOf(toolCall) == QLatin1StringView("failed");
}

//! `fields` with those that `toolCall` names; null says nothing.
QJsonObject merged(QJsonObject fields, const QJsonObject &toolCall)
{
    for (auto it = toolCall.begin(); it != toolCall.end(); ++it) {
        if (!it.value().isNull())
            fields.insert(it.key(), it.value());
    }
    return fields;
}

std::optional<model::FileDiff> firstDiff(const QList<FileChange> &changes)
{
    if (changes.isEmpty())
        return std::nullopt;
    return fileDiffs({changes.first()}).first();
}

//! A call shows one diff; the other files that it changed are at least named.
QString otherFiles(const QList<FileChange> &changes)
{
    QStringList lines;
    for (const FileChange &change : changes.mid(1)) {
        const model::FileDiff diff = fileDiffs({change}).first();
        lines.append(
            QStringLiteral("Also changed: %1 (+%2 -%3)").arg(diff.path).arg(diff.added).arg(diff.removed));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

bool ToolLedger::isOpen(const QString &id) const
{
    return find(m_open, id) != nullptr;
}

void ToolLedger::forget(const QString &id)
{
    std::erase_if(m_open, [&](const Tool &tool) { return tool.id == id; });
    m_ended.insert(id);
}

bool ToolLedger::takeChanges(Tool &tool, const QJsonObject &toolCall)
{
    QList<FileChange> changes = fileChanges(json::array(toolCall, "content"));
    if (changes.isEmpty())
        return false;
    // opencode tells a whole file when it asks and only the changed part when it is done; the whole has
    // the line numbers.
    for (FileChange &change : changes) {
        const auto known = std::find_if(tool.changes.begin(), tool.changes.end(),
            [&](const FileChange &earlier) { return change.isPartOf(earlier); });
        if (known != tool.changes.end())
            change = *known;
    }
    return std::exchange(tool.changes, changes) != changes;
}

QString ToolLedger::newOutput(Tool &tool, const QJsonObject &toolCall)
{
    // What a call shows before it runs is what it would do.
    if (statusOf(tool.fields) != QLatin1StringView("in_progress"))
        return {};
    const QString output = contentTexts(json::array(toolCall, "content"));
    if (!output.startsWith(tool.output))
        return {}; // it was written anew; the end will tell it whole
    return output.mid(std::exchange(tool.output, output).size());
}

Events ToolLedger::begin(const QJsonObject &toolCall)
{
    Tool tool;
    tool.id = idOf(toolCall);
    tool.fields = merged({}, toolCall);
    tool.fields.remove(QLatin1StringView("content"));
    tool.title = toolTitle(tool.fields);
    takeChanges(tool, toolCall);

    model::ToolCall call;
    call.id = tool.id;
    call.name = toolName(tool.fields);
    call.kind = toolKind(json::text(tool.fields, "kind"));
    call.title = tool.title;
    call.input = json::object(tool.fields, "rawInput");
    call.diff = firstDiff(tool.changes);
    Events events{provider::ToolStarted{{}, call}};
    if (const QString output = newOutput(tool, toolCall); !output.isEmpty())
        events.append(provider::ToolUpdated{tool.id, {}, output, {}, {}});
    m_open.push_back(std::move(tool));
    return events;
}

Events ToolLedger::update(Tool &tool, const QJsonObject &toolCall)
{
    provider::ToolUpdated updated;
    updated.id = tool.id;
    const QJsonObject input = json::object(tool.fields, "rawInput");
    tool.fields = merged(tool.fields, toolCall);
    tool.fields.remove(QLatin1StringView("content"));
    if (const QString title = toolTitle(tool.fields); !title.isEmpty() && title != tool.title)
        updated.title = tool.title = title;
    if (const QJsonObject now = json::object(tool.fields, "rawInput"); !now.isEmpty() && now != input)
        updated.input = now;
    if (takeChanges(tool, toolCall))
        updated.diff = firstDiff(tool.changes);
    updated.outputDelta = newOutput(tool, toolCall);
    const bool says
        = !updated.title.isEmpty() || updated.input || updated.diff || !updated.outputDelta.isEmpty();
    return says ? Events{updated} : Events{};
}

provider::Event ToolLedger::finish(const Tool &tool, const QJsonObject &toolCall, bool interrupting)
{
    provider::ToolFinished finished;
    finished.id = tool.id;
    finished.exitCode = exitCode(tool.fields);
    QJsonObject last = tool.fields;
    last.insert(QStringLiteral("content"), toolCall.value(QLatin1StringView("content")));
    finished.output = outputText(last);
    if (finished.output.isEmpty() && !toolCall.contains(QLatin1StringView("content")))
        finished.output = tool.output;

    const bool failed = statusOf(toolCall) == QLatin1StringView("failed");
    if (failed && tool.rejected)
        finished.status = ToolStatus::Denied;
    else if (failed && interrupting)
        finished.status = ToolStatus::Cancelled;
    else if (failed || finished.exitCode.value_or(0) != 0)
        finished.status = ToolStatus::Failed;
    if (failed)
        return finished; // it changed nothing
    finished.diff = firstDiff(tool.changes);
    if (const QString others = otherFiles(tool.changes); !others.isEmpty())
        finished.output += (finished.output.isEmpty() ? QString() : QStringLiteral("\n")) + others;
    return finished;
}

Events ToolLedger::told(const QJsonObject &toolCall, bool interrupting)
{
    const QString id = idOf(toolCall);
    if (id.isEmpty() || m_ended.contains(id))
        return {};
    Tool *tool = find(m_open, id);
    Events events = tool ? update(*tool, toolCall) : begin(toolCall);
    if (isOver(toolCall)) {
        events.append(finish(*find(m_open, id), toolCall, interrupting));
        forget(id);
    }
    return events;
}

Events ToolLedger::asked(const QJsonObject &toolCall)
{
    const QString id = idOf(toolCall);
    if (id.isEmpty() || m_ended.contains(id))
        return {};
    Tool *tool = find(m_open, id);
    if (!tool)
        return begin(toolCall);
    // What is asked for is often told in other words than the call itself, which keeps its own.
    if (!takeChanges(*tool, toolCall))
        return {};
    return {provider::ToolUpdated{id, {}, {}, {}, firstDiff(tool->changes)}};
}

QJsonObject ToolLedger::whole(const QJsonObject &toolCall) const
{
    const Tool *tool = find(m_open, idOf(toolCall));
    return merged(tool ? tool->fields : QJsonObject(), toolCall);
}

void ToolLedger::rejected(const QString &id)
{
    if (Tool *tool = find(m_open, id))
        tool->rejected = true;
}

Events ToolLedger::closeRejected()
{
    QStringList ids;
    for (const Tool &tool : m_open) {
        if (tool.rejected)
            ids.append(tool.id);
    }
    Events events;
    for (const QString &id : std::as_const(ids)) {
        events.append(provider::ToolFinished{id, ToolStatus::Denied, {}, {}, {}});
        forget(id);
    }
    return events;
}

Events ToolLedger::closeAll()
{
    Events events = closeRejected();
    for (const Tool &tool : m_open) {
        events.append(provider::ToolFinished{tool.id, ToolStatus::Cancelled, tool.output, {}, {}});
        m_ended.insert(tool.id);
    }
    m_open.clear();
    return events;
}

} // namespace acp
