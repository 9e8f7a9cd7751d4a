#include "core/provider/codex/permissions.h"

#include "core/provider/codex/jsonfields.h"

namespace codex {

using model::OptionKind;

namespace {

QString pathWords(const QJsonObject &path)
{
    if (const QString plain = text(path, "path"); !plain.isEmpty())
        return plain;
    if (const QString pattern = text(path, "pattern"); !pattern.isEmpty())
        return pattern;
    const QString special = text(object(path, "value"), "kind");
    return special.isEmpty() ? QStringLiteral("?") : special;
}

QJsonObject granted(const QJsonObject &permissions, const char *scope)
{
    return {
        {QStringLiteral("permissions"), permissions}, {QStringLiteral("scope"), QString::fromLatin1(scope)}};
}

} // namespace

QStringList permissionWords(const QJsonObject &profile)
{
    QStringList lines;
    if (flag(object(profile, "network"), "enabled"))
        lines.append(QStringLiteral("Access to the network"));
    const QJsonObject files = object(profile, "fileSystem");
    const QJsonArray entries = array(files, "entries");
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = value.toObject();
        lines.append(QStringLiteral("%1: %2").arg(text(entry, "access"), pathWords(object(entry, "path"))));
    }
    if (!entries.isEmpty())
        return lines; // the lists below say the same for older clients
    for (const char *access : {"read", "write"}) {
        const QJsonArray paths = array(files, access);
        for (const QJsonValue &path : paths)
            lines.append(QStringLiteral("%1: %2").arg(QLatin1StringView(access), path.toString()));
    }
    return lines;
}

ApprovalAsk permissionsAsk(const QJsonObject &params)
{
    // What was not asked for is null there and missing in a grant.
    QJsonObject permissions = object(params, "permissions");
    for (const QString &name : permissions.keys()) {
        if (permissions.value(name).isNull())
            permissions.remove(name);
    }
    ApprovalAsk ask;
    ask.approval.toolId = text(params, "itemId");
    ask.approval.toolName = QStringLiteral("request_permissions");
    ask.approval.kind = model::ApprovalKind::Other;
    ask.approval.title = QStringLiteral("Give more permissions");
    QStringList details{text(params, "reason")};
    details.append(permissionWords(permissions));
    details.removeAll(QString());
    ask.approval.detail = details.join(QLatin1Char('\n'));
    ask.approval.input = permissions;
    ask.add({QStringLiteral("grant-turn"), QStringLiteral("Allow for this turn"), OptionKind::AllowOnce, {}},
        granted(permissions, "turn"));
    ask.add({QStringLiteral("grant-session"), QStringLiteral("Allow in this session"),
                OptionKind::AllowAlways, QStringLiteral("Until the session ends")},
        granted(permissions, "session"));
    ask.add({QStringLiteral("deny"), QStringLiteral("Deny"), OptionKind::RejectOnce,
                QStringLiteral("The agent is told, and goes on")},
        granted({}, "turn"));
    return ask;
}

} // namespace codex
