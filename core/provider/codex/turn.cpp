// The running turn: its items, its plan, its errors and its end.
#include "core/provider/codex/codexprotocol.h"

#include "core/provider/codex/filechange.h"
#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/toolitem.h"
#include "core/provider/codex/turnerror.h"

#include <QRegularExpression>

#include <array>

namespace codex {

using model::ToolStatus;
using provider::TurnOutcome;

namespace {

//! Known, and of no interest here; what a person said is shown already.
constexpr std::array QuietItems{"hookPrompt", "functionCallOutput", "subAgentActivity", "enteredReviewMode"};

bool isQuiet(const QString &type)
{
    for (const char *quiet : QuietItems) {
        if (type == QLatin1StringView(quiet))
            return true;
    }
    return false;
}

QString paragraphs(const QJsonArray &texts)
{
    QStringList parts;
    for (const QJsonValue &part : texts)
        parts.append(part.toString());
    parts.removeAll(QString());
    return parts.join(QStringLiteral("\n\n"));
}

TurnOutcome outcomeOf(const QString &status, const TurnError &error)
{
    if (status == QLatin1StringView("interrupted"))
        return TurnOutcome::Interrupted;
    if (status == QLatin1StringView("failed"))
        return error.isLimit() ? TurnOutcome::Limit : TurnOutcome::Failed;
    return TurnOutcome::Completed;
}

model::PlanStep planStep(const QString &status)
{
    if (status == QLatin1StringView("completed"))
        return model::PlanStep::Done;
    return status == QLatin1StringView("inProgress") ? model::PlanStep::Active : model::PlanStep::Pending;
}

//! "Reconnecting... 1/5"
provider::RetryScheduled retryScheduled(const TurnError &error)
{
    static const QRegularExpression attempt(QStringLiteral("(\\d{1,6})/(\\d{1,6})\\s*\\z"));
    const QRegularExpressionMatch match = attempt.match(error.message);
    provider::RetryScheduled retry;
    retry.attempt = match.captured(1).toInt();
    retry.maxAttempts = match.captured(2).toInt();
    retry.httpStatus = error.httpStatus;
    retry.reason = error.details.isEmpty() ? error.message : error.details;
    return retry;
}

} // namespace

void CodexProtocol::onTurnStarted(const QString &turnId)
{
    if (turnId.isEmpty() || turnId == m_turnId)
        return;
    if (!m_turnId.isEmpty()) { // its end was not told
        closeTurn(ToolStatus::Cancelled);
        emitEvent(provider::TurnFinished{});
    }
    const bool ours = m_turnRequested;
    m_turnId = turnId;
    m_turnRequested = false;
    emitEvent(provider::TurnStarted{ours ? provider::TurnOrigin::User : provider::TurnOrigin::Background});
    setActivity(provider::Activity::Working);
    if (m_interruptWanted)
        sendInterrupt();
    sendPrompts();
}

void CodexProtocol::closeTurn(ToolStatus toolStatus)
{
    const QStringList asks = m_asks.takeAll();
    for (const QString &ask : asks)
        emitEvent(provider::AskWithdrawn{ask});
    emitEvents(m_items.closeAll(toolStatus));
    m_changes.clear();
    m_turnId.clear();
    m_interruptWanted = false;
}

void CodexProtocol::onTurnCompleted(const QJsonObject &json)
{
    const QString turnId = text(json, "id");
    if (turnId.isEmpty())
        return;
    const TurnError error = turnError(object(json, "error"));
    provider::TurnFinished turn;
    turn.outcome = outcomeOf(text(json, "status"), error);
    turn.durationMs = count(json, "durationMs");
    if (turn.outcome == TurnOutcome::Failed || turn.outcome == TurnOutcome::Limit) {
        turn.error = error.words(m_limits.reset());
        turn.httpStatus = error.httpStatus;
    }
    if (turnId == m_turnId) {
        const bool failed = turn.outcome == TurnOutcome::Failed;
        closeTurn(failed ? ToolStatus::Failed : ToolStatus::Cancelled);
        emitEvents(m_prompts.turnEnded(turnId, turn.outcome));
        emitEvent(turn);
        setActivity(provider::Activity::Idle);
    } else {
        // It ended before it began, or its beginning was told to nobody.
        m_turnRequested = m_turnRequested && !m_prompts.expects(turnId);
        emitEvents(m_prompts.turnEnded(turnId, turn.outcome));
        if (!turn.error.isEmpty())
            emitEvent(provider::NoticeRaised{model::NoticeLevel::Error, turn.error});
    }
    sendPrompts();
}

void CodexProtocol::onError(const QJsonObject &params)
{
    const TurnError error = turnError(object(params, "error"));
    if (flag(params, "willRetry"))
        emitEvent(retryScheduled(error));
    else if (m_turnId.isEmpty() || text(params, "turnId") != m_turnId)
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Error, error.words(m_limits.reset())});
    // else the end of the turn says it again
}

