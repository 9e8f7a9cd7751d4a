#include "tray/windowkeeper.h"

#include "tray/icon/icondrawing.h"
#include "tray/log/filefollower.h"
#include "tray/log/programfollower.h"
#include "tray/windows/logwindow.h"
#include "tray/windows/statuswindow.h"
#include "tray/windows/tunnelwindow.h"

#include <QApplication>

#include <algorithm>

namespace tray {

namespace {

void present(QDialog &window)
{
    window.setAttribute(Qt::WA_DeleteOnClose);
    window.QWidget::show();
    window.raise();
    window.activateWindow();
}

void dismiss(QDialog *window)
{
    delete window;
}

} // namespace

WindowKeeper::WindowKeeper(const ServerFiles &files, const ServerLauncher &launcher,
    const TunnelHistory &history, SettingsPlaces places, QObject *parent)
    : QObject(parent)
    , m_files(files)
    , m_launcher(launcher)
    , m_history(history)
    , m_places(std::move(places))
{
}

WindowKeeper::~WindowKeeper()
{
    dismiss(m_tunnel);
    dismiss(m_settings);
    dismiss(m_log);
    dismiss(m_status);
}

void WindowKeeper::openTunnel()
{
    if (!m_tunnel) {
        m_tunnel = new TunnelWindow;
        m_tunnel->setWindowIcon(makeIcon(IconState::Connected, 0));
        connect(m_tunnel, &TunnelWindow::reconnectWanted, this, &WindowKeeper::reconnectWanted);
        Q_EMIT contentWanted();
    }
    present(*m_tunnel);
}

void WindowKeeper::openSettings()
{
    if (!m_settings) {
        m_settings = new SettingsDialog(m_places);
        m_settings->setWindowIcon(makeIcon(IconState::Connected, 0));
        connect(m_settings, &SettingsDialog::saved, this, &WindowKeeper::settingsSaved);
    }
    present(*m_settings);
}

void WindowKeeper::openLog()
{
    if (!m_log) {
        std::unique_ptr<LogSource> source;
        if (const auto service = m_launcher.service())
            source = std::make_unique<ProgramFollower>(service->name, service->followLog);
        else
            source = std::make_unique<FileFollower>(m_files.logFile());
        m_log = new LogWindow(std::move(source));
        m_log->setWindowIcon(makeIcon(IconState::Connected, 0));
    }
    present(*m_log);
}

void WindowKeeper::openStatus()
{
    if (!m_status) {
        m_status = new StatusWindow;
        connect(m_status, &StatusWindow::chosen, this, &WindowKeeper::chosen);
        Q_EMIT contentWanted();
    }
    present(*m_status);
}

bool WindowKeeper::hasStatus() const
{
    return !m_status.isNull();
}

bool WindowKeeper::hasOthers()
{
    const QWidgetList widgets = QApplication::topLevelWidgets();
    return std::any_of(widgets.begin(), widgets.end(),
        [](QWidget *widget) { return widget->isVisible() && !qobject_cast<StatusWindow *>(widget); });
}

bool WindowKeeper::needsTime() const
{
    return m_tunnel || m_status;
}

void WindowKeeper::closeStatus()
{
    if (m_status)
        m_status->close();
}

void WindowKeeper::show(const Overview &overview, const QList<MenuEntry> &menu, base::Timestamp now)
{
    if (m_tunnel)
        m_tunnel->show(overview, m_history, now);
    if (m_status)
        m_status->show(overview, menu, now);
}

} // namespace tray
