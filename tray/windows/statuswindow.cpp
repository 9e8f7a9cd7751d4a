#include "tray/windows/statuswindow.h"

#include "tray/icon/icondrawing.h"
#include "tray/icon/tooltip.h"
#include "tray/menu/menumodel.h"
#include "tray/menu/traymenu.h"
#include "tray/model/words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tray {

namespace {

constexpr int IconSize = 48;
constexpr int MostAsks = 5;

QLabel *newLine()
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

//! Takes everything out of a layout, at any depth.
void empty(QLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (item->layout())
            empty(*item->layout());
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

} // namespace

StatusWindow::StatusWindow(QWidget *parent)
    : QDialog(parent)
    , m_icon(new QLabel)
    , m_server(newLine())
    , m_tunnel(newLine())
    , m_agents(newLine())
    , m_asks(new QVBoxLayout)
    , m_menu(new TrayMenu(this))
{
    setWindowTitle(QStringLiteral("AgentMonitor"));
    QFont bold = m_server->font();
    bold.setBold(true);
    m_server->setFont(bold);
    m_icon->setAlignment(Qt::AlignTop);

    auto *head = new QGridLayout;
    head->setHorizontalSpacing(14);
    head->setColumnStretch(1, 1);
    head->addWidget(m_icon, 0, 0, 3, 1);
    head->addWidget(m_server, 0, 1);
    head->addWidget(m_tunnel, 1, 1);
    head->addWidget(m_agents, 2, 1);

    auto *buttons = new QHBoxLayout;
    m_dashboard
        = addButton(QStringLiteral("Open &dashboard"), {ActionKind::OpenDashboard, {}, {}, {}}, buttons);
    m_start = addButton(QStringLiteral("&Start server"), {ActionKind::StartServer, {}, {}, {}}, buttons);
    m_stop = addButton(QStringLiteral("S&top server"), {ActionKind::StopServer, {}, {}, {}}, buttons);
    buttons->addStretch();
    auto *more = new QPushButton(QStringLiteral("&More"));
    more->setMenu(m_menu);
    more->setAutoDefault(false);
    buttons->addWidget(more);
    connect(m_menu, &TrayMenu::chosen, this, &StatusWindow::chosen);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addLayout(m_asks);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(420);
}

QPushButton *StatusWindow::addButton(const QString &text, const Action &action, QLayout *layout)
{
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT chosen(action); });
    layout->addWidget(button);
    return button;
}

void StatusWindow::show(const Overview &overview, const QList<MenuEntry> &menu, base::Timestamp now)
{
    const bool isLive = overview.server.phase == ServerPhase::Running && overview.isLive;
    const QIcon icon = makeIcon(iconStateOf(overview), countAsks(overview));
    setWindowIcon(icon);
    m_icon->setPixmap(icon.pixmap(IconSize));
    m_server->setText(serverWords(overview.server, now));
    m_tunnel->setText(isLive ? tunnelWords(overview.tunnel, now) : QString());
    m_tunnel->setVisible(isLive);
    m_agents->setText(agentsLine(overview));
    m_agents->setVisible(isLive);
    m_dashboard->setVisible(isPossible(ActionKind::OpenDashboard, overview));
    m_start->setVisible(isPossible(ActionKind::StartServer, overview));
    m_stop->setVisible(isPossible(ActionKind::StopServer, overview));
    m_menu->show(menu);
    showAsks(overview);
}

void StatusWindow::showAsks(const Overview &overview)
{
    QList<Agent> asking;
    if (overview.server.phase == ServerPhase::Running && overview.isLive) {
        for (const Agent &agent : overview.agents) {
            if (!agent.asks.isEmpty())
                asking.append(agent);
        }
    }
    if (asking == m_asking)
        return;
    m_asking = asking;
    empty(*m_asks);
    int shown = 0;
    for (const Agent &agent : asking) {
        for (const Ask &ask : agent.asks) {
            if (++shown > MostAsks)
                return; // the menu and the dashboard have the rest
            auto *line = new QHBoxLayout;
            QLabel *text = newLine();
            text->setText(QStringLiteral("%1: %2").arg(agent.name, ask.title));
            line->addWidget(text, 1);
            if (!ask.allowOption.isEmpty())
                addButton(QStringLiteral("Allow once"),
                    {ActionKind::Allow, agent.id, ask.id, ask.allowOption}, line);
            if (!ask.rejectOption.isEmpty())
                addButton(
                    QStringLiteral("Deny"), {ActionKind::Deny, agent.id, ask.id, ask.rejectOption}, line);
            addButton(QStringLiteral("Open"), {ActionKind::OpenAgent, agent.id, {}, {}}, line);
            m_asks->addLayout(line);
        }
    }
}

} // namespace tray
