// What a person wants, as messages for the agent.
#include "core/provider/acp/acpprotocol.h"

#include <QJsonObject>

namespace acp {

using base::ErrorCode;
using base::failure;

base::Result<QList<QByteArray>> AcpProtocol::encode(const provider::Command &command)
{
    const auto obeyed = std::visit([this](const auto &concrete) { return obey(concrete); }, command);
    if (!obeyed)
        return tl::unexpected(obeyed.error());
    sendWaiting();
    return takeReplies();
}

base::Result<void> AcpProtocol::obey(const provider::SendPrompt &prompt)
{
    if (prompt.text.isEmpty() && prompt.attachments.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("text is empty"));
    if (m_state == State::Ready && !m_agent.takesImages && !prompt.attachments.isEmpty()) {
        return failure(ErrorCode::Unsupported, QStringLiteral("%1 takes no images").arg(m_wish.agentName));
    }
    if (m_state == State::Failed && !m_startable) {
        return failure(ErrorCode::Unavailable,
            QStringLiteral("%1 has no session to send this to").arg(m_wish.agentName));
    }
    m_prompts.add(prompt);
    if (m_state == State::Failed)
        openSession();
    return {};
}

base::Result<void> AcpProtocol::obey(const provider::DecideApproval &decision)
{
    const auto verdict = m_asks.decide(decision);
    if (!verdict)
        return tl::unexpected(verdict.error());
    if (verdict->rejects) {
        m_tools.rejected(verdict->toolId);
        if (m_turn)
            m_turn->rejected = true;
    }
    answer(verdict->answer);
    // The answer has no room for words; they are said when the agent listens again.
    if (const QString words = decision.message.trimmed(); !words.isEmpty())
        m_prompts.addWords(words);
    return {};
}

base::Result<void> AcpProtocol::obey(const provider::AnswerQuestion &given)
{
    const auto result = m_asks.answer(given);
    if (!result)
        return tl::unexpected(result.error());
    answer(*result);
    return {};
}

base::Result<void> AcpProtocol::obey(const provider::SkipQuestion &skip)
{
    const auto result = m_asks.skip(skip);
    if (!result)
        return tl::unexpected(result.error());
    answer(*result);
    if (const QString words = skip.message.trimmed(); !words.isEmpty())
        m_prompts.addWords(words);
    return {};
}

base::Result<void> AcpProtocol::obey(const provider::Interrupt &)
{
    // As with every CLI: what waits is given up with the turn.
    emitEvents(m_prompts.drop(model::DeliveryState::Cancelled));
    if (!m_turn)
        return {};
    m_turn->interrupting = true;
    reply(m_writer.notification(
        QStringLiteral("session/cancel"), {{QStringLiteral("sessionId"), m_sessionId}}));
    withdraw(m_asks.cancelAll());
    return {};
}

base::Result<void> AcpProtocol::obey(const provider::SetMode &command)
{
    return choose(Setting::Mode, command.mode);
}

base::Result<void> AcpProtocol::obey(const provider::SetModel &command)
{
    return choose(Setting::Model, command.model);
}

base::Result<void> AcpProtocol::obey(const provider::SetEffort &command)
{
    return choose(Setting::Effort, command.effort);
}

base::Result<void> AcpProtocol::choose(Setting setting, const QString &value)
{
    const QString name = settingName(setting);
    if (value.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is empty").arg(name));
    if (m_state != State::Ready) {
        m_wanted.insert(setting, value);
        return {};
    }
    if (!m_choices.offers(setting)) {
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 lets no %2 be chosen in this session").arg(m_wish.agentName, name));
    }
    if (!m_choices.knows(setting, value)) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("%1 must be one of %2")
                .arg(name, m_choices.values(setting).join(QStringLiteral(", "))));
    }
    requestSet(setting, value);
    return {};
}

} // namespace acp
