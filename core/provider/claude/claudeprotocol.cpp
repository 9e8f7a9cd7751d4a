#include "core/provider/claude/claudeprotocol.h"

#include "core/provider/claude/exitwords.h"
#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/notices.h"
#include "core/provider/claude/tooltitle.h"

#include <QJsonDocument>

#include <array>

namespace claude {

using provider::Events;

namespace {

//! Known, and of no interest here.
constexpr std::array QuietTypes{"keep_alive", "tool_progress", "tool_use_summary", "prompt_suggestion",
    "auth_status", "conversation_reset"};

bool isQuiet(const QString &type)
{
    for (const char *quiet : QuietTypes) {
        if (type == QLatin1StringView(quiet))
            return true;
    }
    return false;
}

} // namespace

QList<QByteArray> ClaudeProtocol::open()
{
    return {m_requests.request(QStringLiteral("initialize"), {{QStringLiteral("hooks"), QJsonValue::Null}})};
}

Events ClaudeProtocol::feed(const QByteArray &line)
{
    m_events.clear();
    if (line.trimmed().isEmpty())
        return {};
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError)
        return {strayLine(line)};

    const QJsonObject json = document.object();
    const QString type = text(json, "type");
    if (type == QLatin1StringView("stream_event"))
        onStreamEvent(json);
    else if (type == QLatin1StringView("assistant"))
        onAssistant(json);
    else if (type == QLatin1StringView("user"))
        onUser(json);
    else if (type == QLatin1StringView("result"))
        onResult(json);
    else if (type == QLatin1StringView("control_request"))
        onControlRequest(json, line);
    else if (type == QLatin1StringView("control_response"))
        onControlResponse(json);
    else if (type == QLatin1StringView("control_cancel_request")) {
        if (const QString id = text(json, "request_id"); m_asks.withdraw(id))
            emitEvent(provider::AskWithdrawn{id});
    } else if (type == QLatin1StringView("command_lifecycle"))
        onLifecycle(text(json, "command_uuid"), text(json, "state"));
    else if (type == QLatin1StringView("rate_limit_event")) {
        const auto notice = rateLimit(json);
        if (notice && notice->text != m_limitNotice)
            emitEvent(*notice);
        m_limitNotice = notice ? notice->text : QString();
    } else if (type == QLatin1StringView("system") ? !onSystem(json) : !isQuiet(type))
        emitEvent(provider::LineIgnored{line});
    return std::exchange(m_events, {});
}

void ClaudeProtocol::beginTool(
    const QString &id, const QString &name, const QJsonObject &input, const QString &parentId)
{
    if (!m_tools.begin(id, name, parentId))
        return;
    m_plan.toolBegan(name, input);
    model::ToolCall call;
    call.id = id;
    call.name = name;
    call.kind = toolKind(name);
    call.title = toolTitle(name, input);
    call.input = input;
    emitEvent(provider::ToolStarted{parentId, call});
}

void ClaudeProtocol::cancelTools(const QStringList &ids)
{
    for (const QString &id : ids) {
        for (const QString &ask : m_asks.closeForTool(id))
            emitEvent(provider::AskWithdrawn{ask});
        provider::ToolFinished finished;
        finished.id = id;
        finished.status = model::ToolStatus::Cancelled;
        emitEvent(finished);
    }
}

void ClaudeProtocol::setActivity(provider::Activity activity)
{
    if (m_activity == activity)
        return;
    m_activity = activity;
    emitEvent(provider::ActivityChanged{activity});
}

void ClaudeProtocol::reportMode(const QString &mode)
{
    if (mode.isEmpty() || mode == m_mode)
        return;
    m_mode = mode;
    provider::SettingsReported settings;
    settings.mode = mode;
    emitEvent(settings);
}

Events ClaudeProtocol::closed(const process::ProcessResult &processResult)
{
    m_events.clear();
    process::ProcessResult result = processResult;
    if (result.stderrTail.trimmed().isEmpty())
        result.stderrTail = m_startError;
    emitEvents(m_content.closeAll());
    // The session itself voids the asks of a process that is gone.
    m_asks.clear();
    cancelTools(m_tools.takeAll());

    const bool failed = !result.stopRequested;
    if (m_turnOpen) {
        provider::TurnFinished turn;
        turn.outcome = failed ? provider::TurnOutcome::Failed : provider::TurnOutcome::Interrupted;
        if (failed)
            turn.error = exitWordsWithAdvice(result);
        emitEvent(turn);
        m_turnOpen = false;
    } else if (failed || (!m_started && result.kind == process::EndKind::NotStarted)) {
        const bool quietEnd = result.kind == process::EndKind::Exited && result.exitCode == 0;
        emitEvent(provider::NoticeRaised{
            quietEnd ? model::NoticeLevel::Info : model::NoticeLevel::Error, exitWordsWithAdvice(result)});
    }
    return std::exchange(m_events, {});
}

} // namespace claude
