// The lines of a conversation: what is said, what tools do, what is asked, how a turn ends.
#include "core/provider/claude/claudeprotocol.h"

#include "core/provider/claude/choices.h"
#include "core/provider/claude/exitwords.h"
#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/toolresult.h"
#include "core/provider/claude/turnresult.h"
#include "core/provider/wording.h"

namespace claude {

namespace {

QString withAdvice(const QString &error)
{
    const QString advice = adviceFor(error);
    return advice.isEmpty() ? error : error + QStringLiteral(". ") + advice;
}

QJsonObject metaOf(const QJsonObject &line, const QString &toolId)
{
    const QJsonArray entries = array(line, "tool_result_meta");
    for (const QJsonValue &entry : entries) {
        if (text(entry.toObject(), "id") == toolId)
            return entry.toObject();
    }
    return {};
}

} // namespace

void ClaudeProtocol::onStreamEvent(const QJsonObject &line)
{
    const QString parentId = text(line, "parent_tool_use_id");
    const QJsonObject event = object(line, "event");
    emitEvents(m_content.streamed(parentId, event, text(line, "api_message_id")));
    if (!parentId.isEmpty())
        return;
    const QString type = text(event, "type");
    if (type == QLatin1StringView("message_start")) {
        m_usage.messageUsage(object(object(event, "message"), "usage"));
        setActivity(provider::Activity::Working);
    } else if (type == QLatin1StringView("message_delta")) {
        if (const auto usage = m_usage.messageDelta(object(event, "usage")))
            emitEvent(*usage);
    }
}

void ClaudeProtocol::onAssistant(const QJsonObject &line)
{
    const QString parentId = text(line, "parent_tool_use_id");
    const QJsonObject message = object(line, "message");
    const QJsonArray content = array(message, "content");
    if (flag(line, "is_api_error_message")) {
        emitEvents(m_content.closeParent(parentId));
        onApiError(parentId, contentText(content));
        return;
    }
    if (parentId.isEmpty())
        m_usage.messageUsage(object(message, "usage"));

    // Older versions do not mark what an interrupt cut off.
    const bool aborted = flag(line, "aborted") || (m_interrupting && !m_prompts.tellsLifecycle());
    const QString messageId = text(message, "id");
    for (const QJsonValue &value : content) {
        const QJsonObject block = value.toObject();
        const QString type = text(block, "type");
        emitEvents(m_content.finished(parentId, messageId, block, aborted));
        if (type == QLatin1StringView("text"))
            m_textInTurn = m_textInTurn || parentId.isEmpty();
        else if (type.endsWith(QLatin1StringView("tool_use"))) // also server_tool_use, mcp_tool_use
            beginTool(text(block, "id"), text(block, "name"), object(block, "input"), parentId);
        else if (type.endsWith(QLatin1StringView("tool_result"))) // of a tool that the model API ran itself
            onToolResult(block, line);
    }
}

void ClaudeProtocol::onApiError(const QString &parentId, const QString &words)
{
    // The conversation's own error is told by the end of its turn, a subagent's only here.
    if (parentId.isEmpty() && m_turnOpen)
        m_apiError = words;
    else
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Error, withAdvice(words)});
}

void ClaudeProtocol::onUser(const QJsonObject &line)
{
    if (flag(line, "isReplay")) {
        emitEvents(m_prompts.echoed(text(line, "uuid")));
        return;
    }
    // What else stands in a user line is claude talking to the model: a subagent's task, "[Request
    // interrupted by user]".
    const QJsonArray content = array(object(line, "message"), "content");
    for (const QJsonValue &value : content) {
        if (text(value.toObject(), "type") == QLatin1StringView("tool_result"))
            onToolResult(value.toObject(), line);
    }
}

void ClaudeProtocol::onToolResult(const QJsonObject &block, const QJsonObject &line)
{
    const QString id = text(block, "tool_use_id");
    if (!m_tools.mayFinish(id))
        return;
    const QJsonValue structured = line.value(QLatin1StringView("tool_use_result"));
    const bool denied = m_asks.takeDenied(id) || m_deniedByRule.remove(id);
    if (!goesOnInBackground(structured)) {
        emitEvents(m_content.closeParent(id));
        cancelTools(m_tools.takeChildren(id));
    }
    const QStringList unanswered = m_asks.closeForTool(id);
    for (const QString &ask : unanswered)
        emitEvent(provider::AskWithdrawn{ask});
    emitEvent(toolFinished(m_tools.nameOf(id), {block, structured, metaOf(line, id)}, denied));
    m_tools.finish(id);
}

