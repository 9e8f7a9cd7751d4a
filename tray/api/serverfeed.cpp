#include "tray/api/serverfeed.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tray {

ServerFeed::ServerFeed(ServerApi &api, const ServerFiles &files, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_files(files)
{
    m_retry.setSingleShot(true);
    m_probePatience.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ServerFeed::openSocket);
    connect(&m_tunnelPoll, &QTimer::timeout, this, &ServerFeed::askForTunnel);
    connect(&m_probe, &QTimer::timeout, this, &ServerFeed::probe);
    connect(&m_probePatience, &QTimer::timeout, this,
        [this] { setAiling(QStringLiteral("it was asked %1 s ago").arg(ProbePatience.count() / 1000)); });
    connect(&m_socket, &SocketClient::connected, this, &ServerFeed::load);
    connect(&m_socket, &SocketClient::received, this, &ServerFeed::takeEvent);
    connect(&m_socket, &SocketClient::lost, this, &ServerFeed::onLost);
}

void ServerFeed::start()
{
    stop();
    m_isWanted = true;
    openSocket();
}

void ServerFeed::stop()
{
    m_isWanted = m_isLive = m_hasAgents = m_hasTunnel = false;
    ++m_generation;
    for (QTimer *timer : {&m_retry, &m_tunnelPoll, &m_probe, &m_probePatience})
        timer->stop();
    m_retryDelay = FirstRetry;
    m_socket.close();
    m_problem.clear();
    m_order.clear();
    m_agents.clear();
    m_shownAgents.clear();
    m_tunnel = {};
}

void ServerFeed::openSocket()
{
    m_socket.open(m_api.port(), m_files.token());
}

void ServerFeed::onLost(const QString &reason, bool refused)
{
    const bool wasLive = std::exchange(m_isLive, false);
    m_hasAgents = m_hasTunnel = false;
    ++m_generation;
    for (QTimer *timer : {&m_tunnelPoll, &m_probe, &m_probePatience})
        timer->stop();
    m_shownAgents.clear();
    if (wasLive)
        Q_EMIT changed();
    if (!m_isWanted)
        return;
    // One that has just ended is told by its process; only what goes on is an ailment.
    if (m_retryDelay > FirstRetry)
        setAiling(refused ? QStringLiteral("it does not take the token of its data directory") : reason);
    m_retry.start(m_retryDelay); // reads the token again
    m_retryDelay = qMin<std::chrono::milliseconds>(m_retryDelay * 2, LastRetry);
}

void ServerFeed::setAiling(const QString &problem)
{
    if (std::exchange(m_problem, problem) != problem)
        Q_EMIT ailed(problem);
}

void ServerFeed::load()
{
    m_api.setPort(m_api.port()); // with the token as it is now
    const int generation = ++m_generation;
    m_removed.clear();
    m_fresh.clear();
    m_probe.start(ProbeInterval);
    m_api.agents(this, [this, generation](const base::Result<QList<Agent>> &agents) {
        if (generation != m_generation)
            return;
        if (agents) {
            takeAgents(*agents);
            return;
        }
        m_socket.close();
        onLost(agents.error().message, false);
    });
    askForTunnel();
}

void ServerFeed::becomeLive()
{
    if (!m_hasAgents || !m_hasTunnel)
        return;
    m_isLive = true;
    m_retryDelay = FirstRetry;
    setAiling({});
    Q_EMIT changed();
}

void ServerFeed::takeAgents(const QList<Agent> &agents)
{
    // Snapshots that came while the answer was on its way may be newer than it.
    QHash<QString, Agent> known = std::exchange(m_agents, {});
    m_order.clear();
    for (const Agent &agent : agents) {
        if (m_removed.contains(agent.id))
            continue;
        const Agent before = known.take(agent.id);
        m_agents.insert(agent.id, before.lastSeq > agent.lastSeq ? before : agent);
        m_order.append(agent.id);
    }
    for (const QString &id : std::as_const(m_fresh)) {
        if (known.contains(id)) {
            m_agents.insert(id, known.value(id));
            m_order.prepend(id);
        }
    }
    m_hasAgents = true;
    becomeLive();
}

void ServerFeed::takeEvent(const QString &event, const QJsonValue &payload)
{
    if (event == QLatin1String("agent:snapshot")) {
        takeSnapshot(payload[QLatin1String("agent")].toObject());
    } else if (event == QLatin1String("agent:status")) {
        if (payload[QLatin1String("status")].toString() == QLatin1String("deleted"))
            remove(payload[QLatin1String("agentId")].toString());
    } else if (event == QLatin1String("tunnel:status")) {
        if (const auto tunnel = tunnelFromJson(payload.toObject())) {
            ++m_tunnelEvents;
            takeTunnel(*tunnel);
        }
    } else if (event == QLatin1String("agents:shown")) {
        m_shownAgents.clear();
        for (const QJsonValue &id : payload[QLatin1String("agentIds")].toArray())
            m_shownAgents.insert(id.toString());
        if (m_isLive)
            Q_EMIT changed();
    }
}

void ServerFeed::takeSnapshot(const QJsonObject &json)
{
    const auto agent = agentFromJson(json);
    if (!agent) // of a newer server: the rest is still worth showing
        return;
    m_fresh.insert(agent->id);
    const auto known = m_agents.constFind(agent->id);
    if (known != m_agents.constEnd() && *known == *agent)
        return;
    if (known == m_agents.constEnd())
        m_order.prepend(agent->id);
    m_agents.insert(agent->id, *agent);
    if (m_isLive)
        Q_EMIT changed();
}

void ServerFeed::remove(const QString &id)
{
    m_removed.insert(id);
    m_fresh.remove(id);
    m_order.removeAll(id);
    if (m_agents.remove(id) > 0 && m_isLive)
        Q_EMIT changed();
}

void ServerFeed::askForTunnel()
{
    m_api.tunnel(this, [this, generation = m_generation, events = m_tunnelEvents](const auto &tunnel) {
        if (generation == m_generation && events == m_tunnelEvents && tunnel)
            takeTunnel(*tunnel);
    });
    if (!m_tunnelPoll.isActive())
        m_tunnelPoll.start(TunnelInterval); // for its figures; its state comes by events
}

void ServerFeed::takeTunnel(const TunnelState &tunnel)
{
    const bool isNew = !(std::exchange(m_tunnel, tunnel) == tunnel);
    if (!std::exchange(m_hasTunnel, true))
        becomeLive();
    else if (m_isLive && isNew)
        Q_EMIT changed();
}

void ServerFeed::probe()
{
    if (m_probePatience.isActive() || !m_socket.isConnected())
        return;
    m_probePatience.start(ProbePatience);
    m_socket.send(QStringLiteral("link:probe"), {}, [this](const QJsonArray &) {
        m_probePatience.stop();
        if (m_isLive)
            setAiling({});
    });
}

QList<Agent> ServerFeed::agents() const
{
    QList<Agent> agents;
    for (const QString &id : m_order)
        agents.append(m_agents.value(id));
    return agents;
}

} // namespace tray
