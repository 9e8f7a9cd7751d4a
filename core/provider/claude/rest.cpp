// What has to be known of a conversation that rests, so that another ClaudeProtocol can go on with it.
#include "core/provider/claude/claudeprotocol.h"
#include "core/provider/claude/jsonfields.h"

namespace claude {

std::optional<QJsonObject> ClaudeProtocol::rest() const
{
    const bool isIdle = !m_tellsIdle || m_activity == provider::Activity::Idle;
    if (!m_started || m_turnOpen || m_interrupting || !isIdle || !m_requests.isEmpty() || !m_asks.isEmpty()
        || !m_tools.isEmpty() || !m_prompts.isEmpty() || m_content.isOpen())
        return std::nullopt;
    return QJsonObject{
        {QStringLiteral("session"), m_sessionId},
        {QStringLiteral("directory"), m_directory},
        {QStringLiteral("model"), m_model},
        {QStringLiteral("mode"), m_mode},
        {QStringLiteral("version"), m_version},
        {QStringLiteral("limit"), m_limitNotice},
        {QStringLiteral("plan"), m_plan.markdown()},
        {QStringLiteral("tellsIdle"), m_tellsIdle},
        {QStringLiteral("tellsLifecycle"), m_prompts.tellsLifecycle()},
        {QStringLiteral("results"), m_results},
        {QStringLiteral("requests"), m_requests.count()},
        {QStringLiteral("namelessMessages"), m_content.namelessCount()},
        {QStringLiteral("usage"), m_usage.rest()},
    };
}

void ClaudeProtocol::goOnFrom(const QJsonObject &rest)
{
    m_started = true;
    m_sessionId = text(rest, "session");
    m_directory = text(rest, "directory");
    m_model = text(rest, "model");
    m_mode = text(rest, "mode");
    m_version = text(rest, "version");
    m_limitNotice = text(rest, "limit");
    m_plan = PlanDraft(text(rest, "plan"));
    m_tellsIdle = flag(rest, "tellsIdle");
    m_results = smallCount(rest, "results");
    m_activity = provider::Activity::Idle;
    m_prompts.setTellsLifecycle(flag(rest, "tellsLifecycle"));
    m_requests.setCount(smallCount(rest, "requests"));
    m_content.setNamelessCount(smallCount(rest, "namelessMessages"));
    m_usage.goOnFrom(object(rest, "usage"));
}

} // namespace claude