void ClaudeProtocol::onControlRequest(const QJsonObject &line, const QByteArray &raw)
{
    const QJsonObject request = object(line, "request");
    const QString subtype = text(request, "subtype");
    if (subtype == QLatin1StringView("can_use_tool")) {
        const ToolLedger::Task asker = m_tools.task(text(request, "agent_id"));
        const auto ask
            = m_asks.open(text(line, "request_id"), request, {asker.description, m_plan.markdown()});
        if (!ask)
            return;
        // What is asked about should be seen, also when its own line has not come.
        beginTool(
            text(request, "tool_use_id"), text(request, "tool_name"), object(request, "input"), asker.toolId);
        emitEvent(*ask);
    } else if (subtype.isEmpty() || subtype == QLatin1StringView("hook_callback")) {
        emitEvent(provider::LineIgnored{raw}); // we register no hooks
    } else {
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Warning,
            QStringLiteral("claude waits for an answer to something that AgentMonitor does not know (%1); "
                           "interrupt the turn if it does not go on")
                .arg(provider::words(subtype))});
    }
}

void ClaudeProtocol::onControlResponse(const QJsonObject &line)
{
    const QJsonObject answer = object(line, "response");
    const ControlRequests::Pending asked = m_requests.take(text(answer, "request_id"));
    if (asked.subtype.isEmpty())
        return;
    if (text(answer, "subtype") != QLatin1StringView("success")) {
        const QString error = text(answer, "error");
        emitEvent(provider::RequestFailed{
            asked.subtype, error.isEmpty() ? QStringLiteral("claude gives no reason") : error});
        return;
    }

    const QJsonObject response = object(answer, "response");
    provider::SettingsReported settings;
    if (asked.subtype == QLatin1StringView("initialize")) {
        onInitialized(answer, response);
    } else if (asked.subtype == QLatin1StringView("set_permission_mode")) {
        const QString mode = text(response, "mode");
        m_mode = mode.isEmpty() ? asked.value : mode;
        settings.mode = m_mode;
        emitEvent(settings);
    } else if (asked.subtype == QLatin1StringView("set_model")) {
        const QString model = text(response, "model");
        m_model = model.isEmpty() ? asked.value : model;
        m_usage.setModel(m_model);
        settings.model = m_model;
        emitEvent(settings);
    } else if (asked.subtype == QLatin1StringView("apply_flag_settings")) {
        settings.effort = asked.value;
        emitEvent(settings);
    } else if (asked.subtype == QLatin1StringView("interrupt")) {
        QStringList cancelled;
        const QJsonArray ids = array(response, "cancelled");
        for (const QJsonValue &id : ids)
            cancelled.append(id.toString());
        emitEvents(m_prompts.cancelled(cancelled));
    }
}

void ClaudeProtocol::onInitialized(const QJsonObject &answer, const QJsonObject &response)
{
    emitEvent(choices(response));
    reportMode(text(response, "current_permission_mode"));
    const QJsonArray pending = array(answer, "pending_permission_requests");
    for (const QJsonValue &request : pending)
        onControlRequest(request.toObject(), {});
}

void ClaudeProtocol::onResult(const QJsonObject &line)
{
    ++m_results;
    provider::TurnFinished turn = turnFinished(line, m_interrupting);
    if (!m_turnOpen && !m_started && turn.outcome == provider::TurnOutcome::Failed) {
        m_startError
            = turn.error; // claude says on standard output, too, why it does not start; closed() tells it
        return;
    }
    const QString said = text(line, "result");
    const bool failed = turn.outcome == provider::TurnOutcome::Failed;
    emitEvents(m_content.closeMain());
    cancelTools(m_tools.takeTurn());
    // A slash command can answer in its result alone.
    if (!m_textInTurn && !failed && !said.isEmpty())
        emitEvent(provider::TextFinished{QStringLiteral("result-%1").arg(m_results), {}, said, false});
    if (!m_apiError.isEmpty() && !failed)
        emitEvent(provider::NoticeRaised{
            model::NoticeLevel::Error, withAdvice(m_apiError)}); // it went on all the same
    if (const auto usage = m_usage.result(line))
        emitEvent(*usage);
    if (failed)
        turn.error = withAdvice(turn.error);
    emitEvent(turn);
    m_turnOpen = false;
    m_interrupting = false;
    m_textInTurn = false;
    m_apiError.clear();
    if (!m_tellsIdle)
        emitEvents(m_prompts.idle());
}

} // namespace claude
