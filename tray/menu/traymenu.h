#pragma once

#include "tray/menu/menuentry.h"

#include <QMenu>

namespace tray {

//! A QMenu that shows entries. What has the same shape is changed in place, so that a countdown goes on
//! under the pointer while the menu is open; anything else waits until it is closed, so that nobody chooses
//! what has just moved there.
class TrayMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(QWidget *parent = nullptr);

    void show(const QList<MenuEntry> &entries);

Q_SIGNALS:
    void chosen(const tray::Action &action);

private:
    void showLatest();
    void fill(QMenu &menu, const QList<MenuEntry> &entries);
    void update(QMenu &menu, const QList<MenuEntry> &entries);
    void apply(QAction &action, const MenuEntry &entry);

    QList<MenuEntry> m_entries; //!< that are shown
    QList<MenuEntry> m_latest;
};

} // namespace tray
