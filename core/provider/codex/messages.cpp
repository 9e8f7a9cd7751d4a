// What codex writes, by kind: requests, notifications, answers, and what is none of these.
#include "core/provider/codex/codexprotocol.h"

#include "core/provider/codex/commandask.h"
#include "core/provider/codex/elicitation.h"
#include "core/provider/codex/fileask.h"
#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/notices.h"
#include "core/provider/codex/permissions.h"
#include "core/provider/codex/toolitem.h"
#include "core/provider/codex/userinput.h"

#include <array>

namespace codex {

using provider::Events;

namespace {

//! Known, and of no interest here.
constexpr std::array QuietMethods{"thread/started", "thread/readState/changed", "thread/archived",
    "thread/deleted", "thread/unarchived", "thread/closed", "thread/reverted", "skills/changed",
    "thread/section/changed", "thread/attachment/updated", "thread/goal/updated", "thread/prediction/updated",
    "thread/goal/cleared", "thread/queue/changed", "project/changed", "thread/project/updated",
    "thread/environment/connected", "thread/environment/disconnected", "turn/diff/updated", "hook/started",
    "item/autoApprovalReview/started", "item/autoApprovalReview/completed", "item/mcpToolCall/progress",
    "item/fileChange/outputDelta", "item/commandExecution/terminalInteraction",
    "item/reasoning/summaryPartAdded", "account/updated", "app/list/updated", "remoteControl/status/changed",
    "fs/changed", "thread/compacted", "model/verification", "turn/moderationMetadata",
    "model/safetyBuffering/updated", "deprecationNotice", "mcpServer/oauthLogin/completed",
    "account/login/completed", "modelProvider/authRecoveryStarted", "modelProvider/authRecoveryCompleted"};

//! Questions to the program, not to the person, that this one has no answer to.
constexpr std::array QuietRequests{
    "item/tool/call", "account/chatgptAuthTokens/refresh", "attestation/generate", "currentTime/read"};

template <std::size_t Count>
bool isOneOf(const QString &method, const std::array<const char *, Count> &methods)
{
    for (const char *known : methods) {
        if (method == QLatin1StringView(known))
            return true;
    }
    return false;
}

} // namespace

Events CodexProtocol::feed(const QByteArray &line)
{
    if (!line.trimmed().isEmpty())
        std::visit([&](const auto &message) { onMessage(message, line); }, jsonrpc::parse(line));
    return std::exchange(m_events, {});
}

void CodexProtocol::onMessage(const jsonrpc::NotJson &, const QByteArray &raw)
{
    emitEvent(strayLine(raw));
}

void CodexProtocol::onMessage(const jsonrpc::NotAMessage &, const QByteArray &raw)
{
    emitEvent(provider::LineIgnored{raw});
}

void CodexProtocol::onMessage(const jsonrpc::Response &response, const QByteArray &raw)
{
    if (const auto sent = m_pending.take(response.id))
        onAnswer(*sent, response.result.toObject());
    else
        emitEvent(provider::LineIgnored{raw});
}

void CodexProtocol::onMessage(const jsonrpc::ErrorResponse &response, const QByteArray &raw)
{
    if (const auto sent = m_pending.take(response.id))
        onRefusal(*sent, response);
    else
        emitEvent(provider::LineIgnored{raw});
}

void CodexProtocol::ask(const jsonrpc::Request &request, Ask ask)
{
    QString scope = text(request.params, "turnId");
    if (scope.isEmpty())
        scope = text(request.params, "threadId");
    if (const auto event = m_asks.open(request.id, scope, std::move(ask)))
        emitEvent(*event);
}

void CodexProtocol::onMessage(const jsonrpc::Request &request, const QByteArray &)
{
    const QJsonObject &params = request.params;
    const QString &method = request.method;
    const QString itemId = text(params, "itemId");
    if (method == QLatin1StringView("item/commandExecution/requestApproval")) {
        // A command may be asked about before, or without, being told as an item.
        const bool ours = text(params, "turnId") == m_turnId && !m_turnId.isEmpty();
        if (ours && !itemId.isEmpty() && !text(params, "command").isEmpty() && !m_items.hasTool(itemId)) {
            QJsonObject item = params;
            item.insert(QStringLiteral("type"), QStringLiteral("commandExecution"));
            item.insert(QStringLiteral("id"), itemId);
            onItemStarted(item);
        }
        ask(request, commandAsk(params));
    } else if (method == QLatin1StringView("item/fileChange/requestApproval")) {
        ask(request, fileAsk(params, m_changes.value(itemId)));
    } else if (method == QLatin1StringView("item/permissions/requestApproval")) {
        ask(request, permissionsAsk(params));
    } else if (method == QLatin1StringView("item/tool/requestUserInput")) {
        QuestionAsk question = userInputAsk(params);
        if (question.question.items.isEmpty())
            m_lines.append(m_writer.error(
                request.id, jsonrpc::InvalidParams, QStringLiteral("there is no question in it")));
        else
            ask(request, std::move(question));
    } else if (const auto elicitation = method == QLatin1StringView("mcpServer/elicitation/request")
            ? elicitationAsk(params)
            : std::nullopt) {
        ask(request, *elicitation);
    } else {
        m_lines.append(m_writer.error(request.id, jsonrpc::MethodNotFound,
            QStringLiteral("AgentMonitor cannot answer %1").arg(method)));
        if (!isOneOf(method, QuietRequests))
            emitEvent(unknownRequest(method));
    }
}

void CodexProtocol::onMessage(const jsonrpc::Notification &notification, const QByteArray &raw)
{
    const QString &method = notification.method;
    if (!onNotification(method, notification.params) && !isOneOf(method, QuietMethods))
        emitEvent(provider::LineIgnored{raw});
}

bool CodexProtocol::onNotification(const QString &method, const QJsonObject &params)
{
    if (method == QLatin1StringView("serverRequest/resolved")) {
        if (const auto id = m_asks.resolved({params.value(QLatin1StringView("requestId"))}))
            emitEvent(provider::AskWithdrawn{*id});
        return true;
    }
    if (method == QLatin1StringView("account/rateLimits/updated")) {
        emitEvents(m_limits.updated(object(params, "rateLimits")));
        return true;
    }
    if (const auto notice = programNotice(method, params)) {
        emitEvents(*notice);
        return true;
    }
    // A subagent is a thread of its own. What it does is told by the item that began it.
    const QString thread = text(params, "threadId");
    if (!thread.isEmpty() && thread != m_threadId)
        return true;
    if (onThreadNotification(method, params))
        return true;
    // What belongs to a turn that is over is closed already.
    const QString turn = text(params, "turnId");
    if (!turn.isEmpty() && turn != m_turnId && method != QLatin1StringView("error"))
        return true;
    return onTurnNotification(method, params);
}

bool CodexProtocol::onThreadNotification(const QString &method, const QJsonObject &params)
{
    if (method == QLatin1StringView("turn/started")) {
        onTurnStarted(text(object(params, "turn"), "id"));
    } else if (method == QLatin1StringView("turn/completed")) {
        onTurnCompleted(object(params, "turn"));
    } else if (method == QLatin1StringView("thread/status/changed")) {
        if (m_turnId.isEmpty())
            return true;
        const bool waits = !array(object(params, "status"), "activeFlags").isEmpty();
        setActivity(waits ? provider::Activity::Asking : provider::Activity::Working);
    } else if (method == QLatin1StringView("thread/settings/updated")) {
        if (const auto report = m_settings.updated(object(params, "threadSettings")))
            emitEvent(*report);
    } else if (method == QLatin1StringView("thread/name/updated")) {
        const QString title = text(params, "threadName");
        if (title != m_title) {
            m_title = title;
            provider::SettingsReported report;
            report.title = title;
            emitEvent(report);
        }
    } else if (method == QLatin1StringView("thread/tokenUsage/updated")) {
        emitEvent(usageReported(object(params, "tokenUsage")));
    } else {
        return false;
    }
    return true;
}

bool CodexProtocol::onTurnNotification(const QString &method, const QJsonObject &params)
{
    const QString itemId = text(params, "itemId");
    const QString delta = text(params, "delta");
    if (method == QLatin1StringView("item/started"))
        return onItemStarted(object(params, "item"));
    if (method == QLatin1StringView("item/completed"))
        return onItemCompleted(object(params, "item"));
    if (method == QLatin1StringView("item/agentMessage/delta")
        || method == QLatin1StringView("item/plan/delta"))
        emitEvents(m_items.textDelta(itemId, delta));
    else if (method == QLatin1StringView("item/reasoning/summaryTextDelta"))
        emitEvents(m_items.thoughtDelta(itemId, delta, smallCount(params, "summaryIndex")));
    else if (method == QLatin1StringView("item/reasoning/textDelta"))
        emitEvents(m_items.thoughtDelta(itemId, delta, smallCount(params, "contentIndex")));
    else if (method == QLatin1StringView("item/commandExecution/outputDelta"))
        emitEvents(m_items.toolOutput(itemId, delta));
    else if (method == QLatin1StringView("item/fileChange/patchUpdated"))
        onFileChange(itemId, array(params, "changes"));
    else if (method == QLatin1StringView("turn/plan/updated"))
        onPlan(params);
    else if (method == QLatin1StringView("error"))
        onError(params);
    else
        return false;
    return true;
}

} // namespace codex
