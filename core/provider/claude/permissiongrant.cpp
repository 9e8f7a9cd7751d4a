#include "core/provider/claude/permissiongrant.h"

#include "core/provider/claude/jsonfields.h"

namespace claude {

namespace {

struct Reach
{
    QString where; //!< ends the label
    QString detail;
};

Reach reachOf(const QString &destination)
{
    if (destination == QLatin1StringView("session"))
        return {QStringLiteral("in this session"), QStringLiteral("Until this session ends")};
    if (destination == QLatin1StringView("localSettings"))
        return {QStringLiteral("in this project"),
            QStringLiteral("Written to .claude/settings.local.json, for you in this project")};
    if (destination == QLatin1StringView("projectSettings"))
        return {QStringLiteral("in this project, for everyone"),
            QStringLiteral("Written to .claude/settings.json, which the project shares")};
    if (destination == QLatin1StringView("userSettings"))
        return {
            QStringLiteral("in all projects"), QStringLiteral("Written to your settings, for every project")};
    return {destination.isEmpty() ? QString() : QStringLiteral("(%1)").arg(destination), {}};
}

QString withReach(const QString &label, const Reach &reach)
{
    return reach.where.isEmpty() ? label : label + QLatin1Char(' ') + reach.where;
}

QString modeLabel(const QString &mode)
{
    if (mode == QLatin1StringView("acceptEdits"))
        return QStringLiteral("Accept all edits");
    if (mode == QLatin1StringView("bypassPermissions"))
        return QStringLiteral("Allow everything without asking");
    return QStringLiteral("Switch to mode %1").arg(mode);
}

class GrantList
{
public:
    void add(const QString &label, const Reach &reach, const QJsonObject &update)
    {
        const QString id = QStringLiteral("always-%1").arg(m_grants.size() + 1);
        m_grants.append(
            {{id, withReach(label, reach), model::OptionKind::AllowAlways, reach.detail}, update});
    }

    void addRules(const QJsonObject &suggestion, const Reach &reach)
    {
        if (text(suggestion, "behavior") != QLatin1StringView("allow"))
            return;
        const QJsonArray rules = array(suggestion, "rules");
        for (const QJsonValue &value : rules) {
            const QString tool = text(value.toObject(), "toolName");
            const QString content = text(value.toObject(), "ruleContent");
            if (tool.isEmpty())
                continue;
            QJsonObject update = suggestion;
            update.insert(QLatin1StringView("rules"), QJsonArray{value});
            const QString what = content.isEmpty() ? QStringLiteral("every use of ") + tool
                                                   : QStringLiteral("%1(%2)").arg(tool, content);
            add(QStringLiteral("Always allow ") + what, reach, update);
        }
    }

    void addDirectories(const QJsonObject &suggestion, const Reach &reach)
    {
        QStringList directories;
        const QJsonArray values = array(suggestion, "directories");
        for (const QJsonValue &value : values)
            directories.append(value.toString());
        directories.removeAll(QString());
        if (!directories.isEmpty())
            add(QStringLiteral("Always allow work in ") + directories.join(QStringLiteral(", ")), reach,
                suggestion);
    }

    QList<PermissionGrant> take() { return std::move(m_grants); }

private:
    QList<PermissionGrant> m_grants;
};

} // namespace

QList<PermissionGrant> permissionGrants(const QJsonArray &suggestions)
{
    GrantList grants;
    for (const QJsonValue &value : suggestions) {
        const QJsonObject suggestion = value.toObject();
        const QString type = text(suggestion, "type");
        const Reach reach = reachOf(text(suggestion, "destination"));
        if (type == QLatin1StringView("addRules"))
            grants.addRules(suggestion, reach);
        else if (type == QLatin1StringView("addDirectories"))
            grants.addDirectories(suggestion, reach);
        else if (type == QLatin1StringView("setMode") && !text(suggestion, "mode").isEmpty())
            grants.add(modeLabel(text(suggestion, "mode")), reach, suggestion);
    }
    return grants.take();
}

} // namespace claude
