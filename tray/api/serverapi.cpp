#include "tray/api/serverapi.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tray {

namespace {

constexpr int Unauthorized = 401;
constexpr int FirstBad = 300;

QString wordsOf(const RestAnswer &answer)
{
    const QString error = answer.body[QLatin1String("error")].toString();
    return error.isEmpty() ? QStringLiteral("The server answers with HTTP %1").arg(answer.status) : error;
}

base::Result<QList<Agent>> agentsFromJson(const QJsonArray &array)
{
    QList<Agent> agents;
    for (const QJsonValue &value : array) {
        auto agent = agentFromJson(value.toObject());
        if (!agent)
            return tl::unexpected(std::move(agent.error()));
        agents.append(std::move(*agent));
    }
    return agents;
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

ServerApi::ServerApi(const ServerFiles &files, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_files(files)
    , m_clock(clock)
{
}

void ServerApi::setPort(quint16 port)
{
    m_rest.setTarget(port, m_files.token());
}

void ServerApi::call(const QString &path, const Body &body, QObject *context, Bodied then, bool again)
{
    const auto answered = [this, path, body, context, then, again](const base::Result<RestAnswer> &answer) {
        if (!answer) {
            then(tl::unexpected(answer.error()));
        } else if (answer->status == Unauthorized && again) {
            m_rest.setTarget(m_rest.port(), m_files.token());
            call(path, body, context, then, false);
        } else if (answer->status >= FirstBad) {
            then(base::failure(base::ErrorCode::Unavailable, wordsOf(*answer)));
        } else {
            then(answer->body);
        }
    };
    if (body)
        m_rest.post(path, *body, context, answered);
    else
        m_rest.get(path, context, answered);
}

void ServerApi::health(QObject *context, Then<Health> then)
{
    call(QStringLiteral("/health"), {}, context,
        [this, then = std::move(then)](const base::Result<QJsonDocument> &body) {
            if (!body) {
                then(tl::unexpected(body.error()));
                return;
            }
            const auto health = healthFromJson(body->object(), m_clock.now());
            if (health)
                then(*health);
            else
                then(base::failure(base::ErrorCode::Corrupt,
                    QStringLiteral("Something that is no AgentMonitor server answers at port %1")
                        .arg(m_rest.port())));
        });
}

void ServerApi::agents(QObject *context, Then<QList<Agent>> then)
{
    call(QStringLiteral("/agents"), {}, context,
        [then = std::move(then)](const base::Result<QJsonDocument> &body) {
            then(body ? agentsFromJson(body->array()) : tl::unexpected(body.error()));
        });
}

void ServerApi::order(const QString &path, const QJsonObject &body, QObject *context, Then<void> then)
{
    call(path, body, context, [then = std::move(then)](const base::Result<QJsonDocument> &answer) {
        then(answer ? base::Result<void>() : tl::unexpected(answer.error()));
    });
}

void ServerApi::tunnel(QObject *context, Then<TunnelState> then)
{
    call(QStringLiteral("/tunnel/status"), {}, context,
        [then = std::move(then)](const base::Result<QJsonDocument> &body) {
            then(body ? tunnelFromJson(body->object()) : tl::unexpected(body.error()));
        });
}

void ServerApi::connectTunnel(QObject *context, Then<void> then)
{
    order(QStringLiteral("/tunnel/connect"), {}, context, std::move(then));
}

void ServerApi::disconnectTunnel(QObject *context, Then<void> then)
{
    order(QStringLiteral("/tunnel/disconnect"), {}, context, std::move(then));
}

void ServerApi::stopAllAgents(QObject *context, Then<void> then)
{
    order(QStringLiteral("/agents/actions/stop-all"), {}, context, std::move(then));
}

void ServerApi::decide(const QString &agentId, const QString &approvalId, const QString &optionId,
    QObject *context, Then<void> then)
{
    order(QStringLiteral("/agents/%1/approvals/%2").arg(pathPart(agentId), pathPart(approvalId)),
        {{QStringLiteral("optionId"), optionId}}, context, std::move(then));
}

} // namespace tray
