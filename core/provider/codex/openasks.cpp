#include "core/provider/codex/openasks.h"

#include <algorithm>

namespace codex {

using base::ErrorCode;
using base::failure;

std::optional<provider::Event> OpenAsks::open(
    const jsonrpc::RequestId &request, const QString &scope, Ask ask)
{
    const QString id = QStringLiteral("%1:%2").arg(scope, request.key());
    const bool known
        = std::any_of(m_asks.begin(), m_asks.end(), [&](const Entry &entry) { return entry.id == id; });
    if (known)
        return std::nullopt;
    std::optional<provider::Event> event;
    if (auto *approval = std::get_if<ApprovalAsk>(&ask)) {
        approval->approval.id = id;
        event = provider::ApprovalAsked{approval->approval};
    } else if (auto *question = std::get_if<QuestionAsk>(&ask)) {
        question->question.id = id;
        event = provider::QuestionAsked{question->question};
    }
    m_asks.push_back({id, request, std::move(ask)});
    return event;
}

std::optional<QString> OpenAsks::resolved(const jsonrpc::RequestId &request)
{
    const auto found = std::find_if(
        m_asks.begin(), m_asks.end(), [&](const Entry &entry) { return entry.request == request; });
    if (found == m_asks.end())
        return std::nullopt;
    const QString id = found->id;
    m_asks.erase(found);
    return id;
}

QStringList OpenAsks::takeAll()
{
    QStringList ids;
    for (const Entry &entry : m_asks)
        ids.append(entry.id);
    m_asks.clear();
    return ids;
}

void OpenAsks::close(const QString &id)
{
    m_asks.remove_if([&](const Entry &entry) { return entry.id == id; });
}

template <typename Kind>
base::Result<const OpenAsks::Entry *> OpenAsks::find(const QString &id, const char *what) const
{
    const auto found
        = std::find_if(m_asks.begin(), m_asks.end(), [&](const Entry &entry) { return entry.id == id; });
    if (found == m_asks.end())
        return failure(ErrorCode::Conflict,
            QStringLiteral("this %1 is not open (any more)").arg(QLatin1StringView(what)));
    if (!std::holds_alternative<Kind>(found->ask))
        return failure(ErrorCode::Conflict, QStringLiteral("this is no %1").arg(QLatin1StringView(what)));
    return &*found;
}

base::Result<OpenAsks::Answer> OpenAsks::decide(const provider::DecideApproval &decision)
{
    const auto entry = find<ApprovalAsk>(decision.approvalId, "approval");
    if (!entry)
        return tl::unexpected(entry.error());
    const auto &ask = std::get<ApprovalAsk>((*entry)->ask);
    const auto result = ask.decide(decision);
    if (!result)
        return tl::unexpected(result.error());
    Answer answer{(*entry)->request, *result, {}, false};
    if (ask.rejects(decision.optionId))
        answer.words = decision.message.trimmed();
    for (const model::ApprovalOption &option : ask.approval.options)
        answer.endsTurn = answer.endsTurn
            || (option.id == decision.optionId && option.kind == model::OptionKind::RejectStop);
    close(decision.approvalId);
    return answer;
}

base::Result<OpenAsks::Answer> OpenAsks::answer(const provider::AnswerQuestion &command)
{
    const auto entry = find<QuestionAsk>(command.questionId, "question");
    if (!entry)
        return tl::unexpected(entry.error());
    const auto result = std::get<QuestionAsk>((*entry)->ask).answer(command.answers);
    if (!result)
        return tl::unexpected(result.error());
    const Answer answer{(*entry)->request, *result, {}, false};
    close(command.questionId);
    return answer;
}

base::Result<OpenAsks::Answer> OpenAsks::skip(const provider::SkipQuestion &skip)
{
    const auto entry = find<QuestionAsk>(skip.questionId, "question");
    if (!entry)
        return tl::unexpected(entry.error());
    const Answer answer{
        (*entry)->request, std::get<QuestionAsk>((*entry)->ask).skipped, skip.message.trimmed(), false};
    close(skip.questionId);
    return answer;
}

} // namespace codex
