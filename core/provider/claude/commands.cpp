// What a person wants, as lines for claude.
#include "core/provider/claude/claudeprotocol.h"

#include "core/provider/claude/choices.h"

#include <QJsonArray>

namespace claude {

using base::ErrorCode;
using base::failure;

namespace {

QJsonValue promptContent(const provider::SendPrompt &prompt)
{
    if (prompt.attachments.isEmpty())
        return prompt.text;
    QJsonArray blocks;
    if (!prompt.text.isEmpty()) {
        blocks.append(QJsonObject{
            {QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), prompt.text}});
    }
    for (const provider::Attachment &attachment : prompt.attachments) {
        const QJsonObject source{{QStringLiteral("type"), QStringLiteral("base64")},
            {QStringLiteral("media_type"), attachment.mediaType},
            {QStringLiteral("data"), QString::fromLatin1(attachment.data.toBase64())}};
        blocks.append(QJsonObject{
            {QStringLiteral("type"), QStringLiteral("image")}, {QStringLiteral("source"), source}});
    }
    return blocks;
}

} // namespace

base::Result<QList<QByteArray>> ClaudeProtocol::encode(const provider::Command &command)
{
    return std::visit([this](const auto &concrete) { return write(concrete); }, command);
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::SendPrompt &prompt)
{
    if (prompt.text.isEmpty() && prompt.attachments.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("text is empty"));
    m_prompts.sent(prompt.id);
    const QJsonObject message{
        {QStringLiteral("role"), QStringLiteral("user")}, {QStringLiteral("content"), promptContent(prompt)}};
    return QList<QByteArray>{
        wireLine({{QStringLiteral("type"), QStringLiteral("user")}, {QStringLiteral("message"), message},
            {QStringLiteral("uuid"), prompt.id}, {QStringLiteral("parent_tool_use_id"), QJsonValue::Null},
            {QStringLiteral("session_id"), QString()}})};
}

ClaudeProtocol::Lines ClaudeProtocol::answerLine(
    const QString &requestId, const base::Result<QJsonObject> &response)
{
    if (!response)
        return tl::unexpected(response.error());
    return QList<QByteArray>{ControlRequests::answer(requestId, *response)};
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::DecideApproval &decision)
{
    return answerLine(decision.approvalId, m_asks.decide(decision));
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::AnswerQuestion &answer)
{
    return answerLine(answer.questionId, m_asks.answer(answer));
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::SkipQuestion &skip)
{
    return answerLine(skip.questionId, m_asks.skip(skip));
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::Interrupt &)
{
    m_interrupting = m_turnOpen;
    return QList<QByteArray>{
        m_requests.request(QStringLiteral("interrupt"), {{QStringLiteral("cancel_queued"), true}})};
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::SetMode &command)
{
    if (!allModes().contains(command.mode)) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("mode must be one of ") + allModes().join(QStringLiteral(", ")));
    }
    return QList<QByteArray>{m_requests.request(
        QStringLiteral("set_permission_mode"), {{QStringLiteral("mode"), command.mode}}, command.mode)};
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::SetModel &command)
{
    // "default" is how claude's own list calls the choice to make none.
    const QString model = command.model.isEmpty() ? QStringLiteral("default") : command.model;
    return QList<QByteArray>{
        m_requests.request(QStringLiteral("set_model"), {{QStringLiteral("model"), model}}, model)};
}

ClaudeProtocol::Lines ClaudeProtocol::write(const provider::SetEffort &command)
{
    if (!command.effort.isEmpty() && !allEfforts().contains(command.effort)) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("reasoningEffort must be one of ") + allEfforts().join(QStringLiteral(", ")));
    }
    const QJsonValue level
        = command.effort.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(command.effort);
    const QJsonObject settings{{QStringLiteral("effortLevel"), level}};
    return QList<QByteArray>{m_requests.request(
        QStringLiteral("apply_flag_settings"), {{QStringLiteral("settings"), settings}}, command.effort)};
}

} // namespace claude
