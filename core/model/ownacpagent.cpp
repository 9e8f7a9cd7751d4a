#include "core/model/ownacpagent.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace model {

namespace {

tl::unexpected<base::Error> bad(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidArgument, message);
}

void checkLength(base::JsonReader &reader, const char *field, const QString &text, int most)
{
    if (text.trimmed().isEmpty() || text.size() > most)
        reader.fail(field, QStringLiteral("must have 1 to %1 characters").arg(most));
}

OwnAcpAgent readAgent(base::JsonReader &reader)
{
    static const QRegularExpression allowed(QStringLiteral("\\A[a-z0-9-]{1,32}\\z"));
    OwnAcpAgent agent;
    agent.id = reader.string("id");
    if (!allowed.match(agent.id).hasMatch())
        reader.fail("id", QStringLiteral("must be 1 to 32 small letters, digits or dashes"));
    agent.name = reader.string("name");
    checkLength(reader, "name", agent.name, OwnAcpAgent::MaxNameLength);
    agent.command = reader.string("command");
    checkLength(reader, "command", agent.command, OwnAcpAgent::MaxCommandLength);
    agent.environment = readEnvironmentVariables(reader);
    return agent;
}

} // namespace

QJsonArray toJson(const QList<OwnAcpAgent> &agents)
{
    QJsonArray json;
    for (const OwnAcpAgent &agent : agents) {
        json.append(QJsonObject{{QStringLiteral("id"), agent.id}, {QStringLiteral("name"), agent.name},
            {QStringLiteral("command"), agent.command}, {QStringLiteral("env"), toJson(agent.environment)}});
    }
    return json;
}

base::Result<QList<OwnAcpAgent>> ownAcpAgentsFromJson(const QJsonValue &json)
{
    if (!json.isArray())
        return bad(QStringLiteral("acpAgents must be a list"));
    const QJsonArray array = json.toArray();
    if (array.size() > OwnAcpAgent::MaxCount)
        return bad(QStringLiteral("acpAgents must not have more than %1 entries").arg(OwnAcpAgent::MaxCount));
    QList<OwnAcpAgent> agents;
    QSet<QString> ids;
    for (const QJsonValue entry : array) {
        const QString place = QStringLiteral("acpAgents[%1]").arg(agents.size());
        if (!entry.isObject())
            return bad(place + QStringLiteral(" must be an object"));
        base::JsonReader reader(entry.toObject(), place);
        const OwnAcpAgent agent = readAgent(reader);
        if (ids.contains(agent.id))
            reader.fail("id", QStringLiteral("is there twice: %1").arg(agent.id));
        if (reader.error())
            return tl::unexpected(*reader.error());
        ids.insert(agent.id);
        agents.append(agent);
    }
    return agents;
}

} // namespace model
