#include "eventtext.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace {

constexpr qsizetype ShownLength = 240;

QString quoted(const QString &text)
{
    const bool clip = text.size() > ShownLength;
    const QJsonDocument json(QJsonArray{clip ? text.left(ShownLength) : text});
    const QString inBrackets = QString::fromUtf8(json.toJson(QJsonDocument::Compact));
    const QString shown = inBrackets.mid(1, inBrackets.size() - 2);
    return clip ? QStringLiteral("%1…(%2)").arg(shown).arg(text.size()) : shown;
}

//! Collects "name=value" behind an event's name.
class Line
{
public:
    explicit Line(const char *name)
        : m_text(QString::fromLatin1(name))
    {
    }

    Line &add(const char *name, const QString &value)
    {
        if (!value.isEmpty())
            m_text += QStringLiteral(" %1=%2").arg(QString::fromLatin1(name), quoted(value));
        return *this;
    }
    Line &add(const char *name, const std::optional<QString> &value)
    {
        if (value)
            m_text += QStringLiteral(" %1=%2").arg(QString::fromLatin1(name), quoted(*value));
        return *this;
    }
    Line &add(const char *name, const QStringList &values)
    {
        return values.isEmpty() ? *this
                                : word(name, QStringLiteral("[%1]").arg(values.join(QLatin1Char(','))));
    }
    Line &add(const char *name, const QJsonObject &value)
    {
        return value.isEmpty()
            ? *this
            : word(name, QString::fromUtf8(QJsonDocument(value).toJson(QJsonDocument::Compact)));
    }
    Line &number(const char *name, qint64 value)
    {
        return value == 0 ? *this : word(name, QString::number(value));
    }
    Line &word(const char *name, const QString &value)
    {
        m_text += QStringLiteral(" %1=%2").arg(QString::fromLatin1(name), value);
        return *this;
    }
    Line &flag(const char *name, bool set)
    {
        if (set)
            m_text += QLatin1Char(' ') + QString::fromLatin1(name);
        return *this;
    }
    operator QString() const { return m_text; }

private:
    QString m_text;
};

template <typename Enum>
QString name(Enum value, std::initializer_list<const char *> names)
{
    return QString::fromLatin1(*(names.begin() + static_cast<int>(value)));
}

QString kindName(model::ToolKind kind)
{
    return name(kind, {"read", "edit", "exec", "search", "fetch", "think", "agent", "mcp", "other"});
}

QString statusName(model::ToolStatus status)
{
    return name(status, {"running", "ok", "failed", "denied", "cancelled"});
}

QString optionText(const model::ApprovalOption &option)
{
    const QString kind = name(option.kind, {"allow_once", "allow_always", "reject_once", "reject_stop"});
    QString text = QStringLiteral("\n    %1 %2 %3").arg(option.id, kind, quoted(option.label));
    return option.detail.isEmpty() ? text : text + QStringLiteral(" — ") + option.detail;
}

//! Begins with a blank.
QString diffText(const model::FileDiff &diff)
{
    Line line("");
    line.add("diff", diff.path);
    line.word("lines", QStringLiteral("+%1-%2").arg(diff.added).arg(diff.removed));
    for (const model::DiffHunk &hunk : diff.hunks) {
        line.word("hunk",
            QStringLiteral("@%1,%2@%3,%4 %5")
                .arg(hunk.oldStart)
                .arg(hunk.oldLines)
                .arg(hunk.newStart)
                .arg(hunk.newLines)
                .arg(quoted(hunk.lines.join(QLatin1Char('|')))));
    }
    return line;
}

