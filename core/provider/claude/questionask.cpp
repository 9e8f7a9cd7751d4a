#include "core/provider/claude/questionask.h"

#include "core/provider/claude/jsonfields.h"

#include <algorithm>

namespace claude {

using base::ErrorCode;
using base::failure;

namespace {

model::QuestionItem questionItem(const QJsonObject &json)
{
    model::QuestionItem item;
    item.id = item.text = text(json, "question");
    item.header = text(json, "header");
    item.multiSelect = flag(json, "multiSelect");
    item.freeText = true;
    const QJsonArray options = array(json, "options");
    for (const QJsonValue &value : options) {
        const QJsonObject option = value.toObject();
        item.options.append({text(option, "label"), text(option, "description"), text(option, "preview")});
    }
    return item;
}

} // namespace

QuestionAsk::QuestionAsk(const QString &requestId, const QJsonObject &request)
    : m_input(object(request, "input"))
{
    m_question.id = requestId;
    m_question.toolId = text(request, "tool_use_id");
    const QJsonArray questions = array(m_input, "questions");
    for (const QJsonValue &value : questions) {
        if (const model::QuestionItem item = questionItem(value.toObject()); !item.id.isEmpty())
            m_question.items.append(item);
    }
}

base::Result<QString> QuestionAsk::answerText(const QString &itemId, const QJsonValue &answer) const
{
    const auto wrong = [&](const QString &what) {
        return failure(ErrorCode::InvalidArgument, QStringLiteral("answers: \"%1\" %2").arg(itemId, what));
    };
    const auto item = std::find_if(m_question.items.begin(), m_question.items.end(),
        [&](const model::QuestionItem &candidate) { return candidate.id == itemId; });
    if (item == m_question.items.end())
        return wrong(QStringLiteral("is not one of the questions"));

    const QJsonArray labels = answer.isArray() ? answer.toArray() : QJsonArray{answer};
    if (labels.isEmpty())
        return wrong(QStringLiteral("has no answer"));
    if (labels.size() > 1 && !item->multiSelect)
        return wrong(QStringLiteral("takes one answer only"));
    QStringList texts;
    for (const QJsonValue &label : labels) {
        if (!label.isString())
            return wrong(QStringLiteral("must be a text or a list of texts"));
        if (label.toString().trimmed().isEmpty())
            return wrong(QStringLiteral("has an empty answer"));
        texts.append(label.toString());
    }
    return texts.join(QStringLiteral(", "));
}

base::Result<QJsonObject> QuestionAsk::answer(const QJsonObject &answers) const
{
    if (answers.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("answers is empty"));
    QJsonObject given;
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        const auto answer = answerText(it.key(), it.value());
        if (!answer)
            return tl::unexpected(answer.error());
        given.insert(it.key(), *answer);
    }
    QJsonObject input = m_input;
    input.insert(QStringLiteral("answers"), given);
    return QJsonObject{
        {QStringLiteral("behavior"), QStringLiteral("allow")}, {QStringLiteral("updatedInput"), input}};
}

QJsonObject QuestionAsk::skip(const QString &message) const
{
    return {{QStringLiteral("behavior"), QStringLiteral("deny")},
        {QStringLiteral("message"),
            message.trimmed().isEmpty() ? QStringLiteral("The user did not want to answer.") : message}};
}

} // namespace claude
