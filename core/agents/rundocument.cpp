#include "core/agents/rundocument.h"

#include "core/base/jsonreader.h"
#include "core/provider/choicesjson.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

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

base::Error notWritten(const QFile &file)
{
    return {base::ErrorCode::StorageFull,
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString())};
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
    const QByteArray bytes = QJsonDocument(json).toJson(QJsonDocument::Compact);

    QFile file(folder + QLatin1String(FileName) + QStringLiteral(".new"));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size()
        || !file.flush())
        return tl::unexpected(notWritten(file));
    file.close();
    const QByteArray from = QFile::encodeName(file.fileName());
    const QByteArray to = QFile::encodeName(folder + QLatin1String(FileName));
    if (std::rename(from.constData(), to.constData()) != 0)
        return tl::unexpected(notWritten(file));
    return {};
}

base::Result<RunDocument> RunDocument::load(const QString &folder)
{
    QFile file(folder + QLatin1String(FileName));
    if (!file.open(QIODevice::ReadOnly))
        return base::failure(
            base::ErrorCode::NotFound, QStringLiteral("there is no %1").arg(file.fileName()));
    const auto json = base::parseJsonObject(file.readAll());
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
        return base::failure(
            base::ErrorCode::Corrupt, file.fileName() + QStringLiteral(": ") + reader.error()->message);
    if (!config)
        return tl::unexpected<base::Error>(config.error());
    document.request.config = *config;
    return document;
}

} // namespace agents
