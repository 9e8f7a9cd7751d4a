#include "tray/menu/menumodel.h"

#include "tray/icon/tooltip.h"
#include "tray/model/words.h"

namespace tray {

namespace {

constexpr qsizetype MaxLabel = 60;
constexpr int MaxListed = 8; //!< agents of one kind; the dashboard has them all

QString label(const QString &text)
{
    return elided(text, MaxLabel).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

MenuEntry text(const QString &line)
{
    return {MenuEntry::Kind::Text, label(line), {}, false, {}, {}};
}

//! A line that tells a state, and leads to where there is more of it.
MenuEntry stateLine(const QString &line, ActionKind kind)
{
    return {MenuEntry::Kind::Command, label(line), {kind, {}, {}, {}}, true, {}, {}};
}

MenuEntry separator()
{
    return {MenuEntry::Kind::Separator, {}, {}, true, {}, {}};
}

MenuEntry command(const char *words, ActionKind kind, bool enabled = true)
{
    return {MenuEntry::Kind::Command, QString::fromUtf8(words), {kind, {}, {}, {}}, enabled, {}, {}};
}

void addIfPossible(QList<MenuEntry> &menu, const char *words, ActionKind kind, const Overview &overview)
{
    if (isPossible(kind, overview))
        menu.append(command(words, kind));
}

MenuEntry askEntry(const Agent &agent, const Ask &ask)
{
    MenuEntry entry{MenuEntry::Kind::Submenu, label(QStringLiteral("%1: %2").arg(agent.name, ask.title)), {},
        true, {}, {}};
    const auto decision = [&](const char *words, ActionKind kind, const QString &option) {
        if (option.isEmpty())
            return;
        MenuEntry child = command(words, kind);
        child.action = {kind, agent.id, ask.id, option};
        entry.children.append(child);
    };
    if (ask.title.size() + agent.name.size() > MaxLabel - 2) { // what was cut off above
        entry.children.append({MenuEntry::Kind::Text,
            elided(ask.title, 2 * MaxLabel).replace(QLatin1Char('&'), QStringLiteral("&&")), {}, false, {},
            {}});
        entry.children.append(separator());
    }
    decision("&Allow once", ActionKind::Allow, ask.allowOption);
    decision("&Deny", ActionKind::Deny, ask.rejectOption);
    MenuEntry open
        = command(ask.kind == Ask::Kind::Question ? "&Open to answer" : "&Open", ActionKind::OpenAgent);
    open.action.agentId = agent.id;
    entry.children.append(open);
    return entry;
}

MenuEntry agentEntry(const Agent &agent)
{
    const QString what = agent.activity.isEmpty() ? QStringLiteral("working") : agent.activity;
    return {MenuEntry::Kind::Command, label(QStringLiteral("%1: %2").arg(agent.name, what)),
        {ActionKind::OpenAgent, agent.id, {}, {}}, true, {}, {}};
}

void addMore(QList<MenuEntry> &menu, int listed, int all)
{
    if (listed < all) {
        MenuEntry more = command("", ActionKind::OpenDashboard);
        more.text = QStringLiteral("%1 more…").arg(all - listed);
        menu.append(more);
    }
}

void addAgents(QList<MenuEntry> &menu, const Overview &overview)
{
    QList<MenuEntry> waiting;
    QList<MenuEntry> busy;
    for (const Agent &agent : overview.agents) {
        for (const Ask &ask : agent.asks)
            waiting.append(askEntry(agent, ask));
        if (isBusy(agent.phase) && agent.asks.isEmpty())
            busy.append(agentEntry(agent));
    }
    const auto add = [&menu](const char *heading, const QList<MenuEntry> &entries) {
        if (entries.isEmpty())
            return;
        menu.append(separator());
        menu.append(text(QString::fromUtf8(heading)));
        const int listed = qMin(MaxListed, int(entries.size()));
        menu.append(entries.first(listed));
        addMore(menu, listed, int(entries.size()));
    };
    add("Waiting for you", waiting);
    add("Running", busy);
    if (waiting.isEmpty() && busy.isEmpty())
        menu.append(text(agentsLine(overview)));
}

void addTunnelLine(QList<MenuEntry> &menu, const Overview &overview, base::Timestamp now)
{
    const TunnelState &tunnel = overview.tunnel;
    if (tunnel.phase == TunnelPhase::Off) {
        menu.append(stateLine(tunnelWords(tunnel, now), ActionKind::ShowSettings));
        return;
    }
    menu.append(stateLine(tunnelWords(tunnel, now), ActionKind::ShowTunnel));
    menu.append(stateLine(
        QStringLiteral("%1 as %2").arg(hostOf(tunnel.relay), tunnel.machine), ActionKind::ShowTunnel));
}

} // namespace

bool isPossible(ActionKind action, const Overview &overview)
{
    const ServerPhase server = overview.server.phase;
    const bool runs = server == ServerPhase::Running;
    const bool isLive = runs && overview.isLive;
    const TunnelPhase tunnel = overview.tunnel.phase;
    switch (action) {
    case ActionKind::None:
        return false;
    case ActionKind::OpenDashboard:
        return runs;
    case ActionKind::OpenAgent:
    case ActionKind::Allow:
    case ActionKind::Deny:
        return isLive;
    case ActionKind::OpenThroughRelay:
        return isLive && tunnel == TunnelPhase::Connected;
    case ActionKind::CopyRelayAddress:
    case ActionKind::ShowTunnel:
        return isLive && tunnel != TunnelPhase::Off;
    case ActionKind::StartServer:
        return server == ServerPhase::Stopped || server == ServerPhase::Failed
            || server == ServerPhase::Crashed;
    case ActionKind::StopServer:
        return runs || server == ServerPhase::Unresponsive || server == ServerPhase::Starting
            || server == ServerPhase::Crashed;
    case ActionKind::RestartServer:
        return runs || server == ServerPhase::Unresponsive;
    case ActionKind::ConnectTunnel:
        return isLive
            && (tunnel == TunnelPhase::Stopped || tunnel == TunnelPhase::Refused
                || tunnel == TunnelPhase::Waiting);
    case ActionKind::DisconnectTunnel:
        return isLive && tunnel != TunnelPhase::Off && tunnel != TunnelPhase::Stopped
            && tunnel != TunnelPhase::Refused;
    case ActionKind::StopAllAgents:
        return isLive && countAlive(overview) > 0;
    case ActionKind::ShowSettings:
    case ActionKind::ShowLog:
    case ActionKind::StartAtLogin:
    case ActionKind::ShowAbout:
    case ActionKind::Quit:
        return true;
    }
    return false;
}

QList<MenuEntry> menuOf(const Overview &overview, const MenuSettings &settings, base::Timestamp now)
{
    const bool isLive = overview.server.phase == ServerPhase::Running && overview.isLive;
    QList<MenuEntry> menu{stateLine(serverWords(overview.server, now), ActionKind::ShowLog)};
    if (isLive) {
        addTunnelLine(menu, overview, now);
        addAgents(menu, overview);
    }

    menu.append(separator());
    menu.append(command(
        "Open &dashboard", ActionKind::OpenDashboard, isPossible(ActionKind::OpenDashboard, overview)));
    if (isLive && overview.tunnel.phase != TunnelPhase::Off) {
        menu.append(command("Open through &relay", ActionKind::OpenThroughRelay,
            isPossible(ActionKind::OpenThroughRelay, overview)));
        menu.append(command("&Copy relay address", ActionKind::CopyRelayAddress));
    }

    menu.append(separator());
    addIfPossible(menu, "&Start server", ActionKind::StartServer, overview);
    addIfPossible(menu, "S&top server", ActionKind::StopServer, overview);
    addIfPossible(menu, "R&estart server", ActionKind::RestartServer, overview);
    addIfPossible(menu, "Co&nnect tunnel", ActionKind::ConnectTunnel, overview);
    addIfPossible(menu, "D&isconnect tunnel", ActionKind::DisconnectTunnel, overview);
    addIfPossible(menu, "T&unnel details…", ActionKind::ShowTunnel, overview);
    addIfPossible(menu, "Stop &all agents…", ActionKind::StopAllAgents, overview);

    menu.append(separator());
    menu.append(command("Settin&gs…", ActionKind::ShowSettings));
    menu.append(command("&Logs…", ActionKind::ShowLog));
    if (settings.startsAtLogin) {
        MenuEntry login = command("Start at l&ogin", ActionKind::StartAtLogin);
        login.checked = *settings.startsAtLogin;
        menu.append(login);
    }
    menu.append(command("A&bout AgentMonitor", ActionKind::ShowAbout));
    menu.append(command("&Quit", ActionKind::Quit));
    return menu;
}

} // namespace tray
