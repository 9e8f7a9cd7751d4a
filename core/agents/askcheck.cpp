#include "core/agents/askcheck.h"

#include <QJsonArray>

#include <algorithm>

namespace agents {

using base::ErrorCode;
using base::failure;

base::Result<model::ApprovalOption> checkVerdict(const model::Approval &approval, const Verdict &verdict)
{
    const auto option = std::find_if(approval.options.begin(), approval.options.end(),
        [&](const model::ApprovalOption &candidate) { return candidate.id == verdict.optionId; });
    if (option == approval.options.end()) {
        QStringList known;
        for (const model::ApprovalOption &candidate : approval.options)
            known.append(candidate.id);
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("optionId must be one of ") + known.join(QStringLiteral(", ")));
    }
    const bool allows
        = option->kind == model::OptionKind::AllowOnce || option->kind == model::OptionKind::AllowAlways;
    if (verdict.updatedInput && !approval.inputEditable)
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("updatedInput is not possible for this approval"));
    if (verdict.updatedInput && !allows)
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("updatedInput goes only with an option that allows"));
    return *option;
}

base::Result<void> checkAnswers(const model::Question &question, const QJsonObject &answers)
{
    for (const QString &key : answers.keys()) {
        const bool known = std::any_of(question.items.begin(), question.items.end(),
            [&](const model::QuestionItem &item) { return item.id == key; });
        if (!known)
            return failure(
                ErrorCode::InvalidArgument, QStringLiteral("answers: there is no question \"%1\"").arg(key));
    }
    for (const model::QuestionItem &item : question.items) {
        const QJsonValue value = answers.value(item.id);
        const auto wrong = [&](const char *what) {
            return failure(ErrorCode::InvalidArgument,
                QStringLiteral("answers: \"%1\" %2").arg(item.id, QString::fromLatin1(what)));
        };
        if (value.isString()) {
            if (value.toString().trimmed().isEmpty())
                return wrong("is empty");
            continue;
        }
        if (!value.isArray())
            return wrong(value.isUndefined() ? "has no answer" : "must be a text or a list of texts");
        const QJsonArray labels = value.toArray();
        if (labels.isEmpty())
            return wrong("has no answer");
        if (!item.multiSelect && labels.size() > 1)
            return wrong("takes one answer only");
        if (std::any_of(
                labels.begin(), labels.end(), [](const QJsonValue &label) { return !label.isString(); }))
            return wrong("must be a text or a list of texts");
    }
    return {};
}

base::Result<model::Message> findPastAsk(const Agent &agent, const QString &askId)
{
    constexpr int PageSize = 200;
    base::Sequence before = 0;
    for (int looked = 0; looked < AskHistoryDepth; looked += PageSize) {
        const auto page = agent.messagesBefore(before, PageSize);
        if (!page)
            return tl::unexpected(page.error());
        for (const model::Message &message : page->messages) {
            const auto *approval = std::get_if<model::Approval>(&message.body);
            const auto *question = std::get_if<model::Question>(&message.body);
            if ((approval && approval->id == askId) || (question && question->id == askId))
                return message;
        }
        if (!page->more || page->messages.isEmpty())
            break;
        before = page->messages.first().seq;
    }
    return failure(ErrorCode::NotFound, QStringLiteral("There is no approval or question %1").arg(askId));
}

} // namespace agents
