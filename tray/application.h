#pragma once

#include "core/base/clock.h"
#include "tray/actionrunner.h"
#include "tray/api/serverfeed.h"
#include "tray/cli/places.h"
#include "tray/menu/menumodel.h"
#include "tray/notify/noticepolicy.h"
#include "tray/platform/panelwatch.h"
#include "tray/server/servercontrol.h"
#include "tray/trayicon.h"
#include "tray/windowkeeper.h"

#include <QObject>
#include <QTimer>

namespace tray {

//! The tray as a whole. Everything is made and wired here, and nowhere else.
class Application final : public QObject
{
    Q_OBJECT

public:
    //! Of QCoreApplication::exec(): the program is to be started anew, since a panel has come that this one
    //! cannot use (platform::PanelWatch).
    static constexpr int StartAnew = 64;

    Application(const Options &options, const Places &places);

    void start();
    //! Somebody started a second tray: the menu, or the window that stands in for it.
    void showSomething();

private:
    void wire();
    void refresh();
    void showTime();
    void showMenu();
    void tell();
    void lookForPanel();
    void onSettingsSaved(bool serverChanged);
    void onNoticeClicked(const Notice &notice);
    SettingsPlaces settingsPlaces() const;

    Options m_options;
    Places m_places;
    QString m_traySettingsFile;
    TraySettings m_settings;
    base::SystemClock m_clock;
    ServerFiles m_files;
    ServerApi m_api;
    ServerFeed m_feed;
    ServerLauncher m_launcher;
    ServerControl m_control;
    Overview m_overview;
    MenuSettings m_menuSettings;
    NoticePolicy m_policy;
    TunnelHistory m_history;
    platform::PanelWatch m_panelWatch;
    TrayIcon m_icon;
    WindowKeeper m_windows;
    ActionRunner m_actions;
    QTimer m_refresh; //!< at the end of this turn of the event loop
    QTimer m_second; //!< while something is open whose text changes with the time
    QTimer m_slow; //!< for the tooltip, and the panel that may come later
    QTimer m_noticeDue;
    bool m_hadStatus = false; //!< the window was shown by itself once: who closed it wants it closed
    bool m_standsIn = false; //!< that window is there until a panel is
};

} // namespace tray
