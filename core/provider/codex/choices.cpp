#include "core/provider/codex/choices.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/modes.h"

namespace codex {

provider::ChoicesReported choicesReported(const QJsonObject &models)
{
    provider::ChoicesReported choices;
    choices.modes = allModes();
    const QJsonArray data = array(models, "data");
    for (const QJsonValue &value : data) {
        const QJsonObject json = value.toObject();
        provider::ModelChoice model;
        model.id = text(json, "model");
        if (model.id.isEmpty())
            model.id = text(json, "id");
        model.name = text(json, "displayName");
        model.description = text(json, "description");
        const QJsonArray efforts = array(json, "supportedReasoningEfforts");
        for (const QJsonValue &effort : efforts)
            model.efforts.append(text(effort.toObject(), "reasoningEffort"));
        model.efforts.removeAll(QString());
        if (!model.id.isEmpty() && !flag(json, "hidden"))
            choices.models.append(model);
    }
    return choices;
}

} // namespace codex
