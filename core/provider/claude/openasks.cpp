#include "core/provider/claude/openasks.h"

#include "core/provider/claude/jsonfields.h"

namespace claude {

using base::ErrorCode;
using base::failure;

namespace {

const QString &toolIdOf(const std::variant<ApprovalAsk, QuestionAsk> &ask)
{
    if (const auto *approval = std::get_if<ApprovalAsk>(&ask))
        return approval->approval().toolId;
    return std::get<QuestionAsk>(ask).question().toolId;
}

} // namespace

std::optional<provider::Event> OpenAsks::open(
    const QString &requestId, const QJsonObject &request, const ApprovalAsk::Circumstances &circumstances)
{
    if (requestId.isEmpty() || m_asks.contains(requestId))
        return std::nullopt;
    if (text(request, "tool_name") == QLatin1StringView("AskUserQuestion")) {
        QuestionAsk ask(requestId, request);
        // Questions that cannot be read are still a tool that waits: the person can at least allow or deny
        // it.
        if (!ask.question().items.isEmpty()) {
            provider::Event event = provider::QuestionAsked{ask.question()};
            m_asks.emplace(requestId, std::move(ask));
            return event;
        }
    }
    ApprovalAsk ask(requestId, request, circumstances);
    provider::Event event = provider::ApprovalAsked{ask.approval()};
    m_asks.emplace(requestId, std::move(ask));
    return event;
}

bool OpenAsks::withdraw(const QString &requestId)
{
    return m_asks.erase(requestId) > 0;
}

QStringList OpenAsks::closeForTool(const QString &toolId)
{
    QStringList closed;
    for (const auto &[requestId, ask] : m_asks) {
        if (!toolId.isEmpty() && toolIdOf(ask) == toolId)
            closed.append(requestId);
    }
    for (const QString &requestId : std::as_const(closed))
        m_asks.erase(requestId);
    return closed;
}

void OpenAsks::clear()
{
    m_asks.clear();
    m_denied.clear();
}

template <typename Kind>
base::Result<const Kind *> OpenAsks::find(const QString &requestId, const QString &wanted) const
{
    const auto it = m_asks.find(requestId);
    if (it == m_asks.end())
        return failure(
            ErrorCode::Conflict, QStringLiteral("claude no longer waits for an answer to %1").arg(requestId));
    const Kind *ask = std::get_if<Kind>(&it->second);
    if (!ask)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not %2").arg(requestId, wanted));
    return ask;
}

base::Result<QJsonObject> OpenAsks::decide(const provider::DecideApproval &decision)
{
    const auto ask = find<ApprovalAsk>(decision.approvalId, QStringLiteral("an approval"));
    if (!ask)
        return tl::unexpected(ask.error());
    auto response = (*ask)->answer(decision);
    if (!response)
        return response;
    if ((*ask)->rejects(decision.optionId) && !(*ask)->approval().toolId.isEmpty())
        m_denied.insert((*ask)->approval().toolId);
    m_asks.erase(decision.approvalId);
    return response;
}

base::Result<QJsonObject> OpenAsks::answer(const provider::AnswerQuestion &answer)
{
    const auto ask = find<QuestionAsk>(answer.questionId, QStringLiteral("a question"));
    if (!ask)
        return tl::unexpected(ask.error());
    auto response = (*ask)->answer(answer.answers);
    if (response)
        m_asks.erase(answer.questionId);
    return response;
}

base::Result<QJsonObject> OpenAsks::skip(const provider::SkipQuestion &skip)
{
    const auto ask = find<QuestionAsk>(skip.questionId, QStringLiteral("a question"));
    if (!ask)
        return tl::unexpected(ask.error());
    const QJsonObject response = (*ask)->skip(skip.message);
    if (!(*ask)->question().toolId.isEmpty())
        m_denied.insert((*ask)->question().toolId);
    m_asks.erase(skip.questionId);
    return response;
}

} // namespace claude
