#include "core/provider/choicesjson.h"

#include "core/provider/jsonfields.h"

namespace provider {

namespace {

QStringList texts(const QJsonArray &array)
{
    QStringList list;
    for (const QJsonValue &value : array)
        list.append(value.toString());
    return list;
}

} // namespace

QJsonObject toJson(const ChoicesReported &choices)
{
    QJsonArray models;
    for (const ModelChoice &model : choices.models) {
        models.append(QJsonObject{{QStringLiteral("id"), model.id}, {QStringLiteral("name"), model.name},
            {QStringLiteral("description"), model.description},
            {QStringLiteral("efforts"), QJsonArray::fromStringList(model.efforts)}});
    }
    QJsonArray commands;
    for (const CommandChoice &command : choices.commands) {
        commands.append(QJsonObject{{QStringLiteral("name"), command.name},
            {QStringLiteral("description"), command.description},
            {QStringLiteral("argumentHint"), command.argumentHint}});
    }
    return {{QStringLiteral("models"), models},
        {QStringLiteral("modes"), QJsonArray::fromStringList(choices.modes)},
        {QStringLiteral("commands"), commands}};
}

ChoicesReported choicesFromJson(const QJsonObject &object)
{
    ChoicesReported choices;
    for (const QJsonValue &value : json::array(object, "models")) {
        const QJsonObject model = value.toObject();
        choices.models.append({json::text(model, "id"), json::text(model, "name"),
            json::text(model, "description"), texts(json::array(model, "efforts"))});
    }
    choices.modes = texts(json::array(object, "modes"));
    for (const QJsonValue &value : json::array(object, "commands")) {
        const QJsonObject command = value.toObject();
        choices.commands.append({json::text(command, "name"), json::text(command, "description"),
            json::text(command, "argumentHint")});
    }
    return choices;
}

} // namespace provider
