// Prompts and the turns that they begin: one after the other, since nothing can be said into a turn.
#include "core/provider/acp/acpprotocol.h"

#include "core/provider/acp/errorwords.h"
#include "core/provider/jsonfields.h"
#include "core/provider/wording.h"

#include <QJsonArray>

namespace acp {

namespace json = provider::json;

using model::DeliveryState;
using provider::TurnOutcome;

namespace {

QJsonObject textBlock(const QString &text)
{
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonObject imageBlock(const provider::Attachment &attachment)
{
    return {{QStringLiteral("type"), QStringLiteral("image")},
        {QStringLiteral("mimeType"), attachment.mediaType},
        {QStringLiteral("data"), QString::fromLatin1(attachment.data.toBase64())}};
}

} // namespace

void AcpProtocol::sendWaiting()
{
    const bool setting = m_requests.any([](const Asked &asked) { return asked.purpose == Purpose::Set; });
    if (m_state == State::Ready && !m_turn && !setting && !m_prompts.isEmpty())
        writePrompt(m_prompts.takeNext());
    m_prompts.keep();
}

void AcpProtocol::writePrompt(const PromptQueue::Entry &entry)
{
    QJsonArray blocks;
    if (const QString first = std::exchange(m_wish.instructions, {}); !first.isEmpty())
        blocks.append(textBlock(first));
    if (!entry.prompt.text.isEmpty())
        blocks.append(textBlock(entry.prompt.text));
    if (m_agent.takesImages) {
        for (const provider::Attachment &attachment : entry.prompt.attachments)
            blocks.append(imageBlock(attachment));
    } else if (!entry.prompt.attachments.isEmpty()) {
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Warning,
            QStringLiteral("%1 takes no images: the prompt went without").arg(m_wish.agentName)});
    }
    if (entry.waited && !entry.prompt.id.isEmpty())
        emitEvent(provider::PromptProgressed{entry.prompt.id, DeliveryState::Sent});
    emitEvents(m_chunks.close()); // what came between the turns
    m_historyComes = false;
    m_tools.turnStarted();
    m_turn = Turn{entry.prompt.id};
    request({Purpose::Prompt}, QStringLiteral("session/prompt"), {{QStringLiteral("prompt"), blocks}});
}

void AcpProtocol::beginTurn()
{
    if (!m_turn || m_turn->begun)
        return;
    m_turn->begun = true;
    if (!m_turn->promptId.isEmpty())
        emitEvent(provider::PromptProgressed{m_turn->promptId, DeliveryState::Taken});
    emitEvent(provider::TurnStarted{});
}

void AcpProtocol::onPromptAnswered(const QJsonObject &answer)
{
    if (!m_turn)
        return;
    beginTurn();
    const QString reason = json::text(answer, "stopReason");
    provider::TurnFinished turn;
    if (reason == QLatin1StringView("cancelled")) {
        // codex-acp gives the turn up when a person says no; that is no failure of anybody's.
        const bool byDecision = m_turn->rejected && !m_turn->interrupting;
        turn.outcome = byDecision ? TurnOutcome::Completed : TurnOutcome::Interrupted;
    } else if (reason == QLatin1StringView("max_tokens")) {
        turn.outcome = TurnOutcome::Limit;
        turn.error = QStringLiteral("The answer was cut off: it reached the model's limit of tokens");
    } else if (reason == QLatin1StringView("max_turn_requests")) {
        turn.outcome = TurnOutcome::Limit;
        turn.error = QStringLiteral("The turn reached the agent's limit of requests to the model");
    } else if (reason == QLatin1StringView("refusal")) {
        turn.outcome = TurnOutcome::Failed;
        turn.error = QStringLiteral("The model refused to answer");
    } else if (!reason.isEmpty() && reason != QLatin1StringView("end_turn")) {
        turn.outcome = TurnOutcome::Failed;
        turn.error = QStringLiteral("The turn ended: ") + provider::words(reason);
    }
    if (const auto usage = m_usage.turnEnded(answer))
        emitEvent(*usage);
    endTurn(turn);
}

void AcpProtocol::onPromptFailed(const jsonrpc::ErrorResponse &error)
{
    if (!m_turn)
        return;
    beginTurn();
    provider::TurnFinished turn;
    turn.outcome = TurnOutcome::Interrupted; // some agents answer a cancelled prompt with an error
    if (!m_turn->interrupting) {
        const Failure failure = failureWithAdvice(error, m_loginAdvice);
        turn.outcome = TurnOutcome::Failed;
        turn.error = failure.words;
        turn.httpStatus = failure.httpStatus;
    }
    endTurn(turn);
}

void AcpProtocol::endTurn(provider::TurnFinished turn)
{
    const bool aborted = turn.outcome == TurnOutcome::Interrupted || turn.outcome == TurnOutcome::Failed;
    emitEvents(m_chunks.close(aborted));
    withdraw(m_asks.cancelAll());
    emitEvents(m_tools.closeAll());
    if (!m_plan.isEmpty())
        ++m_plans;
    m_plan.clear();
    m_turn.reset();
    emitEvent(std::move(turn));
}

} // namespace acp
