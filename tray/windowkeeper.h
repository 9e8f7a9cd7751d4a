#pragma once

#include "tray/menu/menuentry.h"
#include "tray/server/serverlauncher.h"
#include "tray/windows/settingsdialog.h"
#include "tray/windows/tunnelhistory.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace tray {

class LogWindow;
class StatusWindow;
class TunnelWindow;

//! The windows, each at most once, made when they are wanted and gone when they are closed.
class WindowKeeper final : public QObject
{
    Q_OBJECT

public:
    //! All must outlive this.
    WindowKeeper(const ServerFiles &files, const ServerLauncher &launcher, const TunnelHistory &history,
        SettingsPlaces places, QObject *parent = nullptr);
    ~WindowKeeper() override;

    void openTunnel();
    void openSettings();
    void openLog();
    void openStatus();
    void closeStatus();
    bool hasStatus() const;
    //! Whether a person has anything open but that one; also a question.
    static bool hasOthers();
    //! Whether one is open whose text changes with the time.
    bool needsTime() const;

    void show(const Overview &overview, const QList<MenuEntry> &menu, base::Timestamp now);

Q_SIGNALS:
    //! One was opened that show() has to fill.
    void contentWanted();
    void chosen(const tray::Action &action);
    void reconnectWanted();
    void settingsSaved(bool serverChanged);

private:
    const ServerFiles &m_files;
    const ServerLauncher &m_launcher;
    const TunnelHistory &m_history;
    SettingsPlaces m_places;
    QPointer<TunnelWindow> m_tunnel;
    QPointer<SettingsDialog> m_settings;
    QPointer<LogWindow> m_log;
    QPointer<StatusWindow> m_status;
};

} // namespace tray
