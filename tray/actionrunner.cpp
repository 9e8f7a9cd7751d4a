#include "tray/actionrunner.h"

#include "tray/menu/menumodel.h"
#include "tray/model/words.h"
#include "tray/platform/platform.h"
#include "tray/questions.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QGuiApplication>

namespace tray {

namespace {

void complainOfTunnel(const base::Result<void> &done)
{
    if (!done)
        questions::complain(QStringLiteral("The tunnel was not changed"), done.error().message);
}

} // namespace

ActionRunner::ActionRunner(const ActionTools &tools, QObject *parent)
    : QObject(parent)
    , m_tools(tools)
{
}

void ActionRunner::run(const Action &action, const Overview &overview)
{
    if (!isPossible(action.kind, overview))
        return;
    switch (action.kind) {
    case ActionKind::None:
        return;
    case ActionKind::OpenDashboard:
        openDashboard(QStringLiteral("/"));
        return;
    case ActionKind::OpenAgent:
        openDashboard(QStringLiteral("/agents/") + action.agentId);
        return;
    case ActionKind::OpenThroughRelay:
        QDesktopServices::openUrl(dashboardAtRelay(overview.tunnel.relay));
        return;
    case ActionKind::CopyRelayAddress:
        QGuiApplication::clipboard()->setText(dashboardAtRelay(overview.tunnel.relay).toString());
        return;
    case ActionKind::Allow:
    case ActionKind::Deny:
        decide(action);
        return;
    case ActionKind::StartServer:
        m_tools.control.start();
        return;
    case ActionKind::StopServer:
        stopServer(overview);
        return;
    case ActionKind::RestartServer:
        m_tools.control.restart();
        return;
    case ActionKind::ConnectTunnel:
        connectTunnel();
        return;
    case ActionKind::DisconnectTunnel:
        m_tools.api.disconnectTunnel(this, complainOfTunnel);
        return;
    case ActionKind::StopAllAgents:
        stopAllAgents(overview);
        return;
    case ActionKind::ShowTunnel:
        m_tools.windows.openTunnel();
        return;
    case ActionKind::ShowSettings:
        m_tools.windows.openSettings();
        return;
    case ActionKind::ShowLog:
        m_tools.windows.openLog();
        return;
    case ActionKind::StartAtLogin:
        toggleStartAtLogin();
        return;
    case ActionKind::ShowAbout:
        questions::showAbout();
        return;
    case ActionKind::Quit:
        quit(overview);
        return;
    }
}

void ActionRunner::openDashboard(const QString &path)
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("localhost"));
    url.setPort(m_tools.control.state().port);
    url.setPath(path);
    if (!QDesktopServices::openUrl(url))
        questions::complain(QStringLiteral("No browser could be opened"), url.toString());
}

void ActionRunner::decide(const Action &action)
{
    m_tools.api.decide(
        action.agentId, action.askId, action.optionId, this, [](const base::Result<void> &done) {
            if (!done)
                questions::complain(QStringLiteral("That was not decided"), done.error().message);
        });
}

void ActionRunner::connectTunnel()
{
    m_tools.api.connectTunnel(this, complainOfTunnel);
}

void ActionRunner::reconnectTunnel(const Overview &overview)
{
    if (!isPossible(ActionKind::DisconnectTunnel, overview)) {
        connectTunnel();
        return;
    }
    m_tools.api.disconnectTunnel(this, [this](const base::Result<void> &done) {
        if (done)
            connectTunnel();
        else
            complainOfTunnel(done);
    });
}

void ActionRunner::stopServer(const Overview &overview)
{
    m_agentsAlive = countAlive(overview);
    m_tellOfStop = true;
    m_tools.control.stop();
}

void ActionRunner::onStopped()
{
    if (m_quitWhenStopped) {
        QCoreApplication::quit();
        return;
    }
    if (!std::exchange(m_tellOfStop, false))
        return;
    QString detail = QStringLiteral("No agent was running.");
    if (m_agentsAlive > 0 && m_tools.places.stopsAgents)
        detail = QStringLiteral("%1 ended with it.").arg(agentsWords(m_agentsAlive));
    else if (m_agentsAlive > 0)
        detail = QStringLiteral("%1 working; the next start of the server takes over.")
                     .arg(agentsDo(m_agentsAlive, "keeps", "keep"));
    questions::say(QStringLiteral("The server has stopped"), detail);
}

void ActionRunner::stopAllAgents(const Overview &overview)
{
    questions::askStopAllAgents(countAlive(overview), [this] {
        m_tools.policy.expectStops(m_tools.clock.now());
        m_tools.api.stopAllAgents(this, [](const base::Result<void> &done) {
            if (!done)
                questions::complain(QStringLiteral("The agents were not stopped"), done.error().message);
        });
    });
}

void ActionRunner::toggleStartAtLogin()
{
    if (const auto done = platform::setStartsAtLogin(!platform::startsAtLogin()); !done)
        questions::complain(QStringLiteral("That could not be changed"), done.error().message);
    Q_EMIT settingsChanged();
}

void ActionRunner::offerRestart()
{
    questions::offerRestart(m_tools.places.stopsAgents, [this] { m_tools.control.restart(); });
}

void ActionRunner::quit(const Overview &overview)
{
    TraySettings settings = loadTraySettings(m_tools.traySettingsFile);
    // Without a server there is nothing to choose.
    if (!isPossible(ActionKind::StopServer, overview)) {
        quitAs(QuitChoice::LeaveRunning, overview);
    } else if (settings.quit != QuitChoice::Ask) {
        quitAs(settings.quit, overview);
    } else {
        questions::askQuit(countAlive(overview), m_tools.places.stopsAgents,
            [this, settings, overview](QuitChoice choice, bool remember) mutable {
                if (remember) {
                    settings.quit = choice;
                    saveTraySettings(m_tools.traySettingsFile, settings);
                }
                quitAs(choice, overview);
            });
    }
}

void ActionRunner::quitAs(QuitChoice choice, const Overview &overview)
{
    if (choice != QuitChoice::Stop || !isPossible(ActionKind::StopServer, overview)) {
        QCoreApplication::quit();
        return;
    }
    m_quitWhenStopped = true;
    m_tools.control.stop();
}

} // namespace tray
