#include "core/agents/rundocument.h"

#include "core/base/jsonreader.h"
#include "core/base/transientfile.h"
#include "core/provider/choicesjson.h"

#include <QJsonDocument>

namespace agents {

namespace {

constexpr auto FileName = "/run.json";

QJsonObject toJson(const provider::LaunchRequest &request)
{
    return {
        {QStringLiteral("config"), model::toJson(request.config)},
        {QStringLiteral("sessionId"), request.sessionId},
        {QStringLiteral("resume"), request.resume},
        {QStringLiteral("model"), request.model},
        {QStringLiteral("mode"), request.mode},
        {QStringLiteral("effort"), request.effort},
        {QStringLiteral("prompt"), request.prompt},
    };
}

} // namespace

base::Result<void> RunDocument::save(const QString &folder) const
{
    QJsonObject json{
        {QStringLiteral("request"), toJson(request)},
        {QStringLiteral("choices"), provider::toJson(choices)},
        {QStringLiteral("offset"), rest.offset},
        {QStringLiteral("journalBytes"), rest.journalBytes},
    };
    if (rest.protocol)
        json.insert(QStringLiteral("protocol"), *rest.protocol);
    return base::replaceTransientFile(
        folder + QLatin1String(FileName), QJsonDocument(json).toJson(QJsonDocument::Compact));
}

base::Result<RunDocument> RunDocument::load(const QString &folder)
{
    const QString path = folder + QLatin1String(FileName);
    const auto json = base::readTransientDocument(path);
    if (!json)
        return tl::unexpected<base::Error>(json.error());
    base::JsonReader reader(*json);
    base::JsonReader request(reader.object("request"), QStringLiteral("request"));
    RunDocument document;
    const auto config = model::agentConfigFromJson(request.object("config"));
    document.request.sessionId = request.string("sessionId");
    document.request.resume = request.boolean("resume");
    document.request.model = request.string("model");
    document.request.mode = request.string("mode");
    document.request.effort = request.string("effort");
    document.request.prompt = request.optionalString("prompt").value_or(QString());
    reader.adopt(request);
    document.choices = provider::choicesFromJson(reader.optionalObject("choices").value_or(QJsonObject()));
    document.rest.offset = reader.integer("offset", 0);
    document.rest.journalBytes = reader.integer("journalBytes", 0);
    document.rest.protocol = reader.optionalObject("protocol");
    if (reader.error())
        return base::failure(base::ErrorCode::Corrupt, path + QStringLiteral(": ") + reader.error()->message);
    if (!config)
        return tl::unexpected<base::Error>(config.error());
    document.request.config = *config;
    return document;
}

} // namespace agents
