#include "core/provider/acp/sessionchoices.h"

#include "core/provider/jsonfields.h"

#include <optional>

namespace acp {

namespace json = provider::json;

namespace {

constexpr std::array AllSettings{Setting::Mode, Setting::Model, Setting::Effort};

//! By its category; older agents name none, but the option so.
std::optional<Setting> settingOf(const QJsonObject &option)
{
    const QString category = json::text(option, "category");
    const QString name = category.isEmpty() ? json::text(option, "id") : category;
    if (name == QLatin1StringView("mode"))
        return Setting::Mode;
    if (name == QLatin1StringView("model"))
        return Setting::Model;
    for (const char *effort : {"thought_level", "effort", "reasoning_effort"}) {
        if (name == QLatin1StringView(effort))
            return Setting::Effort;
    }
    return std::nullopt;
}

//! The values of a select, whether they are in groups or not.
QJsonArray flatValues(const QJsonArray &options)
{
    QJsonArray flat;
    for (const QJsonValue &option : options) {
        const QJsonValue grouped = option.toObject().value(QLatin1StringView("options"));
        if (!grouped.isArray()) {
            flat.append(option);
            continue;
        }
        const QJsonArray group = grouped.toArray();
        for (const QJsonValue &value : group)
            flat.append(value);
    }
    return flat;
}

} // namespace

QString settingName(Setting setting)
{
    switch (setting) {
    case Setting::Mode:
        return QStringLiteral("mode");
    case Setting::Model:
        return QStringLiteral("model");
    case Setting::Effort:
        break;
    }
    return QStringLiteral("effort");
}

void SessionChoices::readList(
    Setting setting, const QJsonObject &list, const char *values, const char *id, const char *current)
{
    if (list.isEmpty())
        return;
    Slot &known = slot(setting);
    known.offered = true;
    known.configId.clear();
    known.current = json::text(list, current);
    known.values.clear();
    const QJsonArray all = json::array(list, values);
    for (const QJsonValue &each : all) {
        const QJsonObject value = each.toObject();
        if (const QString name = json::text(value, id); !name.isEmpty())
            known.values.append({name, json::text(value, "name"), json::text(value, "description")});
    }
}

void SessionChoices::readOptions(const QJsonArray &options)
{
    // Options come whole: what is no longer among them cannot be set any more.
    for (const Setting setting : AllSettings) {
        if (!slot(setting).configId.isEmpty())
            slot(setting) = {};
    }
    for (const QJsonValue &each : options) {
        const QJsonObject option = each.toObject();
        const std::optional<Setting> setting = settingOf(option);
        if (!setting || json::text(option, "id").isEmpty())
            continue;
        const QString own = json::text(option, "id");
        // A mode that can be set by session/set_mode is told here once more.
        const bool hasMethod = slot(*setting).offered && slot(*setting).configId.isEmpty();
        readList(*setting,
            {{QStringLiteral("values"), flatValues(json::array(option, "options"))},
                {QStringLiteral("current"), json::text(option, "currentValue")}},
            "values", "value", "current");
        if (!hasMethod || *setting != Setting::Mode)
            slot(*setting).configId = own;
    }
}

void SessionChoices::read(const QJsonObject &json)
{
    readList(Setting::Mode, json::object(json, "modes"), "availableModes", "id", "currentModeId");
    readList(Setting::Model, json::object(json, "models"), "availableModels", "modelId", "currentModelId");
    if (const QJsonValue options = json.value(QLatin1StringView("configOptions")); options.isArray())
        readOptions(options.toArray());
}

void SessionChoices::readCommands(const QJsonArray &commands)
{
    m_commands.clear();
    for (const QJsonValue &each : commands) {
        const QJsonObject command = each.toObject();
        if (const QString name = json::text(command, "name"); !name.isEmpty()) {
            m_commands.append({name, json::text(command, "description"),
                json::text(json::object(command, "input"), "hint")});
        }
    }
}

void SessionChoices::set(Setting setting, const QString &value)
{
    slot(setting).current = value;
}

QStringList SessionChoices::values(Setting setting) const
{
    QStringList ids;
    for (const Value &value : slot(setting).values)
        ids.append(value.id);
    return ids;
}

SessionChoices::SetRequest SessionChoices::setRequest(Setting setting, const QString &value) const
{
    if (const QString configId = slot(setting).configId; !configId.isEmpty()) {
        return {QStringLiteral("session/set_config_option"),
            {{QStringLiteral("configId"), configId}, {QStringLiteral("value"), value}}};
    }
    if (setting == Setting::Mode)
        return {QStringLiteral("session/set_mode"), {{QStringLiteral("modeId"), value}}};
    return {QStringLiteral("session/set_model"), {{QStringLiteral("modelId"), value}}};
}

provider::ChoicesReported SessionChoices::choices() const
{
    provider::ChoicesReported reported;
    reported.modes = values(Setting::Mode);
    reported.commands = m_commands;
    const Slot &models = slot(Setting::Model);
    for (const Value &model : models.values) {
        // The efforts that are offered are those of the model that is chosen.
        const QStringList efforts = model.id == models.current ? values(Setting::Effort) : QStringList();
        reported.models.append(
            {model.id, model.name.isEmpty() ? model.id : model.name, model.description, efforts});
    }
    return reported;
}

bool SessionChoices::offersSame(const SessionChoices &other) const
{
    const auto offer = [](const SessionChoices &choices) {
        QJsonObject json = choices.toJson();
        for (const Setting setting : {Setting::Mode, Setting::Effort}) {
            QJsonObject known = json.take(settingName(setting)).toObject();
            known.remove(QLatin1StringView("current"));
            if (choices.offers(setting))
                json.insert(settingName(setting), known);
        }
        return json;
    };
    return offer(*this) == offer(other);
}

QJsonObject SessionChoices::toJson() const
{
    QJsonObject json;
    for (const Setting setting : AllSettings) {
        const Slot &known = slot(setting);
        if (!known.offered && known.current.isEmpty())
            continue;
        QJsonArray values;
        for (const Value &value : known.values)
            values.append(QJsonArray{value.id, value.name, value.description});
        json.insert(settingName(setting),
            QJsonObject{{QStringLiteral("offered"), known.offered},
                {QStringLiteral("configId"), known.configId}, {QStringLiteral("current"), known.current},
                {QStringLiteral("values"), values}});
    }
    QJsonArray commands;
    for (const provider::CommandChoice &command : m_commands)
        commands.append(QJsonArray{command.name, command.description, command.argumentHint});
    json.insert(QStringLiteral("commands"), commands);
    return json;
}

SessionChoices SessionChoices::fromJson(const QJsonObject &json)
{
    SessionChoices choices;
    for (const Setting setting : AllSettings) {
        const QJsonObject object = json.value(settingName(setting)).toObject();
        Slot &known = choices.slot(setting);
        known.offered = json::flag(object, "offered");
        known.configId = json::text(object, "configId");
        known.current = json::text(object, "current");
        const QJsonArray values = json::array(object, "values");
        for (const QJsonValue &each : values) {
            const QJsonArray value = each.toArray();
            known.values.append({value.at(0).toString(), value.at(1).toString(), value.at(2).toString()});
        }
    }
    const QJsonArray commands = json::array(json, "commands");
    for (const QJsonValue &each : commands) {
        const QJsonArray command = each.toArray();
        choices.m_commands.append(
            {command.at(0).toString(), command.at(1).toString(), command.at(2).toString()});
    }
    return choices;
}

} // namespace acp
