#pragma once

#include "tray/api/serverapi.h"
#include "tray/cli/places.h"
#include "tray/menu/action.h"
#include "tray/notify/noticepolicy.h"
#include "tray/server/servercontrol.h"
#include "tray/windowkeeper.h"

#include <QObject>

namespace tray {

//! What actions work on. All must outlive the runner.
struct ActionTools
{
    ServerControl &control;
    ServerApi &api;
    NoticePolicy &policy;
    WindowKeeper &windows;
    const Places &places;
    const QString &traySettingsFile;
    const base::Clock &clock;
};

//! Does what a person asks for by the menu, a window or a notification. What makes no sense any more when it
//! arrives is left out.
class ActionRunner final : public QObject
{
    Q_OBJECT

public:
    explicit ActionRunner(const ActionTools &tools, QObject *parent = nullptr);

    void run(const Action &action, const Overview &overview);
    //! Ends a tunnel that is up, and connects.
    void reconnectTunnel(const Overview &overview);
    void offerRestart();
    //! The server ended as it was asked to.
    void onStopped();

Q_SIGNALS:
    //! What the menu says of the platform has changed.
    void settingsChanged();

private:
    void openDashboard(const QString &path);
    void decide(const Action &action);
    void stopServer(const Overview &overview);
    void stopAllAgents(const Overview &overview);
    void toggleStartAtLogin();
    void quit(const Overview &overview);
    void quitAs(QuitChoice choice, const Overview &overview);
    void connectTunnel();

    ActionTools m_tools;
    int m_agentsAlive = 0; //!< when the server was asked to stop
    bool m_tellOfStop = false;
    bool m_quitWhenStopped = false;
};

} // namespace tray
