#pragma once

#include "tray/menu/action.h"
#include "tray/menu/menuentry.h"
#include "tray/model/overview.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace tray {

class TrayMenu;

//! Instead of the icon, on a desktop that has no tray area: the same state, the same actions.
class StatusWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit StatusWindow(QWidget *parent = nullptr);

    void show(const Overview &overview, const QList<MenuEntry> &menu, base::Timestamp now);

Q_SIGNALS:
    void chosen(const tray::Action &action);

private:
    void showAsks(const Overview &overview);
    QPushButton *addButton(const QString &text, const Action &action, QLayout *layout);

    QLabel *m_icon;
    QLabel *m_server;
    QLabel *m_tunnel;
    QLabel *m_agents;
    QVBoxLayout *m_asks;
    QList<Agent> m_asking; //!< as shown
    QPushButton *m_dashboard;
    QPushButton *m_start;
    QPushButton *m_stop;
    TrayMenu *m_menu;
};

} // namespace tray
