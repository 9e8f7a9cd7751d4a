#include "core/provider/acp/formask.h"

#include "core/provider/jsonfields.h"

#include <QJsonArray>

#include <algorithm>

namespace acp {

namespace json = provider::json;

using base::ErrorCode;
using base::failure;

namespace {

const QString &yes()
{
    static const QString word = QStringLiteral("Yes");
    return word;
}

const QString &no()
{
    static const QString word = QStringLiteral("No");
    return word;
}

QString str(const char *word)
{
    return QString::fromLatin1(word);
}

//! The choices of a property: titled ones (oneOf, anyOf), or bare values.
QJsonArray choicesOf(const QJsonObject &property)
{
    const QJsonObject items = json::object(property, "items");
    for (const QJsonObject &schema : {property, items}) {
        for (const char *list : {"oneOf", "anyOf", "enum"}) {
            if (const QJsonArray choices = json::array(schema, list); !choices.isEmpty())
                return choices;
        }
    }
    return {};
}

struct Choice
{
    model::QuestionOption option;
    QJsonValue value;
};

Choice choiceOf(const QJsonValue &choice)
{
    if (choice.isString())
        return {{choice.toString(), {}, {}}, choice};
    const QJsonObject object = choice.toObject();
    const QString value = json::text(object, "const");
    QString title = json::text(object, "title");
    QString description = json::text(object, "description");
    // claude-agent-acp up to 0.49 joins label and description.
    if (const QString joined = value + QStringLiteral(" — "); title.startsWith(joined)) {
        if (description.isEmpty())
            description = title.mid(joined.size());
        title = value;
    }
    return {{title.isEmpty() ? value : title, description, {}}, value};
}

//! The property that takes an answer of one's own to `name`; empty if there is none.
QString ownWordsFor(const QString &name, const QJsonObject &properties)
{
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const QJsonObject meta = json::object(it.value().toObject(), "_meta");
        if (json::text(json::object(meta, "_askUserQuestionCustomAnswer"), "questionId") == name)
            return it.key();
    }
    const QString usual = name + QStringLiteral("_custom");
    return properties.contains(usual) ? usual : QString();
}

} // namespace

FormAsk::FormAsk(const QString &id, const QJsonObject &params)
{
    m_question.id = id;
    m_question.toolId = json::text(params, "toolCallId");
    const QJsonObject properties = json::object(json::object(params, "requestedSchema"), "properties");
    QStringList extras;
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (const QString extra = ownWordsFor(it.key(), properties);
            !extra.isEmpty() && !choicesOf(it.value().toObject()).isEmpty())
            extras.append(extra);
    }
    const bool single = properties.size() - extras.size() == 1;
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (extras.contains(it.key()))
            continue;
        addItem(it.key(), it.value().toObject(), json::text(params, "message"), single);
        if (const QString extra = ownWordsFor(it.key(), properties); extras.contains(extra)) {
            m_fields[it.key()].ownWords = extra;
            m_question.items.last().freeText = true;
        }
    }
}

void FormAsk::addItem(const QString &name, const QJsonObject &property, const QString &message, bool single)
{
    model::QuestionItem item;
    item.id = name;
    item.header = json::text(property, "title");
    const QString description = json::text(property, "description");
    item.text = single && !message.isEmpty() ? message : description;
    if (single && !message.isEmpty() && !description.isEmpty())
        item.text += QLatin1Char('\n') + description;
    if (item.text.isEmpty())
        item.text = item.header.isEmpty() ? name : item.header;

    Field field;
    const QString type = json::text(property, "type");
    field.type = type == QLatin1StringView("integer") ? Type::Integer
        : type == QLatin1StringView("number")         ? Type::Number
        : type == QLatin1StringView("boolean")        ? Type::Boolean
        : type == QLatin1StringView("array")          ? Type::List
                                                      : Type::Text;
    item.multiSelect = field.type == Type::List;
    if (field.type == Type::Boolean) {
        field.values = {{yes(), true}, {no(), false}};
        item.options = {{yes(), {}, {}}, {no(), {}, {}}};
    }
    const QJsonArray choices = choicesOf(property);
    for (const QJsonValue &each : choices) {
        const Choice choice = choiceOf(each);
        field.values.insert(choice.option.label, choice.value);
        item.options.append(choice.option);
    }
    item.freeText = item.options.isEmpty();
    m_fields.insert(name, field);
    m_question.items.append(item);
}

base::Result<void> FormAsk::fill(QJsonObject &content, const QString &itemId, const QJsonValue &answer) const
{
    const auto wrong = [&](const QString &what) {
        return failure(ErrorCode::InvalidArgument, QStringLiteral("answers: \"%1\" %2").arg(itemId, what));
    };
    const auto field = m_fields.find(itemId);
    if (field == m_fields.end())
        return wrong(str("is not one of the questions"));
    const QJsonArray given = answer.isArray() ? answer.toArray() : QJsonArray{answer};
    if (given.size() > 1 && field->type != Type::List)
        return wrong(str("takes one answer only"));

    QJsonArray values;
    for (const QJsonValue &each : given) {
        const QString text = each.toString().trimmed();
        if (text.isEmpty())
            return wrong(str("must be a text or a list of texts, and not empty"));
        if (field->values.contains(text)) {
            values.append(field->values.value(text));
        } else if (!field->ownWords.isEmpty()) {
            content.insert(field->ownWords, text);
        } else if (!field->values.isEmpty()) {
            return wrong(str("must be one of the options"));
        } else if (field->type == Type::Integer || field->type == Type::Number) {
            bool ok = false;
            const double number
                = field->type == Type::Integer ? double(text.toLongLong(&ok)) : text.toDouble(&ok);
            if (!ok)
                return wrong(str("must be a number"));
            values.append(number);
        } else {
            values.append(text);
        }
    }
    if (field->type == Type::List && !values.isEmpty())
        content.insert(itemId, values);
    else if (!values.isEmpty())
        content.insert(itemId, values.first());
    return {};
}

base::Result<QJsonObject> FormAsk::accept(const QJsonObject &answers) const
{
    if (answers.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("answers is empty"));
    QJsonObject content;
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        if (const auto filled = fill(content, it.key(), it.value()); !filled)
            return tl::unexpected(filled.error());
    }
    return QJsonObject{{str("action"), str("accept")}, {str("content"), content}};
}

QJsonObject declinedForm()
{
    return {{QStringLiteral("action"), QStringLiteral("decline")}};
}

QJsonObject cancelledForm()
{
    return {{QStringLiteral("action"), QStringLiteral("cancel")}};
}

} // namespace acp
