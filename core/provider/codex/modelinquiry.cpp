#include "core/provider/codex/modelinquiry.h"

#include "core/provider/codex/choices.h"
#include "core/provider/codex/handshake.h"
#include "core/provider/exitwords.h"

namespace codex {

using provider::Events;

namespace {

Events failure(const QString &words)
{
    return {provider::NoticeRaised{model::NoticeLevel::Error, words}};
}

} // namespace

void ModelInquiry::ask(Question question, const QString &method, const QJsonObject &params)
{
    m_lines.append(m_writer.request(m_pending.add(question), method, params));
}

QList<QByteArray> ModelInquiry::takeReplies()
{
    return std::exchange(m_lines, {});
}

QList<QByteArray> ModelInquiry::open()
{
    ask(Question::Initialize, QStringLiteral("initialize"), initializeParams());
    return takeReplies();
}

Events ModelInquiry::feed(const QByteArray &line)
{
    const jsonrpc::Message message = jsonrpc::parse(line);
    if (const auto *error = std::get_if<jsonrpc::ErrorResponse>(&message)) {
        if (!m_pending.take(error->id))
            return {};
        m_answered = true;
        return failure(QStringLiteral("codex did not tell its models: ") + error->message);
    }
    const auto *response = std::get_if<jsonrpc::Response>(&message);
    const auto question = response ? m_pending.take(response->id) : std::nullopt;
    if (!question)
        return {}; // what it tells without being asked is about no session of ours
    switch (*question) {
    case Question::Initialize:
        m_lines.append(m_writer.notification(QStringLiteral("initialized")));
        ask(Question::ListModels, QStringLiteral("model/list"));
        return {};
    case Question::ListModels:
        m_answered = true;
        return {choicesReported(response->result.toObject())};
    }
    return {};
}

base::Result<QList<QByteArray>> ModelInquiry::encode(const provider::Command &command)
{
    Q_UNUSED(command);
    return base::failure(base::ErrorCode::Unsupported, QStringLiteral("nothing can be said in an inquiry"));
}

Events ModelInquiry::closed(const process::ProcessResult &result)
{
    if (m_answered)
        return {};
    return failure(provider::exitWords(QStringLiteral("codex"), result));
}

} // namespace codex
