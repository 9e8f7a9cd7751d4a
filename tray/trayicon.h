#pragma once

#include "tray/icon/iconstate.h"
#include "tray/menu/traymenu.h"
#include "tray/notify/notice.h"
#include "tray/platform/desktopnotifier.h"

#include <QHash>
#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>

#include <functional>

namespace tray {

//! The icon in the panel with its menu, and the notifications.
class TrayIcon final : public QObject
{
    Q_OBJECT

public:
    explicit TrayIcon(QObject *parent = nullptr);

    static bool hasPanel() { return QSystemTrayIcon::isSystemTrayAvailable(); }

    //! Whether a program may show a menu by itself; in Wayland one belongs to a window that was clicked.
    static bool canPopUp();

    void appear();
    void show(const Overview &overview, base::Timestamp now);
    void showMenu(const QList<MenuEntry> &entries) { m_menu.show(entries); }
    //! Where the icon is, or at the pointer.
    void popUp();
    bool isMenuOpen() const { return m_menu.isOpen(); }
    void tell(const Notice &notice);

Q_SIGNALS:
    void chosen(const tray::Action &action);
    //! The menu is about to be seen: it must be of now.
    void menuWanted();
    //! The icon itself was clicked.
    void activated();
    void noticeClicked(const tray::Notice &notice);

private:
    QSystemTrayIcon m_icon;
    TrayMenu m_menu;
    platform::DesktopNotifier m_notifier;
    QHash<QString, Notice> m_notices; //!< by their keys, as long as they can be clicked
    int m_nextKey = 0;
    Notice m_inPanel; //!< shown by the panel, if the desktop has no notifications
    IconState m_state = IconState::Stopped;
    int m_asks = -1;
};

} // namespace tray
