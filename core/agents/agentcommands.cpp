// What a person does to an agent. Each is checked whole, then journaled, then given to the CLI.
#include "core/agents/agentsession.h"
#include "core/agents/askcheck.h"

namespace agents {

using base::ErrorCode;
using base::failure;

base::Result<PromptReceipt> AgentSession::send(const QString &text, const QString &clientId)
{
    if (!m_ledger.isFilled()) {
        const auto page = messagesBefore(0, static_cast<int>(PromptLedger::Capacity));
        if (!page)
            return tl::unexpected(page.error());
        m_ledger.fill(page->messages);
    }
    if (const auto earlier = m_ledger.find(clientId))
        return PromptReceipt{*earlier, true};
    if (!m_provider) {
        return failure(ErrorCode::Unsupported,
            QStringLiteral("This version of AgentMonitor cannot run %1 agents")
                .arg(m_document.config.provider));
    }

    const base::MessageId id(base::newUuid());
    if (const auto accepted = change([&] {
            m_timeline.addPrompt(
                id.toString(), model::Prompt{text, clientId, model::DeliveryState::Accepted}, m_clock.now());
        });
        !accepted)
        return tl::unexpected(accepted.error());
    m_ledger.add(clientId, id);
    deliverPrompts();
    return PromptReceipt{id, false};
}

base::Result<void> AgentSession::interrupt()
{
    return m_run && m_run->isTalking() && !m_run->isStopping() ? command(provider::Interrupt{})
                                                               : base::Result<void>{};
}

base::Result<void> AgentSession::resume()
{
    if (m_run || m_readingHistory)
        return failure(ErrorCode::Conflict, QStringLiteral("The agent is already running"));
    start();
    return {};
}

void AgentSession::stop()
{
    const base::Timestamp now = m_clock.now();
    for (const model::Message &prompt : m_timeline.promptsIn(model::DeliveryState::Accepted))
        m_timeline.setDelivery(prompt.id.toString(), model::DeliveryState::Cancelled, now);
    if (m_run && !m_run->isStopping())
        m_run->stop();
    settle();
    commit();
}

base::Result<AskOutcome<model::Approval>> AgentSession::decide(
    const QString &approvalId, const Verdict &verdict)
{
    const model::Message *message = m_timeline.openAsk(approvalId);
    if (!message) {
        const auto past = findPastAsk(*this, approvalId);
        if (!past)
            return tl::unexpected(past.error());
        if (const auto *approval = std::get_if<model::Approval>(&past->body))
            return AskOutcome<model::Approval>{false, *approval};
    }
    const auto *open = message ? std::get_if<model::Approval>(&message->body) : nullptr;
    if (!open)
        return failure(ErrorCode::NotFound, QStringLiteral("%1 is not an approval").arg(approvalId));
    model::Approval approval = *open;
    const auto option = checkVerdict(approval, verdict);
    if (!option)
        return tl::unexpected(option.error());

    approval.state = model::AskState::Decided;
    approval.decision = model::Decision{
        option->id, option->label, verdict.message, verdict.by, verdict.from, m_clock.now()};
    if (const auto decided = change([&] {
            m_timeline.decide(approvalId, *approval.decision);
            issue(provider::DecideApproval{approvalId, option->id, verdict.message, verdict.updatedInput});
        });
        !decided)
        return tl::unexpected(decided.error());
    Q_EMIT approvalDecided(approval);
    return AskOutcome<model::Approval>{true, approval};
}

base::Result<AskOutcome<model::Question>> AgentSession::answer(
    const QString &questionId, const Answer &answer)
{
    const model::Message *message = m_timeline.openAsk(questionId);
    if (!message) {
        const auto past = findPastAsk(*this, questionId);
        if (!past)
            return tl::unexpected(past.error());
        if (const auto *question = std::get_if<model::Question>(&past->body))
            return AskOutcome<model::Question>{false, *question};
    }
    const auto *open = message ? std::get_if<model::Question>(&message->body) : nullptr;
    if (!open)
        return failure(ErrorCode::NotFound, QStringLiteral("%1 is not a question").arg(questionId));
    model::Question question = *open;
    if (!answer.skip) {
        if (const auto checked = checkAnswers(question, answer.answers); !checked)
            return tl::unexpected(checked.error());
    }

    question.state = model::AskState::Decided;
    question.answers = answer.skip ? QJsonObject() : answer.answers;
    question.decision = model::Decision{answer.skip ? QStringLiteral("skip") : QStringLiteral("answer"),
        answer.skip ? QStringLiteral("Skipped") : QStringLiteral("Answered"), answer.message, answer.by,
        answer.from, m_clock.now()};
    if (const auto decided = change([&] {
            m_timeline.answer(questionId, question.answers, *question.decision);
            if (answer.skip)
                issue(provider::SkipQuestion{questionId, answer.message});
            else
                issue(provider::AnswerQuestion{questionId, answer.answers});
        });
        !decided)
        return tl::unexpected(decided.error());
    Q_EMIT questionAnswered(question);
    return AskOutcome<model::Question>{true, question};
}

base::Result<void> AgentSession::setMode(const QString &mode)
{
    if (!m_provider)
        return failure(ErrorCode::Unsupported, QStringLiteral("mode cannot be set for this agent"));
    // A CLI of which only a session knows its modes has none before it was started.
    const QStringList modes = m_provider->modes().isEmpty() ? choices().modes : m_provider->modes();
    if (!modes.isEmpty() && !modes.contains(mode)) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("mode must be one of ") + modes.join(QStringLiteral(", ")));
    }
    if (m_run && m_run->isTalking()) {
        if (const auto set = command(provider::SetMode{mode}); !set)
            return set;
    } else if (const auto changedState = change([&] { m_tracker.setMode(mode); }); !changedState) {
        return changedState;
    }
    m_document.config.flags.insert(QStringLiteral("permissionMode"), mode);
    Q_EMIT documentChanged();
    return {};
}

base::Result<void> AgentSession::setModel(const QString &model)
{
    if (model.trimmed().isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("model is required"));
    if (m_run && m_run->isTalking()) {
        if (const auto set = command(provider::SetModel{model.trimmed()}); !set)
            return set;
    }
    m_document.config.flags.insert(QStringLiteral("model"), model.trimmed());
    Q_EMIT documentChanged();
    return {};
}

base::Result<void> AgentSession::setEffort(const QString &effort)
{
    const QStringList efforts = m_provider ? m_provider->efforts() : QStringList();
    if (!m_provider || (!effort.isEmpty() && !efforts.isEmpty() && !efforts.contains(effort))) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("reasoningEffort must be one of ") + efforts.join(QStringLiteral(", ")));
    }
    // The CLI's own default can only be had at its next start.
    if (m_run && m_run->isTalking() && !effort.isEmpty()) {
        if (const auto set = command(provider::SetEffort{effort}); !set)
            return set;
    }
    if (effort.isEmpty())
        m_document.config.flags.remove(QStringLiteral("reasoningEffort"));
    else
        m_document.config.flags.insert(QStringLiteral("reasoningEffort"), effort);
    Q_EMIT documentChanged();
    return {};
}

void AgentSession::setName(const QString &name)
{
    m_document.name = name;
    Q_EMIT documentChanged();
}

void AgentSession::setClaudeMd(const QString &content)
{
    m_document.config.claudeMd = content;
    Q_EMIT documentChanged();
}

} // namespace agents
