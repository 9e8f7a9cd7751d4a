#include "core/provider/claude/sessionfile.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/notices.h"
#include "core/provider/claude/sessiontree.h"
#include "core/provider/claude/toolresult.h"
#include "core/provider/claude/tooltitle.h"

#include <QDateTime>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>

namespace claude {

using provider::HistoryEntry;

namespace {

//! Lines, one after the other, to entries.
class HistoryReader
{
public:
    void read(const QJsonObject &line);
    QList<HistoryEntry> take(int limit);

private:
    void readUser(const QJsonObject &line);
    void readAssistant(const QJsonObject &line);
    void readSystem(const QJsonObject &line);
    void addPrompt(QString words);
    void finishTool(const QJsonObject &block, const QJsonObject &line);
    void add(model::MessageBody body) { m_entries.append({m_at, std::move(body), {}}); }

    QList<HistoryEntry> m_entries;
    QHash<QString, qsizetype> m_tools; //!< position of a call without a result
    base::Timestamp m_at = 0;
};

void HistoryReader::read(const QJsonObject &line)
{
    const QDateTime at = QDateTime::fromString(text(line, "timestamp"), Qt::ISODateWithMs);
    if (at.isValid())
        m_at = at.toMSecsSinceEpoch(); // else it happened with the line before
    const QString type = text(line, "type");
    if (type == QLatin1StringView("user"))
        readUser(line);
    else if (type == QLatin1StringView("assistant"))
        readAssistant(line);
    else if (type == QLatin1StringView("system"))
        readSystem(line);
}

void HistoryReader::readUser(const QJsonObject &line)
{
    if (flag(line, "isMeta") || flag(line, "isCompactSummary"))
        return; // claude to the model
    const QJsonValue content = object(line, "message").value(QLatin1StringView("content"));
    if (content.isString()) {
        addPrompt(content.toString());
        return;
    }
    QJsonArray spoken;
    const QJsonArray blocks = content.toArray();
    for (const QJsonValue &block : blocks) {
        if (text(block.toObject(), "type") == QLatin1StringView("tool_result"))
            finishTool(block.toObject(), line);
        else
            spoken.append(block);
    }
    addPrompt(contentText(spoken));
}

void HistoryReader::addPrompt(QString words)
{
    if (words.trimmed().isEmpty() || words.startsWith(QLatin1StringView("<local-command-"))
        || words.startsWith(QLatin1StringView("<task-notification>")))
        return;
    if (words.startsWith(QLatin1StringView("[Request interrupted by user"))) {
        add(model::Notice{model::NoticeLevel::Info, QStringLiteral("Interrupted")});
        return;
    }
    static const QRegularExpression command(
        QStringLiteral("<command-name>(.*?)</command-name>(?:.*<command-args>(.*?)</command-args>)?"),
        QRegularExpression::DotMatchesEverythingOption);
    if (words.startsWith(QLatin1StringView("<command-"))) {
        const QRegularExpressionMatch match = command.match(words);
        if (!match.hasMatch())
            return;
        words = (match.captured(1) + QLatin1Char(' ') + match.captured(2)).trimmed();
    }
    add(model::Prompt{words, {}, model::DeliveryState::Taken});
}

void HistoryReader::finishTool(const QJsonObject &block, const QJsonObject &line)
{
    const auto it = m_tools.find(text(block, "tool_use_id"));
    if (it == m_tools.end())
        return;
    auto &call = std::get<model::ToolCall>(m_entries[*it].body);
    // The session file tells of a decision what the wire tells in tool_result_meta.
    const QJsonObject meta{{QStringLiteral("permission_decision"), object(line, "permissionDecision")}};
    const provider::ToolFinished finished
        = toolFinished(call.name, {block, line.value(QLatin1StringView("toolUseResult")), meta}, false);
    call.status = finished.status;
    call.output = finished.output;
    call.exitCode = finished.exitCode;
    call.diff = finished.diff;
    call.durationMs = std::max<std::int64_t>(m_at - m_entries.at(*it).at, 0);
    m_tools.erase(it);
}

void HistoryReader::readAssistant(const QJsonObject &line)
{
    const QJsonArray content = array(object(line, "message"), "content");
    if (flag(line, "isApiErrorMessage")) {
        add(model::Notice{model::NoticeLevel::Error, contentText(content)});
        return;
    }
    for (const QJsonValue &value : content) {
        const QJsonObject block = value.toObject();
        const QString type = text(block, "type");
        if (type == QLatin1StringView("text") && !text(block, "text").isEmpty())
            add(model::Text{text(block, "text"), flag(line, "aborted")});
        else if (type == QLatin1StringView("thinking") && !text(block, "thinking").isEmpty())
            add(model::Thought{text(block, "thinking"), 0});
        else if (type == QLatin1StringView("tool_use")) {
            model::ToolCall call;
            call.id = text(block, "id");
            call.name = text(block, "name");
            call.kind = toolKind(call.name);
            call.input = object(block, "input");
            call.title = toolTitle(call.name, call.input);
            call.status = model::ToolStatus::Cancelled; // until its result is read
            m_tools.insert(call.id, m_entries.size());
            add(call);
        }
    }
}

void HistoryReader::readSystem(const QJsonObject &line)
{
    const QString subtype = text(line, "subtype");
    if (subtype == QLatin1StringView("compact_boundary")) {
        const QJsonObject metadata = object(line, "compactMetadata");
        const provider::NoticeRaised notice = compacted({{QStringLiteral("compact_metadata"),
            QJsonObject{{QStringLiteral("trigger"), metadata.value(QLatin1StringView("trigger"))},
                {QStringLiteral("pre_tokens"), metadata.value(QLatin1StringView("preTokens"))},
                {QStringLiteral("post_tokens"), metadata.value(QLatin1StringView("postTokens"))}}}});
        add(model::Notice{notice.level, notice.text});
    } else if (subtype == QLatin1StringView("local_command")) {
        QString output = text(line, "content");
        output.remove(QStringLiteral("<local-command-stdout>"))
            .remove(QStringLiteral("</local-command-stdout>"));
        if (!output.trimmed().isEmpty())
            add(model::Text{output.trimmed(), false});
    }
}

QList<HistoryEntry> HistoryReader::take(int limit)
{
    return m_entries.size() > limit ? m_entries.last(limit) : m_entries;
}

} // namespace

base::Result<QList<HistoryEntry>> readSessionFile(const QString &path, int limit)
{
    QFile file(path);
    if (!file.exists())
        return base::failure(
            base::ErrorCode::NotFound, QStringLiteral("there is no session file %1").arg(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("the session file %1 cannot be read: %2").arg(path, file.errorString()));
    }
    SessionTree tree;
    tree.read(file);
    if (file.error() != QFileDevice::NoError) {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("the session file %1 cannot be read: %2").arg(path, file.errorString()));
    }
    HistoryReader reader;
    // A call and its result are two lines of one entry, so twice as many lines as entries are enough.
    const QList<qint64> offsets = tree.conversation(2 * static_cast<qsizetype>(std::max(limit, 0)));
    for (const qint64 offset : offsets) {
        if (!file.seek(offset))
            break;
        if (const auto line = nextLine(file))
            reader.read(QJsonDocument::fromJson(*line).object());
    }
    return reader.take(std::max(limit, 0));
}

} // namespace claude
