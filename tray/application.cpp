#include "tray/application.h"

#include "tray/menu/menumodel.h"
#include "tray/platform/platform.h"
#include "tray/settings/settingsfile.h"

#include <QCoreApplication>
#include <QTime>

namespace tray {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds Second{1'000};
constexpr milliseconds SlowInterval{20'000};
//! A panel that starts together with us gets so long to be there.
constexpr milliseconds PanelPatience{3'000};

} // namespace

Application::Application(const Options &options, const Places &places)
    : m_options(options)
    , m_places(places)
    , m_traySettingsFile(configFile(QStringLiteral("tray.ini")))
    , m_settings(loadTraySettings(m_traySettingsFile))
    , m_files(places.dataDirectory)
    , m_api(m_files, m_clock)
    , m_feed(m_api, m_files)
    , m_launcher(launchSettings(options, places), m_files)
    , m_control(
          m_files, m_api, m_launcher, [this] { return m_places.port; }, m_clock)
    , m_windows(m_files, m_launcher, m_history, settingsPlaces())
    , m_actions({m_control, m_api, m_policy, m_windows, m_places, m_traySettingsFile, m_clock})
{
    m_menuSettings.startsAtLogin = platform::startsAtLogin();
    m_refresh.setSingleShot(true);
    m_noticeDue.setSingleShot(true);
    wire();
}

SettingsPlaces Application::settingsPlaces() const
{
    return {m_places.settingsFile, m_traySettingsFile, m_places.usualDataDirectory};
}

void Application::wire()
{
    // Changes come in bursts; what they come to is shown once.
    const auto soon = [this] {
        if (!m_refresh.isActive())
            m_refresh.start(0);
    };
    connect(&m_control, &ServerControl::changed, this, soon);
    connect(&m_feed, &ServerFeed::changed, this, soon);
    connect(&m_refresh, &QTimer::timeout, this, &Application::refresh);
    connect(&m_control, &ServerControl::attached, &m_feed, &ServerFeed::start);
    connect(&m_control, &ServerControl::detached, this, [this] {
        m_feed.stop();
        m_files.setDirectory(m_places.dataDirectory); // the settings may have been changed meanwhile
    });
    connect(&m_control, &ServerControl::stopped, &m_actions, &ActionRunner::onStopped);
    connect(&m_feed, &ServerFeed::ailed, &m_control, &ServerControl::setAiling);

    const auto run = [this](const Action &action) {
        m_actions.run(action, m_overview);
    };
    connect(&m_icon, &TrayIcon::chosen, this, run);
    connect(&m_icon, &TrayIcon::menuWanted, this, &Application::showMenu);
    connect(&m_icon, &TrayIcon::activated, this, &Application::showSomething);
    connect(&m_icon, &TrayIcon::noticeClicked, this, &Application::onNoticeClicked);
    connect(&m_windows, &WindowKeeper::chosen, this, run);
    connect(&m_windows, &WindowKeeper::contentWanted, this, &Application::showTime);
    connect(&m_windows, &WindowKeeper::settingsSaved, this, &Application::onSettingsSaved);
    connect(
        &m_windows, &WindowKeeper::reconnectWanted, this, [this] { m_actions.reconnectTunnel(m_overview); });
    connect(&m_actions, &ActionRunner::settingsChanged, this, [this] {
        m_menuSettings.startsAtLogin = platform::startsAtLogin();
        refresh();
    });

    connect(&m_second, &QTimer::timeout, this, &Application::showTime);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        m_icon.show(m_overview, m_clock.now());
        lookForPanel();
    });
    connect(&m_panelWatch, &platform::PanelWatch::appeared, this, &Application::lookForPanel);
    connect(&m_noticeDue, &QTimer::timeout, this, &Application::tell);
}

void Application::start()
{
    m_icon.show(m_overview, m_clock.now());
    m_icon.appear();
    m_control.begin();
    m_slow.start(SlowInterval);
    QTimer::singleShot(PanelPatience, this, &Application::lookForPanel);
}

void Application::refresh()
{
    m_overview.server = m_control.state();
    m_overview.isLive = m_feed.isLive();
    m_overview.tunnel = m_feed.tunnel();
    m_overview.agents = m_feed.agents();
    m_overview.shownAgents = m_feed.shownAgents();
    const base::Timestamp now = m_clock.now();
    m_history.take(m_overview, now);
    m_icon.show(m_overview, now);
    showTime();
    tell();
}

void Application::showMenu()
{
    const base::Timestamp now = m_clock.now();
    m_icon.showMenu(menuOf(m_overview, m_menuSettings, now));
    if (!m_second.isActive())
        m_second.start(Second);
}

//! Fills what depends on the time, as long as it can be seen.
void Application::showTime()
{
    const base::Timestamp now = m_clock.now();
    const QList<MenuEntry> menu = menuOf(m_overview, m_menuSettings, now);
    m_icon.showMenu(menu); // a panel of another process may show it at any time
    m_windows.show(m_overview, menu, now);
    if (!m_icon.isMenuOpen() && !m_windows.needsTime())
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start(Second);
}

void Application::tell()
{
    const auto notices = m_policy.take(m_overview, m_settings.notices, m_clock.now(), QTime::currentTime());
    for (const Notice &notice : notices)
        m_icon.tell(notice);
    if (const auto due = m_policy.due())
        m_noticeDue.start(milliseconds(qMax<qint64>(*due - m_clock.now(), 0)));
    else
        m_noticeDue.stop();
}

void Application::onNoticeClicked(const Notice &notice)
{
    switch (notice.kind) {
    case NoticeKind::Waits:
    case NoticeKind::Failed:
    case NoticeKind::Finished:
        m_actions.run({ActionKind::OpenAgent, notice.agentId, {}, {}}, m_overview);
        return;
    case NoticeKind::TunnelDown:
    case NoticeKind::TunnelBack:
        m_actions.run({ActionKind::ShowTunnel, {}, {}, {}}, m_overview);
        return;
    case NoticeKind::ServerFailed:
        m_actions.run({ActionKind::ShowLog, {}, {}, {}}, m_overview);
        return;
    }
}

void Application::onSettingsSaved(bool serverChanged)
{
    m_settings = loadTraySettings(m_traySettingsFile);
    if (!serverChanged)
        return;
    const Places before
        = std::exchange(m_places, findPlaces(m_options, QProcessEnvironment::systemEnvironment()));
    const ServerPhase phase = m_overview.server.phase;
    const bool runs = phase == ServerPhase::Running || phase == ServerPhase::Unresponsive;
    const bool moves = before.dataDirectory != m_places.dataDirectory;
    if (runs) {
        m_actions.offerRestart(); // the directory is followed when the old server has ended
    } else if (moves) {
        m_files.setDirectory(m_places.dataDirectory);
        m_control.begin();
    }
}

void Application::lookForPanel()
{
    if (!TrayIcon::hasPanel() && m_panelWatch.hasAppeared() && !WindowKeeper::hasOthers()) {
        QCoreApplication::exit(StartAnew);
    } else if (!TrayIcon::hasPanel()) {
        if (!m_windows.hasStatus() && !std::exchange(m_hadStatus, true)) {
            m_standsIn = true;
            m_windows.openStatus();
        }
    } else if (std::exchange(m_standsIn, false)) {
        m_windows.closeStatus();
    }
}

void Application::showSomething()
{
    if (TrayIcon::hasPanel() && TrayIcon::canPopUp())
        m_icon.popUp();
    else
        m_windows.openStatus();
}

} // namespace tray
