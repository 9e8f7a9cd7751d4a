#include "tray/trayicon.h"

#include "tray/icon/icondrawing.h"
#include "tray/icon/tooltip.h"

#include <QCursor>
#include <QGuiApplication>

namespace tray {

namespace {

constexpr int MostNotices = 50; //!< that are remembered for a click

} // namespace

TrayIcon::TrayIcon(QObject *parent)
    : QObject(parent)
{
    m_icon.setContextMenu(&m_menu);
    connect(&m_menu, &TrayMenu::chosen, this, &TrayIcon::chosen);
    connect(&m_menu, &TrayMenu::wanted, this, &TrayIcon::menuWanted);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT activated();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT noticeClicked(m_inPanel); });
    connect(&m_notifier, &platform::DesktopNotifier::clicked, this, [this](const QString &key) {
        if (const auto notice = m_notices.constFind(key); notice != m_notices.constEnd())
            Q_EMIT noticeClicked(*notice);
    });
    connect(&m_notifier, &platform::DesktopNotifier::unavailable, this,
        [this](const QString &title, const QString &text, const QString &key) {
            m_inPanel = m_notices.take(key);
            m_icon.showMessage(title, text, m_icon.icon());
        });
}

bool TrayIcon::canPopUp()
{
    return !QGuiApplication::platformName().startsWith(QLatin1String("wayland"));
}

void TrayIcon::appear()
{
    m_icon.show();
}

void TrayIcon::show(const Overview &overview, base::Timestamp now)
{
    const IconState state = iconStateOf(overview);
    const int asks
        = overview.server.phase == ServerPhase::Running && overview.isLive ? countAsks(overview) : 0;
    if (state != m_state || asks != m_asks) {
        m_state = state;
        m_asks = asks;
        m_icon.setIcon(makeIcon(state, asks));
    }
    if (const QString tooltip = tooltipOf(overview, now); tooltip != m_icon.toolTip())
        m_icon.setToolTip(tooltip);
}

void TrayIcon::popUp()
{
    Q_EMIT menuWanted();
    const QRect place = m_icon.geometry();
    m_menu.popup(place.isValid() ? place.center() : QCursor::pos());
    m_menu.activateWindow();
}

void TrayIcon::tell(const Notice &notice)
{
    const QString key = QString::number(m_nextKey++);
    m_notices.insert(key, notice);
    m_notices.remove(QString::number(m_nextKey - MostNotices));
    m_notifier.show(notice.title, notice.text, key);
}

} // namespace tray
