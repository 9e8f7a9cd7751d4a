// What a person wants, as requests and answers to codex.
#include "core/provider/codex/codexprotocol.h"

namespace codex {

using base::ErrorCode;
using base::failure;

base::Result<QList<QByteArray>> CodexProtocol::encode(const provider::Command &command)
{
    const Written written = std::visit([this](const auto &concrete) { return write(concrete); }, command);
    if (!written)
        return tl::unexpected(written.error());
    return takeReplies();
}

void CodexProtocol::openThread()
{
    m_state = State::Opening;
    request({Sent::Purpose::OpenThread, 0, {}}, m_request.method(), m_request.params());
}

CodexProtocol::Written CodexProtocol::write(const provider::SendPrompt &prompt)
{
    if (prompt.text.isEmpty() && prompt.attachments.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("text is empty"));
    m_prompts.add(prompt.id, userInput(prompt.text, prompt.attachments), true);
    if (m_state == State::Refused)
        openThread(); // it may be free by now
    sendPrompts();
    return {};
}

//! One that waits begins a turn, or is said to the turn that runs; the others follow when that has begun.
void CodexProtocol::sendPrompts()
{
    if (m_state != State::Open)
        return;
    while (!m_turnRequested) {
        PromptQueue::Entry *entry = m_prompts.firstWaiting();
        if (!entry)
            return;
        const bool idle = m_turnId.isEmpty();
        if (!idle && !entry->steer)
            return; // the turn must end first
        sendPrompt(*entry, !idle && !entry->inTurnNow);
        m_turnRequested = idle;
    }
}

void CodexProtocol::sendPrompt(PromptQueue::Entry &entry, bool steer)
{
    QJsonObject params{{QStringLiteral("threadId"), m_threadId},
        {QStringLiteral("clientUserMessageId"), entry.clientId}, {QStringLiteral("input"), entry.input}};
    if (steer) {
        params.insert(QStringLiteral("expectedTurnId"), m_turnId);
        entry.state = PromptQueue::Entry::State::Steering;
        request({Sent::Purpose::Steer, entry.number, {}}, QStringLiteral("turn/steer"), params);
    } else {
        entry.state = PromptQueue::Entry::State::Starting;
        request({Sent::Purpose::StartTurn, entry.number, {}}, QStringLiteral("turn/start"), params);
    }
}

//! codex takes no words with an answer: they are said to the turn, or after it where the answer ends it.
CodexProtocol::Written CodexProtocol::answered(const base::Result<OpenAsks::Answer> &answer)
{
    if (!answer)
        return tl::unexpected(answer.error());
    m_lines.append(m_writer.answer(answer->request, answer->result));
    if (!answer->words.isEmpty()) {
        m_prompts.add({}, userInput(answer->words), !answer->endsTurn);
        sendPrompts();
    }
    return {};
}

CodexProtocol::Written CodexProtocol::write(const provider::DecideApproval &decision)
{
    return answered(m_asks.decide(decision));
}

CodexProtocol::Written CodexProtocol::write(const provider::AnswerQuestion &answer)
{
    return answered(m_asks.answer(answer));
}

CodexProtocol::Written CodexProtocol::write(const provider::SkipQuestion &skip)
{
    return answered(m_asks.skip(skip));
}

//! What was not sent yet is withdrawn with the turn; that is told with the next line of codex.
CodexProtocol::Written CodexProtocol::write(const provider::Interrupt &)
{
    emitEvents(m_prompts.cancelWaiting());
    if (!m_turnId.isEmpty())
        sendInterrupt();
    else
        m_interruptWanted = m_turnRequested;
    return {};
}

void CodexProtocol::sendInterrupt()
{
    m_interruptWanted = false;
    request({Sent::Purpose::Interrupt, 0, {}}, QStringLiteral("turn/interrupt"),
        {{QStringLiteral("threadId"), m_threadId}, {QStringLiteral("turnId"), m_turnId}});
}

//! Before there is a thread it begins with them; after that codex reports what it has taken over.
void CodexProtocol::changeSettings(const QString &what, QJsonObject params)
{
    if (m_state != State::Open || params.isEmpty())
        return;
    m_settings.asked(params);
    params.insert(QStringLiteral("threadId"), m_threadId);
    request({Sent::Purpose::ChangeSettings, 0, what}, QStringLiteral("thread/settings/update"), params);
}

CodexProtocol::Written CodexProtocol::write(const provider::SetMode &command)
{
    const auto policy = policyOf(command.mode);
    if (!policy) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("mode must be one of ") + allModes().join(QStringLiteral(", ")));
    }
    m_request.mode = command.mode;
    changeSettings(QStringLiteral("mode"), m_settings.forMode(*policy, m_request.writableRoots));
    return {};
}

CodexProtocol::Written CodexProtocol::write(const provider::SetModel &command)
{
    // codex has no word for "as configured", but it said what that was.
    const QString model = command.model.isEmpty() ? m_settings.firstModel() : command.model;
    m_request.model = model;
    if (!model.isEmpty())
        changeSettings(QStringLiteral("model"), {{QStringLiteral("model"), model}});
    return {};
}

CodexProtocol::Written CodexProtocol::write(const provider::SetEffort &command)
{
    if (command.effort.isEmpty())
        return failure(ErrorCode::Unsupported,
            QStringLiteral("codex keeps a reasoning effort until another one is chosen"));
    m_request.effort = command.effort;
    changeSettings(QStringLiteral("effort"), {{QStringLiteral("effort"), command.effort}});
    return {};
}

} // namespace codex
