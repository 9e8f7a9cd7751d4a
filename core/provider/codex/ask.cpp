#include "core/provider/codex/ask.h"

#include <QJsonArray>

#include <algorithm>

namespace codex {

using base::ErrorCode;
using base::failure;
using model::OptionKind;

namespace {

base::Result<QStringList> answerTexts(const model::QuestionItem &item, const QJsonValue &answer)
{
    const auto wrong = [&](const char *what) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("answers: \"%1\" %2").arg(item.id, QLatin1StringView(what)));
    };
    const QJsonArray values = answer.isArray() ? answer.toArray() : QJsonArray{answer};
    if (values.isEmpty())
        return wrong("has no answer");
    if (values.size() > 1 && !item.multiSelect)
        return wrong("takes one answer only");
    QStringList texts;
    for (const QJsonValue &value : values) {
        if (!value.isString())
            return wrong("must be a text or a list of texts");
        const QString text = value.toString();
        if (text.trimmed().isEmpty())
            return wrong("has an empty answer");
        const bool offered = std::any_of(item.options.begin(), item.options.end(),
            [&](const model::QuestionOption &option) { return option.label == text; });
        if (!offered && !item.freeText)
            return wrong("must be one of its options");
        texts.append(text);
    }
    return texts;
}

} // namespace

void ApprovalAsk::add(const model::ApprovalOption &option, const QJsonObject &answer)
{
    approval.options.append(option);
    answers.insert(option.id, answer);
}

bool ApprovalAsk::rejects(const QString &optionId) const
{
    return std::any_of(
        approval.options.begin(), approval.options.end(), [&](const model::ApprovalOption &option) {
            return option.id == optionId
                && (option.kind == OptionKind::RejectOnce || option.kind == OptionKind::RejectStop);
        });
}

base::Result<QJsonObject> ApprovalAsk::decide(const provider::DecideApproval &decision) const
{
    const auto answer = answers.find(decision.optionId);
    if (answer == answers.end())
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("optionId: there is no option \"%1\"").arg(decision.optionId));
    if (decision.updatedInput)
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("updatedInput: codex does not take another input"));
    return *answer;
}

base::Result<QJsonObject> QuestionAsk::answer(const QJsonObject &answers) const
{
    if (answers.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("answers is empty"));
    QMap<QString, QStringList> given;
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        const auto item = std::find_if(question.items.begin(), question.items.end(),
            [&](const model::QuestionItem &candidate) { return candidate.id == it.key(); });
        if (item == question.items.end())
            return failure(ErrorCode::InvalidArgument,
                QStringLiteral("answers: \"%1\" is not one of the questions").arg(it.key()));
        const auto texts = answerTexts(*item, it.value());
        if (!texts)
            return tl::unexpected(texts.error());
        given.insert(it.key(), *texts);
    }
    return encode(given);
}

} // namespace codex
