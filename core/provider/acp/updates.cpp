// What an agent tells of a session, by its kind.
#include "core/provider/acp/acpprotocol.h"

#include "core/provider/jsonfields.h"

#include <QJsonArray>

namespace acp {

namespace json = provider::json;

namespace {

const QString &modeRemark()
{
    static const QString remark = QStringLiteral("[MODE_UPDATE] ");
    return remark;
}

model::PlanStep planStep(const QString &status)
{
    if (status == QLatin1StringView("completed"))
        return model::PlanStep::Done;
    return status == QLatin1StringView("in_progress") ? model::PlanStep::Active : model::PlanStep::Pending;
}

} // namespace

void AcpProtocol::onUpdate(const QJsonObject &update)
{
    const QString kind = json::text(update, "sessionUpdate");
    const SessionChoices before = m_choices;
    if (kind == QLatin1StringView("available_commands_update")) {
        m_choices.readCommands(json::array(update, "availableCommands"));
    } else if (kind == QLatin1StringView("current_mode_update")) {
        if (const QString mode = json::text(update, "currentModeId"); !mode.isEmpty())
            m_choices.set(Setting::Mode, mode);
    } else if (kind == QLatin1StringView("config_option_update")) {
        m_choices.read(update);
    } else if (kind == QLatin1StringView("session_info_update")) {
        if (const QString title = json::text(update, "title"); !title.isEmpty()) {
            provider::SettingsReported settings;
            settings.title = title;
            emitEvent(settings);
        }
    } else if (kind == QLatin1StringView("usage_update")) {
        if (const auto usage = m_usage.update(update))
            emitEvent(*usage);
    } else if (!onHistory(kind, update)) {
        emitEvent(provider::LineIgnored{m_line});
    }
    // Before the session is there, its choices are told whole with it.
    if (m_state == State::Ready)
        reportChoices(before);
}

bool AcpProtocol::onHistory(const QString &kind, const QJsonObject &update)
{
    const bool text = kind == QLatin1StringView("agent_message_chunk");
    const bool thought = kind == QLatin1StringView("agent_thought_chunk");
    const bool tool = kind == QLatin1StringView("tool_call") || kind == QLatin1StringView("tool_call_update");
    const bool plan = kind == QLatin1StringView("plan");
    const bool echo = kind == QLatin1StringView("user_message_chunk"); // the journal has our prompts
    if (m_historyComes || echo)
        return text || thought || tool || plan || echo;
    beginTurn();
    if (text || thought)
        onText(text ? ChunkStream::Kind::Text : ChunkStream::Kind::Thought, update);
    else if (tool)
        onTool(update);
    else if (plan)
        onPlan(json::array(update, "entries"));
    else
        return false;
    return true;
}

void AcpProtocol::onText(ChunkStream::Kind kind, const QJsonObject &update)
{
    const QString text = contentText(json::object(update, "content"));
    // gemini says a change of its mode as if the agent spoke.
    if (!m_turn && text.startsWith(modeRemark())) {
        const QString mode = text.mid(modeRemark().size()).trimmed();
        if (m_choices.knows(Setting::Mode, mode)) {
            m_choices.set(Setting::Mode, mode);
            return;
        }
    }
    emitEvents(m_tools.closeRejected());
    emitEvents(m_chunks.chunk(kind, json::text(update, "messageId"), text));
}

void AcpProtocol::onTool(const QJsonObject &toolCall)
{
    const QString id = json::text(toolCall, "toolCallId");
    const bool known = m_tools.isOpen(id);
    // Late words about a call of a turn that is over begin nothing.
    if (!known && !m_turn && json::text(toolCall, "sessionUpdate") == QLatin1StringView("tool_call_update"))
        return;
    emitEvents(m_chunks.close());
    if (!known)
        emitEvents(m_tools.closeRejected());
    emitEvents(m_tools.told(toolCall, m_turn && m_turn->interrupting));
    if (!m_tools.isOpen(id))
        withdraw(m_asks.cancelForTool(id));
    // opencode has no plan but a tool that keeps one.
    const QJsonValue todos = json::object(toolCall, "rawInput").value(QLatin1StringView("todos"));
    if (todos.isArray())
        onPlan(todos.toArray());
}

void AcpProtocol::onPlan(const QJsonArray &entries)
{
    QList<model::PlanEntry> plan;
    for (const QJsonValue &each : entries) {
        const QJsonObject entry = each.toObject();
        QString text = json::text(entry, "content");
        if (text.isEmpty())
            text = json::text(entry, "description");
        if (!text.isEmpty())
            plan.append({text, planStep(json::text(entry, "status"))});
    }
    if (plan.isEmpty() && m_plan.isEmpty())
        return;
    if (plan == m_plan)
        return;
    m_plan = plan;
    emitEvents(m_chunks.close());
    emitEvent(provider::PlanUpdated{QStringLiteral("plan-%1").arg(m_plans + 1), plan});
}

} // namespace acp
