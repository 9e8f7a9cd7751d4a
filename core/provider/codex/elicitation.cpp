#include "core/provider/codex/elicitation.h"

#include "core/provider/codex/jsonfields.h"

namespace codex {

using model::OptionKind;

namespace {

QJsonObject action(const char *name, const QJsonValue &content = QJsonValue::Null)
{
    return {{QStringLiteral("action"), QString::fromLatin1(name)}, {QStringLiteral("content"), content},
        {QStringLiteral("_meta"), QJsonValue::Null}};
}

QJsonObject persistentAccept(const QString &scope)
{
    QJsonObject answer = action("accept", QJsonObject());
    answer.insert(QStringLiteral("_meta"), QJsonObject{{QStringLiteral("persist"), scope}});
    return answer;
}

//! For how long a consent may last: `persist` of the request is a word or a list of them.
QStringList scopes(const QJsonObject &params)
{
    const QJsonValue persist = object(params, "_meta").value(QLatin1StringView("persist"));
    QStringList scopes;
    const QJsonArray values = persist.isArray() ? persist.toArray() : QJsonArray{persist};
    for (const QJsonValue &value : values) {
        if (!value.toString().isEmpty())
            scopes.append(value.toString());
    }
    return scopes;
}

ApprovalAsk consentAsk(const QJsonObject &params)
{
    ApprovalAsk ask;
    const QString server = text(params, "serverName");
    ask.approval.toolName = server;
    ask.approval.kind = model::ApprovalKind::Other;
    ask.approval.title = QStringLiteral("%1 asks for your consent").arg(server);
    QStringList details{text(params, "message"), text(params, "url")};
    details.removeAll(QString());
    ask.approval.detail = details.join(QLatin1Char('\n'));
    ask.approval.input = object(object(params, "_meta"), "tool_params");
    ask.add({QStringLiteral("accept"), QStringLiteral("Allow once"), OptionKind::AllowOnce, {}},
        action("accept", QJsonObject()));
    for (const QString &scope : scopes(params)) {
        const bool session = scope == QLatin1StringView("session");
        ask.add({QStringLiteral("accept-") + scope,
                    session ? QStringLiteral("Allow in this session") : QStringLiteral("Always allow"),
                    OptionKind::AllowAlways,
                    session ? QStringLiteral("Until the session ends") : QStringLiteral("codex keeps it")},
            persistentAccept(scope));
    }
    ask.add(
        {QStringLiteral("decline"), QStringLiteral("Deny"), OptionKind::RejectOnce, {}}, action("decline"));
    ask.add({QStringLiteral("cancel"), QStringLiteral("Deny and stop"), OptionKind::RejectStop, {}},
        action("cancel"));
    return ask;
}

void addOptions(model::QuestionItem &item, const QJsonArray &labels)
{
    for (const QJsonValue &label : labels)
        item.options.append({label.toString(), {}, {}});
    item.freeText = item.freeText && labels.isEmpty();
}

//! Titled choices (oneOf, anyOf) are offered by their value, with the title beside it.
void addTitledOptions(model::QuestionItem &item, const QJsonArray &choices)
{
    for (const QJsonValue &value : choices) {
        const QJsonObject choice = value.toObject();
        item.options.append({text(choice, "const"), text(choice, "title"), {}});
    }
    item.freeText = item.freeText && choices.isEmpty();
}

model::QuestionItem fieldItem(const QString &name, const QJsonObject &schema)
{
    model::QuestionItem item;
    item.id = name;
    item.header = text(schema, "title");
    item.text = text(schema, "description");
    if (item.text.isEmpty())
        item.text = item.header.isEmpty() ? name : item.header;
    const QString type = text(schema, "type");
    if (type == QLatin1StringView("boolean")) {
        addOptions(item, {QStringLiteral("Yes"), QStringLiteral("No")});
    } else if (type == QLatin1StringView("array")) {
        item.multiSelect = true;
        addOptions(item, array(object(schema, "items"), "enum"));
        addTitledOptions(item, array(object(schema, "items"), "anyOf"));
    } else {
        addOptions(item, array(schema, "enum"));
        addTitledOptions(item, array(schema, "oneOf"));
    }
    return item;
}

QJsonValue fieldValue(const QJsonObject &schema, const QStringList &texts)
{
    const QString type = text(schema, "type");
    const QString &first = texts.first();
    if (type == QLatin1StringView("array"))
        return QJsonArray::fromStringList(texts);
    if (type == QLatin1StringView("boolean"))
        return first == QLatin1StringView("Yes");
    if (type == QLatin1StringView("number") || type == QLatin1StringView("integer")) {
        bool isNumber = false;
        const double number = first.toDouble(&isNumber);
        return isNumber ? QJsonValue(number) : QJsonValue(first); // the server says what is wrong with it
    }
    return first;
}

QuestionAsk formAsk(const QJsonObject &params, const QJsonObject &fields)
{
    QuestionAsk ask;
    for (auto it = fields.begin(); it != fields.end(); ++it)
        ask.question.items.append(fieldItem(it.key(), it.value().toObject()));
    model::QuestionItem &first = ask.question.items.first();
    first.text
        = QStringLiteral("%1: %2\n%3").arg(text(params, "serverName"), text(params, "message"), first.text);
    ask.encode = [fields](const QMap<QString, QStringList> &answers) {
        QJsonObject content;
        for (auto it = answers.begin(); it != answers.end(); ++it)
            content.insert(it.key(), fieldValue(fields.value(it.key()).toObject(), it.value()));
        return action("accept", content);
    };
    ask.skipped = action("decline");
    return ask;
}

} // namespace

std::optional<Ask> elicitationAsk(const QJsonObject &params)
{
    const QString mode = text(params, "mode");
    if (mode == QLatin1StringView("url"))
        return consentAsk(params);
    if (mode != QLatin1StringView("form"))
        return std::nullopt;
    const QJsonObject fields = object(object(params, "requestedSchema"), "properties");
    if (fields.isEmpty())
        return consentAsk(params);
    return formAsk(params, fields);
}

} // namespace codex
