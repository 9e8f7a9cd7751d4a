#include "core/provider/codex/userinput.h"

#include "core/provider/codex/jsonfields.h"

namespace codex {

namespace {

model::QuestionItem questionItem(const QJsonObject &json)
{
    model::QuestionItem item;
    item.id = text(json, "id");
    item.header = text(json, "header");
    item.text = text(json, "question");
    if (flag(json, "isSecret"))
        item.text
            += QStringLiteral("\n(The agent asks for a secret. The answer is kept in this agent's history.)");
    const QJsonArray options = array(json, "options");
    for (const QJsonValue &value : options) {
        const QJsonObject option = value.toObject();
        item.options.append({text(option, "label"), text(option, "description"), {}});
    }
    item.freeText = item.options.isEmpty() || flag(json, "isOther");
    return item;
}

QJsonObject encodeAnswers(const QMap<QString, QStringList> &answers)
{
    QJsonObject given;
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        given.insert(
            it.key(), QJsonObject{{QStringLiteral("answers"), QJsonArray::fromStringList(it.value())}});
    }
    return {{QStringLiteral("answers"), given}};
}

} // namespace

QuestionAsk userInputAsk(const QJsonObject &params)
{
    QuestionAsk ask;
    ask.question.toolId = text(params, "itemId");
    const QJsonArray questions = array(params, "questions");
    for (const QJsonValue &value : questions) {
        if (const model::QuestionItem item = questionItem(value.toObject()); !item.id.isEmpty())
            ask.question.items.append(item);
    }
    ask.encode = encodeAnswers;
    ask.skipped = encodeAnswers({});
    return ask;
}

} // namespace codex
