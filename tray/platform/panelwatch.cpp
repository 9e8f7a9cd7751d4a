#include "tray/platform/panelwatch.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace tray::platform {

namespace {

const QString Watcher = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString Path = QStringLiteral("/StatusNotifierWatcher");

} // namespace

PanelWatch::PanelWatch(QObject *parent)
    : QObject(parent)
    , m_watcher(Watcher, QDBusConnection::sessionBus(), QDBusServiceWatcher::WatchForRegistration)
{
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &PanelWatch::ask);
    // The watcher may be there before the panel that shows what it lists.
    QDBusConnection::sessionBus().connect(
        Watcher, Path, Watcher, QStringLiteral("StatusNotifierHostRegistered"), this, SLOT(ask()));
}

void PanelWatch::ask()
{
    QDBusMessage call = QDBusMessage::createMethodCall(
        Watcher, Path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    call.setArguments({Watcher, QStringLiteral("IsStatusNotifierHostRegistered")});
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (!reply.isError() && reply.value().variant().toBool() && !std::exchange(m_hasAppeared, true))
            Q_EMIT appeared();
    });
}

} // namespace tray::platform
