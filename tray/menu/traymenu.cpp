#include "tray/menu/traymenu.h"

#include <algorithm>

namespace tray {

namespace {

//! Whether `b` can be shown by changing the lines of `a`: the same kinds of lines that do the same.
bool haveSameShape(const QList<MenuEntry> &a, const QList<MenuEntry> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const MenuEntry &x, const MenuEntry &y) {
        return x.kind == y.kind && x.action == y.action && x.checked.has_value() == y.checked.has_value()
            && haveSameShape(x.children, y.children);
    });
}

} // namespace

TrayMenu::TrayMenu(QWidget *parent)
    : QMenu(parent)
{
    setObjectName(QStringLiteral("trayMenu"));
    m_inPanel.setSingleShot(true);
    connect(this, &QMenu::aboutToShow, this, [this] {
        m_inPanel.stop();
        Q_EMIT wanted();
        m_inPanel.start(LongestLook);
    });
    connect(this, &QMenu::aboutToHide, &m_inPanel, &QTimer::stop);
    connect(&m_inPanel, &QTimer::timeout, this, &TrayMenu::showLatest);
    // What was chosen is told after the menu is hidden, so its entry must outlive that.
    connect(this, &QMenu::aboutToHide, this, &TrayMenu::showLatest, Qt::QueuedConnection);
}

void TrayMenu::show(const QList<MenuEntry> &entries)
{
    m_latest = entries;
    showLatest();
}

void TrayMenu::showLatest()
{
    const QList<MenuEntry> entries = m_latest;
    if (entries == m_entries)
        return;
    if (haveSameShape(entries, m_entries)) {
        update(*this, entries);
    } else if (isOpen()) {
        return; // nothing moves under a pointer that is about to choose
    } else {
        clear();
        const auto submenus = findChildren<QMenu *>(Qt::FindDirectChildrenOnly);
        for (QMenu *submenu : submenus)
            submenu->deleteLater();
        fill(*this, entries);
    }
    m_entries = entries;
}

void TrayMenu::fill(QMenu &menu, const QList<MenuEntry> &entries)
{
    for (const MenuEntry &entry : entries) {
        if (entry.kind == MenuEntry::Kind::Separator) {
            menu.addSeparator();
        } else if (entry.kind == MenuEntry::Kind::Submenu) {
            auto *submenu = new QMenu(&menu);
            fill(*submenu, entry.children);
            apply(*menu.addMenu(submenu), entry);
        } else {
            QAction *action = menu.addAction(QString());
            apply(*action, entry);
            connect(action, &QAction::triggered, this, [this, act = entry.action] { Q_EMIT chosen(act); });
        }
    }
}

void TrayMenu::update(QMenu &menu, const QList<MenuEntry> &entries)
{
    const QList<QAction *> actions = menu.actions();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        apply(*actions[i], entries[i]);
        if (entries[i].kind == MenuEntry::Kind::Submenu)
            update(*actions[i]->menu(), entries[i].children);
    }
}

void TrayMenu::apply(QAction &action, const MenuEntry &entry)
{
    if (entry.kind == MenuEntry::Kind::Separator)
        return;
    action.setText(entry.text);
    action.setEnabled(entry.enabled);
    action.setCheckable(entry.checked.has_value());
    action.setChecked(entry.checked.value_or(false));
}

} // namespace tray
