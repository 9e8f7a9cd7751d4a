#include "core/provider/claude/choices.h"

#include "core/provider/claude/jsonfields.h"

namespace claude {

QStringList allModes()
{
    return {QStringLiteral("default"), QStringLiteral("acceptEdits"), QStringLiteral("plan"),
        QStringLiteral("auto"), QStringLiteral("dontAsk"), QStringLiteral("bypassPermissions")};
}

QStringList allEfforts()
{
    return {QStringLiteral("low"), QStringLiteral("medium"), QStringLiteral("high"), QStringLiteral("xhigh"),
        QStringLiteral("max")};
}

provider::ChoicesReported choices(const QJsonObject &response)
{
    provider::ChoicesReported choices;
    choices.modes = allModes();
    bool autoMode = false;
    const QJsonArray models = array(response, "models");
    for (const QJsonValue &value : models) {
        const QJsonObject json = value.toObject();
        provider::ModelChoice model{
            text(json, "value"), text(json, "displayName"), text(json, "description"), {}};
        if (model.id.isEmpty())
            continue;
        if (model.name.isEmpty())
            model.name = model.id;
        const QJsonArray efforts = array(json, "supportedEffortLevels");
        for (const QJsonValue &effort : efforts) {
            if (effort.isString())
                model.efforts.append(effort.toString());
        }
        autoMode = autoMode || flag(json, "supportsAutoMode");
        choices.models.append(model);
    }
    if (!autoMode)
        choices.modes.removeAll(QStringLiteral("auto")); // claude refuses it then
    const QJsonArray commands = array(response, "commands");
    for (const QJsonValue &value : commands) {
        const QJsonObject json = value.toObject();
        if (const QString name = text(json, "name"); !name.isEmpty())
            choices.commands.append({name, text(json, "description"), text(json, "argumentHint")});
    }
    return choices;
}

} // namespace claude
