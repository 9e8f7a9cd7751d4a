#include "core/model/settings.h"

#include "core/base/enumname.h"

#include <QJsonArray>

#include <cmath>
#include <optional>

namespace model {

namespace {

constexpr base::EnumNames<SessionFilesPolicy, 3> PolicyNames{{
    {SessionFilesPolicy::Ask, "ask"},
    {SessionFilesPolicy::Keep, "keep"},
    {SessionFilesPolicy::Purge, "purge"},
}};

constexpr double MaxRetentionMs = 9007199254740992.0; // 2^53: beyond it a JSON number is no longer exact

constexpr QLatin1String RetentionField("agentRetentionMs");
constexpr QLatin1String PolicyField("deleteSessionFilesPolicy");
constexpr QLatin1String SuggestionsField("promptSuggestions");
constexpr QLatin1String PathHistoryField("pathHistory");
constexpr QLatin1String AcpAgentsField("acpAgents");

tl::unexpected<base::Error> bad(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidArgument, message);
}

std::optional<QStringList> toStringList(const QJsonValue &value)
{
    if (!value.isArray())
        return std::nullopt;
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue item : array) {
        if (!item.isString())
            return std::nullopt;
        list.append(item.toString());
    }
    return list;
}

base::Result<std::map<QString, QStringList>> toPathHistory(const QJsonValue &value)
{
    if (!value.isObject())
        return bad(QStringLiteral("pathHistory must be an object of lists of paths, by host"));
    std::map<QString, QStringList> history;
    const QJsonObject hosts = value.toObject();
    for (auto host = hosts.begin(); host != hosts.end(); ++host) {
        const std::optional<QStringList> paths = toStringList(host.value());
        if (!paths)
            return bad(QStringLiteral("pathHistory.%1 must be a list of strings").arg(host.key()));
        history.emplace(host.key(), *paths);
    }
    return history;
}

} // namespace

QJsonObject toJson(const Settings &settings)
{
    QJsonObject history;
    for (const auto &[host, paths] : settings.pathHistory)
        history.insert(host, QJsonArray::fromStringList(paths));

    QJsonObject json = settings.rest;
    json.insert(RetentionField, settings.agentRetentionMs);
    json.insert(PolicyField, base::enumToName(PolicyNames, settings.deleteSessionFilesPolicy));
    json.insert(SuggestionsField, QJsonArray::fromStringList(settings.promptSuggestions));
    json.insert(PathHistoryField, history);
    json.insert(AcpAgentsField, toJson(settings.acpAgents));
    return json;
}

base::Result<Settings> settingsFromJson(const QJsonObject &json)
{
    base::Result<Settings> settings = mergeSettings(Settings(), json);
    if (!settings)
        return settings;
    settings->rest = json;
    for (const QLatin1String field :
        {RetentionField, PolicyField, SuggestionsField, PathHistoryField, AcpAgentsField})
        settings->rest.remove(field);
    return settings;
}

base::Result<Settings> mergeSettings(const Settings &settings, const QJsonObject &changes)
{
    Settings merged = settings;
    if (changes.contains(RetentionField)) {
        const QJsonValue value = changes.value(RetentionField);
        const double milliseconds = value.toDouble(-1);
        if (milliseconds < 0 || milliseconds > MaxRetentionMs)
            return bad(QStringLiteral("agentRetentionMs must be a non-negative number"));
        merged.agentRetentionMs = static_cast<qint64>(std::floor(milliseconds));
    }
    if (changes.contains(PolicyField)) {
        const auto policy = base::enumFromName(PolicyNames, changes.value(PolicyField).toString());
        if (!policy) {
            return bad(
                QStringLiteral("deleteSessionFilesPolicy must be one of ") + base::enumNameList(PolicyNames));
        }
        merged.deleteSessionFilesPolicy = *policy;
    }
    if (changes.contains(SuggestionsField)) {
        const auto suggestions = toStringList(changes.value(SuggestionsField));
        if (!suggestions)
            return bad(QStringLiteral("promptSuggestions must be a list of strings"));
        merged.promptSuggestions = *suggestions;
    }
    if (changes.contains(PathHistoryField)) {
        base::Result<std::map<QString, QStringList>> history = toPathHistory(changes.value(PathHistoryField));
        if (!history)
            return tl::unexpected<base::Error>(history.error());
        merged.pathHistory = std::move(*history);
    }
    if (changes.contains(AcpAgentsField)) {
        auto agents = ownAcpAgentsFromJson(changes.value(AcpAgentsField));
        if (!agents)
            return tl::unexpected(agents.error());
        merged.acpAgents = std::move(*agents);
    }
    return merged;
}

} // namespace model
