// system lines: the beginning of a turn, what claude does now, its tasks and announcements.
#include "core/provider/claude/claudeprotocol.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/notices.h"

#include <array>

namespace claude {

using provider::Activity;

namespace {

//! Known, and of no interest here: what they tell shows elsewhere (task_progress in the subagent's own
//! calls).
constexpr std::array QuietSubtypes{"thinking_tokens", "hook_started", "hook_response", "hook_progress",
    "task_updated", "task_progress", "background_tasks_changed", "files_persisted"};

} // namespace

bool ClaudeProtocol::onSystem(const QJsonObject &line)
{
    const QString subtype = text(line, "subtype");
    if (subtype == QLatin1StringView("init"))
        onInit(line);
    else if (subtype == QLatin1StringView("status"))
        onStatus(line);
    else if (subtype == QLatin1StringView("session_state_changed"))
        onStateChanged(text(line, "state"));
    else if (subtype == QLatin1StringView("api_retry"))
        emitEvent(retryScheduled(line));
    else if (subtype == QLatin1StringView("task_started"))
        m_tools.taskStarted(text(line, "task_id"), {text(line, "tool_use_id"), text(line, "description")});
    else if (subtype == QLatin1StringView("task_notification"))
        onTaskEnded(line);
    else if (subtype == QLatin1StringView("permission_denied")) {
        m_deniedByRule.insert(text(line, "tool_use_id"));
        emitEvent(permissionDenied(line));
    } else if (subtype == QLatin1StringView("compact_boundary")) {
        emitEvent(compacted(line));
        if (const qint64 tokens = count(object(line, "compact_metadata"), "post_tokens"); tokens > 0)
            m_usage.setContextUsed(tokens);
    } else if (subtype == QLatin1StringView("session_title_changed")) {
        provider::SettingsReported settings;
        settings.title = text(line, "title");
        emitEvent(settings);
    } else if (subtype == QLatin1StringView("local_command_output")) {
        m_textInTurn = true;
        emitEvent(provider::TextFinished{text(line, "uuid"), {}, text(line, "content"), false});
    } else {
        for (const char *quiet : QuietSubtypes) {
            if (subtype == QLatin1StringView(quiet))
                return true;
        }
        return false;
    }
    return true;
}

void ClaudeProtocol::onInit(const QJsonObject &line)
{
    // It comes at the start of every turn; the session began with the first.
    const QString sessionId = text(line, "session_id");
    const QString model = text(line, "model");
    const QString mode = text(line, "permissionMode");
    if (!m_started) {
        m_started = true;
        m_sessionId = sessionId;
        m_model = model;
        m_mode = mode;
        m_directory = text(line, "cwd");
        m_version = text(line, "claude_code_version");
        emitEvent(provider::SessionStarted{m_sessionId, m_directory, m_model, m_mode, m_version});
    } else {
        // conversation_reset names an id too, but not the one that the session file and --resume go by.
        if (!sessionId.isEmpty() && sessionId != m_sessionId) {
            m_sessionId = sessionId;
            m_usage.setContextUsed(0);
            emitEvent(provider::SessionReset{sessionId});
        }
        if (!model.isEmpty() && model != m_model) {
            m_model = model;
            provider::SettingsReported settings;
            settings.model = model;
            emitEvent(settings);
        }
        reportMode(mode);
    }
    m_usage.setModel(m_model);
    startTurn();
    m_turnSeen = true;
}

// From the moment it takes a prompt claude is at work, though the turn's system/init comes only after what it
// does first: for /compact that is all of the compacting.
void ClaudeProtocol::onLifecycle(const QString &promptId, const QString &state)
{
    emitEvents(m_prompts.lifecycle(promptId, state));
    const bool working = m_prompts.working();
    if (working && state == QLatin1StringView("started"))
        startTurn();
    else if (!working && state == QLatin1StringView("completed"))
        endUnseenTurn(provider::TurnOutcome::Completed);
    else if (!working && state == QLatin1StringView("cancelled"))
        endUnseenTurn(provider::TurnOutcome::Interrupted);
}

//! Of a prompt that was taken and came to its end without a turn of its own.
void ClaudeProtocol::endUnseenTurn(provider::TurnOutcome outcome)
{
    if (!m_turnOpen || m_turnSeen)
        return;
    provider::TurnFinished turn;
    turn.outcome = outcome;
    emitEvent(turn);
    m_turnOpen = false;
    m_interrupting = false;
}

void ClaudeProtocol::startTurn()
{
    emitEvents(m_prompts.turnStarted());
    if (m_turnOpen)
        return;
    m_turnOpen = true;
    m_turnSeen = false;
    m_textInTurn = false;
    m_interrupting = false;
    m_apiError.clear();
    m_tools.turnStarted();
    m_deniedByRule.clear();
    emitEvent(provider::TurnStarted{
        m_prompts.working() ? provider::TurnOrigin::User : provider::TurnOrigin::Background});
}

void ClaudeProtocol::onStatus(const QJsonObject &line)
{
    reportMode(text(line, "permissionMode"));
    const QString status = text(line, "status");
    if (status == QLatin1StringView("requesting"))
        setActivity(Activity::Requesting);
    else if (status == QLatin1StringView("compacting"))
        setActivity(Activity::Compacting);
    else if (status.isEmpty() && m_activity == Activity::Compacting)
        setActivity(Activity::Working);

    const QString compacted = text(line, "compact_result");
    if (!compacted.isEmpty() && compacted != QLatin1StringView("success")) {
        const QString why = text(line, "compact_error");
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Warning,
            QStringLiteral("The conversation could not be compacted: ") + (why.isEmpty() ? compacted : why)});
    }
}

void ClaudeProtocol::onStateChanged(const QString &state)
{
    m_tellsIdle = true;
    if (state == QLatin1StringView("running"))
        setActivity(Activity::Working);
    else if (state == QLatin1StringView("requires_action"))
        setActivity(Activity::Asking);
    else if (state == QLatin1StringView("idle")) {
        emitEvents(m_prompts.idle());
        endUnseenTurn(provider::TurnOutcome::Completed);
        setActivity(Activity::Idle);
    }
}

void ClaudeProtocol::onTaskEnded(const QJsonObject &line)
{
    const QString taskId = text(line, "task_id");
    const QString toolId = text(line, "tool_use_id");
    const ToolLedger::Task task = m_tools.task(taskId);
    m_tools.taskEnded(taskId);
    if (m_tools.isOpen(toolId))
        return; // it ran in the foreground: its result says the rest
    emitEvents(m_content.closeParent(toolId));
    cancelTools(m_tools.takeChildren(toolId));
    emitEvent(backgroundTaskEnded(line, task));
}

} // namespace claude
