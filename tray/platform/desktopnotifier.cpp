#include "tray/platform/desktopnotifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace tray::platform {

namespace {

const QString Service = QStringLiteral("org.freedesktop.Notifications");
const QString Path = QStringLiteral("/org/freedesktop/Notifications");
constexpr int UsualDuration = -1;

} // namespace

DesktopNotifier::DesktopNotifier(QObject *parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(Service, Path, Service, QStringLiteral("ActionInvoked"), this, SLOT(onAction(uint, QString)));
    bus.connect(
        Service, Path, Service, QStringLiteral("NotificationClosed"), this, SLOT(onClosed(uint, uint)));
}

void DesktopNotifier::show(const QString &title, const QString &text, const QString &key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Service, QStringLiteral("Notify"));
    // Its body is markup.
    call.setArguments({QStringLiteral("AgentMonitor"), uint(0), QStringLiteral("agentmonitor"), title,
        text.toHtmlEscaped(), QStringList{QStringLiteral("default"), QStringLiteral("Open")},
        QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("agentmonitor-tray")}}, UsualDuration});
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, title, text, key] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            Q_EMIT unavailable(title, text, key);
        else
            m_keys.insert(reply.value(), key);
    });
}

void DesktopNotifier::onAction(uint id, const QString &)
{
    if (const auto key = m_keys.constFind(id); key != m_keys.constEnd())
        Q_EMIT clicked(*key);
}

void DesktopNotifier::onClosed(uint id, uint)
{
    m_keys.remove(id);
}

} // namespace tray::platform