void CodexProtocol::onPlan(const QJsonObject &params)
{
    provider::PlanUpdated plan;
    plan.itemId = QStringLiteral("%1-steps").arg(m_turnId);
    const QJsonArray steps = array(params, "plan");
    for (const QJsonValue &value : steps) {
        const QJsonObject step = value.toObject();
        plan.entries.append({text(step, "step"), planStep(text(step, "status"))});
    }
    emitEvent(plan);
}

bool CodexProtocol::onItemStarted(const QJsonObject &item)
{
    const QString type = text(item, "type");
    const QString id = text(item, "id");
    if (id.isEmpty())
        return false;
    if (type == QLatin1StringView("userMessage")) {
        m_prompts.taken(text(item, "clientId"), m_events);
    } else if (type == QLatin1StringView("agentMessage")) {
        emitEvents(m_items.textStarted(id));
        emitEvents(m_items.textDelta(id, text(item, "text")));
    } else if (type == QLatin1StringView("fileChange")) {
        onFileChange(id, array(item, "changes"));
    } else if (type == QLatin1StringView("contextCompaction")) {
        setActivity(provider::Activity::Compacting);
    } else if (const auto call = toolCall(item)) {
        emitEvents(m_items.toolStarted(*call));
    } else {
        // Thoughts and plans begin with their first words.
        return type == QLatin1StringView("reasoning") || type == QLatin1StringView("plan")
            || type == QLatin1StringView("exitedReviewMode") || isQuiet(type);
    }
    return true;
}

bool CodexProtocol::onItemCompleted(const QJsonObject &item)
{
    const QString type = text(item, "type");
    const QString id = text(item, "id");
    if (id.isEmpty())
        return false;
    if (type == QLatin1StringView("userMessage")) {
        return true;
    }
    if (type == QLatin1StringView("agentMessage") || type == QLatin1StringView("plan")) {
        emitEvents(m_items.textFinished(id, text(item, "text")));
    } else if (type == QLatin1StringView("exitedReviewMode")) {
        emitEvents(m_items.textFinished(id, text(item, "review")));
    } else if (type == QLatin1StringView("reasoning")) {
        const QString summary = paragraphs(array(item, "summary"));
        emitEvents(
            m_items.thoughtFinished(id, summary.isEmpty() ? paragraphs(array(item, "content")) : summary));
    } else if (type == QLatin1StringView("fileChange")) {
        onFileChangeCompleted(item);
    } else if (type == QLatin1StringView("contextCompaction")) {
        emitEvent(provider::NoticeRaised{
            model::NoticeLevel::Info, QStringLiteral("The conversation was compacted")});
        setActivity(provider::Activity::Working);
    } else if (const auto call = toolCall(item)) {
        emitEvents(m_items.toolStarted(*call)); // some are told only when they are done
        emitEvents(m_items.toolFinished(toolFinished(item)));
    } else {
        return isQuiet(type);
    }
    return true;
}

void CodexProtocol::onFileChange(const QString &itemId, const QJsonArray &changes)
{
    m_changes.insert(itemId, changes);
    const QList<model::ToolCall> calls = fileChangeCalls(itemId, changes);
    for (const model::ToolCall &call : calls) {
        if (m_items.hasTool(call.id) && call.diff)
            emitEvents(m_items.toolDiff(call.id, *call.diff));
        else
            emitEvents(m_items.toolStarted(call));
    }
}

void CodexProtocol::onFileChangeCompleted(const QJsonObject &item)
{
    const QString itemId = text(item, "id");
    const QList<model::ToolCall> calls = fileChangeCalls(itemId, array(item, "changes"));
    const auto began = static_cast<qsizetype>(m_changes.take(itemId).size());
    for (qsizetype i = 0; i < std::max(calls.size(), began); ++i) {
        provider::ToolFinished finished;
        finished.id = i == 0 ? itemId : QStringLiteral("%1/%2").arg(itemId).arg(i + 1);
        finished.status = toolStatus(text(item, "status"));
        if (i < calls.size()) {
            emitEvents(m_items.toolStarted(calls.at(i)));
            finished.diff = calls.at(i).diff;
        }
        emitEvents(m_items.toolFinished(finished));
    }
}

} // namespace codex
