#pragma once

#include "tray/menu/menuentry.h"

#include <QMenu>

namespace tray {

//! A QMenu that shows entries. What has the same shape is changed in place, so that a countdown goes on
//! under the pointer while the menu is open.
class TrayMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(QWidget *parent = nullptr);

    void show(const QList<MenuEntry> &entries);

Q_SIGNALS:
    void chosen(const tray::Action &action);

private:
    void fill(QMenu &menu, const QList<MenuEntry> &entries);
    void update(QMenu &menu, const QList<MenuEntry> &entries);
    void apply(QAction &action, const MenuEntry &entry);

    QList<MenuEntry> m_entries;
};

} // namespace tray
