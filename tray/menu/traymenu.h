#pragma once

#include "tray/menu/menuentry.h"

#include <QMenu>
#include <QTimer>

#include <chrono>

namespace tray {

//! A QMenu that shows entries. What has the same shape is changed in place, so that a countdown goes on
//! under the pointer while the menu is open; anything else waits until it is closed, so that nobody chooses
//! what has just moved there. A panel may show it in its own process (com.canonical.dbusmenu); not every one
//! tells when it is closed, so that counts as open for a bounded time.
class TrayMenu final : public QMenu
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds LongestLook{20'000};

    explicit TrayMenu(QWidget *parent = nullptr);

    void show(const QList<MenuEntry> &entries);
    bool isOpen() const { return isVisible() || m_inPanel.isActive(); }

Q_SIGNALS:
    //! It is about to be seen: what show() is told now can still be of any shape.
    void wanted();
    void chosen(const tray::Action &action);

private:
    void showLatest();
    void fill(QMenu &menu, const QList<MenuEntry> &entries);
    void update(QMenu &menu, const QList<MenuEntry> &entries);
    void apply(QAction &action, const MenuEntry &entry);

    QList<MenuEntry> m_entries; //!< that are shown
    QList<MenuEntry> m_latest;
    QTimer m_inPanel; //!< runs while a panel shows it, as far as that is known
};

} // namespace tray