struct Visitor
{
    QString operator()(const provider::SessionStarted &event) const
    {
        return Line("SessionStarted")
            .add("session", event.sessionId)
            .add("directory", event.directory)
            .add("model", event.model)
            .add("mode", event.mode)
            .add("version", event.version);
    }
    QString operator()(const provider::SessionReset &event) const
    {
        return Line("SessionReset").add("session", event.newSessionId);
    }
    QString operator()(const provider::ChoicesReported &event) const
    {
        QStringList models;
        for (const auto &model : event.models)
            models << QStringLiteral("%1(%2)").arg(model.id, model.efforts.join(QLatin1Char('|')));
        QStringList commands;
        for (const auto &command : event.commands)
            commands << command.name;
        return Line("ChoicesReported")
            .add("models", models)
            .add("modes", event.modes)
            .add("commands", commands);
    }
    QString operator()(const provider::SettingsReported &event) const
    {
        return Line("SettingsReported")
            .add("model", event.model)
            .add("mode", event.mode)
            .add("effort", event.effort)
            .add("title", event.title);
    }
    QString operator()(const provider::ActivityChanged &event) const
    {
        return Line("ActivityChanged")
            .word("to", name(event.activity, {"working", "requesting", "compacting", "asking", "idle"}));
    }
    QString operator()(const provider::TerminalStatus &event) const
    {
        return Line("TerminalStatus")
            .word("to", name(event.activity, {"busy", "waiting", "idle"}))
            .add("words", event.words);
    }
    QString operator()(const provider::TurnStarted &event) const
    {
        return Line("TurnStarted").word("origin", name(event.origin, {"user", "background"}));
    }
    QString operator()(const provider::PromptProgressed &event) const
    {
        return Line("PromptProgressed")
            .word("prompt", event.promptId)
            .word("to", name(event.state, {"accepted", "sent", "taken", "cancelled", "failed"}));
    }
    QString operator()(const provider::TextDelta &event) const
    {
        return Line("TextDelta")
            .word("item", event.itemId)
            .add("parent", event.parentId)
            .add("text", event.text);
    }
    QString operator()(const provider::TextFinished &event) const
    {
        return Line("TextFinished")
            .word("item", event.itemId)
            .add("parent", event.parentId)
            .flag("aborted", event.aborted)
            .add("text", event.text);
    }
    QString operator()(const provider::ThoughtDelta &event) const
    {
        return Line("ThoughtDelta")
            .word("item", event.itemId)
            .add("parent", event.parentId)
            .add("text", event.text);
    }
    QString operator()(const provider::ThoughtFinished &event) const
    {
        return Line("ThoughtFinished")
            .word("item", event.itemId)
            .add("parent", event.parentId)
            .add("text", event.text);
    }
    QString operator()(const provider::ToolStarted &event) const
    {
        return Line("ToolStarted")
            .word("id", event.call.id)
            .add("parent", event.parentId)
            .word("name", event.call.name)
            .word("kind", kindName(event.call.kind))
            .add("title", event.call.title)
            .add("input", event.call.input);
    }
    QString operator()(const provider::ToolUpdated &event) const
    {
        return Line("ToolUpdated")
            .word("id", event.id)
            .add("title", event.title)
            .add("output", event.outputDelta)
            .add("input", event.input.value_or(QJsonObject()))
            .add("diff", event.diff ? event.diff->path : QString());
    }
    QString operator()(const provider::ToolFinished &event) const
    {
        Line line("ToolFinished");
        line.word("id", event.id).word("status", statusName(event.status));
        if (event.exitCode)
            line.word("exit", QString::number(*event.exitCode));
        line.add("output", event.output);
        return event.diff ? QString(line) + diffText(*event.diff) : QString(line);
    }
    QString operator()(const provider::ApprovalAsked &event) const
    {
        const model::Approval &approval = event.approval;
        QString text = Line("ApprovalAsked")
                           .word("id", approval.id)
                           .word("tool", approval.toolId)
                           .word("name", approval.toolName)
                           .word("kind", name(approval.kind, {"exec", "edit", "plan", "other"}))
                           .flag("editable", approval.inputEditable)
                           .add("title", approval.title)
                           .add("detail", approval.detail)
                           .add("input", approval.input);
        for (const model::FileDiff &diff : approval.diffs)
            text += QStringLiteral("\n   ") + diffText(diff);
        for (const model::ApprovalOption &option : approval.options)
            text += optionText(option);
        return text;
    }
    QString operator()(const provider::QuestionAsked &event) const
    {
        QString text
            = Line("QuestionAsked").word("id", event.question.id).word("tool", event.question.toolId);
        for (const model::QuestionItem &item : event.question.items) {
            text += QStringLiteral("\n    %1")
                        .arg(QString(Line("item")
                                         .add("id", item.id)
                                         .add("header", item.header)
                                         .flag("multi", item.multiSelect)));
            for (const model::QuestionOption &option : item.options) {
                text += QStringLiteral("\n        %1")
                            .arg(QString(Line("option")
                                             .add("label", option.label)
                                             .add("description", option.description)));
            }
        }
        return text;
    }
    QString operator()(const provider::AskWithdrawn &event) const
    {
        return Line("AskWithdrawn").word("id", event.id);
    }
    QString operator()(const provider::PlanUpdated &event) const
    {
        QStringList entries;
        for (const model::PlanEntry &entry : event.entries)
            entries.append(QStringLiteral("%1:%2").arg(static_cast<int>(entry.state)).arg(entry.text));
        return Line("PlanUpdated")
            .word("item", event.itemId)
            .word("entries", entries.join(QStringLiteral(", ")));
    }
    QString operator()(const provider::UsageReported &event) const
    {
        Line line("UsageReported");
        if (event.costUsd)
            line.word("cost", QString::number(*event.costUsd, 'g', 6));
        if (event.tokens) {
            line.word("tokens",
                QStringLiteral("%1/%2/%3/%4")
                    .arg(event.tokens->input)
                    .arg(event.tokens->output)
                    .arg(event.tokens->cacheRead)
                    .arg(event.tokens->cacheCreation));
        }
        if (event.context)
            line.word("context", QStringLiteral("%1/%2").arg(event.context->used).arg(event.context->total));
        return line;
    }
    QString operator()(const provider::RetryScheduled &event) const
    {
        return Line("RetryScheduled")
            .word("attempt", QStringLiteral("%1/%2").arg(event.attempt).arg(event.maxAttempts))
            .number("delay", event.delayMs)
            .number("http", event.httpStatus)
            .add("reason", event.reason);
    }
    QString operator()(const provider::NoticeRaised &event) const
    {
        return Line("NoticeRaised")
            .word("level", name(event.level, {"info", "warning", "error"}))
            .add("text", event.text);
    }
    QString operator()(const provider::TurnFinished &event) const
    {
        return Line("TurnFinished")
            .word("outcome", name(event.outcome, {"completed", "interrupted", "failed", "limit"}))
            .number("http", event.httpStatus)
            .number("ms", event.durationMs)
            .add("error", event.error);
    }
    QString operator()(const provider::RequestFailed &event) const
    {
        return Line("RequestFailed").word("request", event.request).add("error", event.error);
    }
    QString operator()(const provider::LineIgnored &event) const
    {
        return Line("LineIgnored").add("line", QString::fromUtf8(event.line));
    }
};

} // namespace

QString eventText(const provider::Event &event)
{
    return std::visit(Visitor{}, event);
}

QStringList eventTexts(const provider::Events &events)
{
    QStringList texts;
    for (const provider::Event &event : events)
        texts << eventText(event);
    return texts;
}
