#include "core/provider/claude/tooltitle.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/wording.h"

#include <QHash>

namespace claude {

using model::ToolKind;

namespace {

constexpr qsizetype TitleLength = 200;
constexpr QLatin1StringView McpPrefix("mcp__");

const QHash<QString, ToolKind> &kinds()
{
    static const QHash<QString, ToolKind> table{
        {QStringLiteral("Bash"), ToolKind::Exec},
        {QStringLiteral("BashOutput"), ToolKind::Exec},
        {QStringLiteral("KillShell"), ToolKind::Exec},
        {QStringLiteral("Read"), ToolKind::Read},
        {QStringLiteral("NotebookRead"), ToolKind::Read},
        {QStringLiteral("Write"), ToolKind::Edit},
        {QStringLiteral("Edit"), ToolKind::Edit},
        {QStringLiteral("MultiEdit"), ToolKind::Edit},
        {QStringLiteral("NotebookEdit"), ToolKind::Edit},
        {QStringLiteral("Grep"), ToolKind::Search},
        {QStringLiteral("Glob"), ToolKind::Search},
        {QStringLiteral("LS"), ToolKind::Search},
        {QStringLiteral("LSP"), ToolKind::Search},
        {QStringLiteral("ToolSearch"), ToolKind::Search},
        {QStringLiteral("WebFetch"), ToolKind::Fetch},
        {QStringLiteral("WebSearch"), ToolKind::Fetch},
        {QStringLiteral("web_search"), ToolKind::Fetch},
        {QStringLiteral("Task"), ToolKind::Agent},
        {QStringLiteral("Agent"), ToolKind::Agent},
        {QStringLiteral("TodoWrite"), ToolKind::Think},
        {QStringLiteral("TodoRead"), ToolKind::Think},
        {QStringLiteral("TaskCreate"), ToolKind::Think},
        {QStringLiteral("TaskUpdate"), ToolKind::Think},
        {QStringLiteral("TaskGet"), ToolKind::Think},
        {QStringLiteral("TaskList"), ToolKind::Think},
        {QStringLiteral("EnterPlanMode"), ToolKind::Think},
        {QStringLiteral("ExitPlanMode"), ToolKind::Think},
    };
    return table;
}

//! mcp__github__create_issue is "github: create issue".
QString mcpTitle(const QString &toolName)
{
    const QString rest = toolName.mid(McpPrefix.size());
    const qsizetype cut = rest.indexOf(QStringLiteral("__"));
    return cut < 0 ? rest : rest.left(cut) + QStringLiteral(": ") + provider::words(rest.mid(cut + 2));
}

QString firstOf(const QJsonObject &input, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const QString value = text(input, name); !value.isEmpty())
            return value;
    }
    return {};
}

QString wholeTitle(const QString &toolName, const QJsonObject &input)
{
    if (toolName.startsWith(McpPrefix))
        return mcpTitle(toolName);
    if (toolName == QLatin1StringView("TodoWrite"))
        return QStringLiteral("%1 tasks").arg(array(input, "todos").size());
    if (toolName == QLatin1StringView("AskUserQuestion"))
        return text(array(input, "questions").first().toObject(), "question");
    if (toolName == QLatin1StringView("ExitPlanMode"))
        return QStringLiteral("Plan");

    const QString pattern = firstOf(input, {"pattern", "query"});
    if (toolKind(toolName) == ToolKind::Search && !pattern.isEmpty()) {
        const QString where = text(input, "path");
        return where.isEmpty() ? pattern : pattern + QStringLiteral(" in ") + where;
    }
    return firstOf(input,
        {"command", "file_path", "notebook_path", "url", "query", "pattern", "path", "description", "subject",
            "skill", "prompt"});
}

} // namespace

ToolKind toolKind(const QString &toolName)
{
    if (toolName.startsWith(McpPrefix))
        return ToolKind::Mcp;
    return kinds().value(toolName, ToolKind::Other);
}

QString toolTitle(const QString &toolName, const QJsonObject &input)
{
    return provider::oneLine(wholeTitle(toolName, input), TitleLength);
}

QString approvalTitle(const QString &toolName, const QJsonObject &input)
{
    const QString title = toolTitle(toolName, input);
    const auto withVerb = [&](const QString &verb) {
        return title.isEmpty() ? verb : verb + QLatin1Char(' ') + title;
    };
    switch (toolKind(toolName)) {
    case ToolKind::Exec:
        return withVerb(toolName == QLatin1StringView("Bash") ? QStringLiteral("Run") : toolName);
    case ToolKind::Search:
        return withVerb(QStringLiteral("Search for"));
    case ToolKind::Agent:
        return withVerb(QStringLiteral("Start agent"));
    case ToolKind::Mcp:
        return withVerb(QStringLiteral("Use"));
    case ToolKind::Read:
    case ToolKind::Edit:
    case ToolKind::Fetch:
    case ToolKind::Think:
    case ToolKind::Other:
        break;
    }
    return withVerb(toolName);
}

} // namespace claude
