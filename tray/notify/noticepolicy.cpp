#include "tray/notify/noticepolicy.h"

#include "tray/model/words.h"

namespace tray {

namespace {

bool wasAtWork(AgentPhase phase)
{
    return isBusy(phase) || phase == AgentPhase::Asking;
}

} // namespace

QList<Notice> NoticePolicy::take(
    const Overview &overview, const NoticeSettings &settings, base::Timestamp now, QTime localTime)
{
    const bool isQuiet = settings.quietHours.contains(localTime);
    QList<Notice> notices;
    takeServer(overview.server, !isQuiet, notices);
    if (overview.server.phase == ServerPhase::Running && overview.isLive) {
        takeAgents(overview, settings, !isQuiet, now, notices);
        takeTunnel(overview, settings.tunnel && !isQuiet, now, notices);
    } else if (overview.server.phase == ServerPhase::Stopped
        || overview.server.phase == ServerPhase::Stopping) {
        // Its tunnel is meant to be down.
        m_tunnelWasUp = m_tunnelTold = false;
        m_tunnelDue.reset();
    }
    return notices;
}

void NoticePolicy::takeAsks(const Agent &agent, Known &known, bool mayTell, QList<Notice> &notices) const
{
    for (const Ask &ask : agent.asks) {
        if (known.asks.contains(ask.id))
            continue;
        known.asks.insert(ask.id);
        if (mayTell) {
            notices.append(
                {NoticeKind::Waits, QStringLiteral("%1 waits for you").arg(agent.name), ask.title, agent.id});
        }
    }
}

void NoticePolicy::takeAgents(const Overview &overview, const NoticeSettings &settings, bool mayTell,
    base::Timestamp now, QList<Notice> &notices)
{
    const bool isFirst = !std::exchange(m_knowsAgents, true);
    QHash<QString, Known> agents;
    for (const Agent &agent : overview.agents) {
        const auto before = m_agents.constFind(agent.id);
        const bool isNew = before == m_agents.constEnd();
        Known known = isNew ? Known{agent.phase, {}} : *before;
        const bool mayTellOfIt = mayTell && !isFirst && !overview.shownAgents.contains(agent.id);
        takeAsks(agent, known, mayTellOfIt && settings.waits, notices);

        const AgentPhase was = std::exchange(known.phase, agent.phase);
        const bool hasFailed = agent.phase == AgentPhase::Failed && (was != AgentPhase::Failed || isNew);
        const bool isDone = agent.phase == AgentPhase::Idle || agent.phase == AgentPhase::Stopped;
        const bool wasStoppedHere = agent.phase == AgentPhase::Stopped && now < m_stopsExpectedUntil;
        if (hasFailed && mayTellOfIt && settings.fails) {
            notices.append(
                {NoticeKind::Failed, QStringLiteral("%1 failed").arg(agent.name), agent.error, agent.id});
        } else if (isDone && wasAtWork(was) && !wasStoppedHere && mayTellOfIt && settings.finishes) {
            notices.append(
                {NoticeKind::Finished, QStringLiteral("%1 has finished").arg(agent.name), {}, agent.id});
        }
        agents.insert(agent.id, known);
    }
    m_agents = agents;
}

void NoticePolicy::takeTunnel(
    const Overview &overview, bool mayTell, base::Timestamp now, QList<Notice> &notices)
{
    const TunnelState &tunnel = overview.tunnel;
    if (tunnel.phase == TunnelPhase::Off || tunnel.phase == TunnelPhase::Stopped) {
        m_tunnelWasUp = m_tunnelTold = false;
        m_tunnelDue.reset();
        return;
    }
    const QString host = hostOf(tunnel.relay);
    if (tunnel.phase == TunnelPhase::Connected) {
        if (m_tunnelTold && mayTell) {
            notices.append({NoticeKind::TunnelBack, QStringLiteral("The tunnel is back"),
                QStringLiteral("%1, after %2").arg(host, durationWords(now - m_tunnelDownSince)), {}});
        }
        m_tunnelWasUp = true;
        m_tunnelTold = false;
        m_tunnelDue.reset();
        return;
    }
    if (!m_tunnelWasUp || m_tunnelTold)
        return;
    if (!m_tunnelDue) {
        m_tunnelDownSince = now;
        m_tunnelDue = now + TunnelPatience.count();
    }
    if (now < *m_tunnelDue && tunnel.phase != TunnelPhase::Refused)
        return;
    m_tunnelTold = true;
    m_tunnelDue.reset();
    if (mayTell) {
        notices.append({NoticeKind::TunnelDown,
            tunnel.phase == TunnelPhase::Refused ? QStringLiteral("The relay refuses the tunnel")
                                                 : QStringLiteral("The tunnel is down"),
            tunnel.lastError.isEmpty() ? host : QStringLiteral("%1: %2").arg(host, tunnel.lastError), {}});
    }
}

void NoticePolicy::takeServer(const ServerState &server, bool mayTell, QList<Notice> &notices)
{
    const ServerPhase was = std::exchange(m_server, server.phase);
    if (server.phase == ServerPhase::Failed && was != ServerPhase::Failed && mayTell) {
        notices.append(
            {NoticeKind::ServerFailed, QStringLiteral("AgentMonitor's server failed"), server.problem, {}});
    }
}

} // namespace tray
