#include "core/provider/acp/openasks.h"

#include <algorithm>

namespace acp {

using base::ErrorCode;
using base::failure;

namespace {

struct IdOf
{
    QString operator()(const PermissionAsk &ask) const { return ask.approval().id; }
    QString operator()(const FormAsk &ask) const { return ask.question().id; }
};

struct ToolOf
{
    QString operator()(const PermissionAsk &ask) const { return ask.approval().toolId; }
    QString operator()(const FormAsk &ask) const { return ask.question().toolId; }
};

} // namespace

QString OpenAsks::askId(const jsonrpc::RequestId &request, const QString &toolId)
{
    return (toolId.isEmpty() ? QStringLiteral("ask") : toolId) + QLatin1Char(':') + request.key();
}

void OpenAsks::open(const jsonrpc::RequestId &request, PermissionAsk ask)
{
    m_open.push_back({request, std::move(ask)});
}

void OpenAsks::open(const jsonrpc::RequestId &request, FormAsk ask)
{
    m_open.push_back({request, std::move(ask)});
}

bool OpenAsks::isOpen(const jsonrpc::RequestId &request) const
{
    return std::any_of(
        m_open.begin(), m_open.end(), [&](const Entry &entry) { return entry.request == request; });
}

base::Result<OpenAsks::Place> OpenAsks::find(const QString &askId)
{
    const auto entry = std::find_if(m_open.begin(), m_open.end(),
        [&](const Entry &each) { return std::visit(IdOf{}, each.ask) == askId; });
    if (entry == m_open.end()) {
        return failure(
            ErrorCode::Conflict, QStringLiteral("The agent no longer waits for an answer to %1").arg(askId));
    }
    return entry;
}

base::Result<OpenAsks::Verdict> OpenAsks::decide(const provider::DecideApproval &decision)
{
    const auto place = find(decision.approvalId);
    if (!place)
        return tl::unexpected(place.error());
    const auto *ask = std::get_if<PermissionAsk>(&(*place)->ask);
    if (!ask) {
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("%1 is not an approval").arg(decision.approvalId));
    }
    const auto option = ask->choose(decision);
    if (!option)
        return tl::unexpected(option.error());
    Verdict verdict{{decision.approvalId, (*place)->request, selectedOutcome(option->id)},
        ask->approval().toolId, isRejection(*option)};
    m_open.erase(*place);
    return verdict;
}

base::Result<OpenAsks::Answer> OpenAsks::answer(const provider::AnswerQuestion &answer)
{
    const auto place = find(answer.questionId);
    if (!place)
        return tl::unexpected(place.error());
    const auto *ask = std::get_if<FormAsk>(&(*place)->ask);
    if (!ask) {
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("%1 is not a question").arg(answer.questionId));
    }
    const auto result = ask->accept(answer.answers);
    if (!result)
        return tl::unexpected(result.error());
    Answer given{answer.questionId, (*place)->request, *result};
    m_open.erase(*place);
    return given;
}

base::Result<OpenAsks::Answer> OpenAsks::skip(const provider::SkipQuestion &skip)
{
    const auto place = find(skip.questionId);
    if (!place)
        return tl::unexpected(place.error());
    if (!std::holds_alternative<FormAsk>((*place)->ask)) {
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("%1 is not a question").arg(skip.questionId));
    }
    Answer given{skip.questionId, (*place)->request, declinedForm()};
    m_open.erase(*place);
    return given;
}

OpenAsks::Answer OpenAsks::cancelled(const Entry &entry)
{
    const bool form = std::holds_alternative<FormAsk>(entry.ask);
    return {std::visit(IdOf{}, entry.ask), entry.request, form ? cancelledForm() : cancelledOutcome()};
}

std::optional<OpenAsks::Answer> OpenAsks::cancel(const jsonrpc::RequestId &request)
{
    const auto entry = std::find_if(
        m_open.begin(), m_open.end(), [&](const Entry &each) { return each.request == request; });
    if (entry == m_open.end())
        return std::nullopt;
    Answer answer = cancelled(*entry);
    m_open.erase(entry);
    return answer;
}

QList<OpenAsks::Answer> OpenAsks::cancelForTool(const QString &toolId)
{
    QList<Answer> answers;
    for (auto entry = m_open.begin(); entry != m_open.end();) {
        if (std::visit(ToolOf{}, entry->ask) != toolId) {
            ++entry;
            continue;
        }
        answers.append(cancelled(*entry));
        entry = m_open.erase(entry);
    }
    return answers;
}

QList<OpenAsks::Answer> OpenAsks::cancelAll()
{
    QList<Answer> answers;
    for (const Entry &entry : m_open)
        answers.append(cancelled(entry));
    m_open.clear();
    return answers;
}

} // namespace acp
