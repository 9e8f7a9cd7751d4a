#pragma once

#include <QHash>
#include <QObject>
#include <QString>

class QDBusPendingCallWatcher;

namespace tray::platform {

//! Notifications of the desktop (Desktop Notifications Specification, over D-Bus), each with its own click.
class DesktopNotifier final : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject *parent = nullptr);

    //! `key` comes back by clicked(). It is shown, or unavailable() says that this desktop shows none.
    void show(const QString &title, const QString &text, const QString &key);

Q_SIGNALS:
    void clicked(const QString &key);
    void unavailable(const QString &title, const QString &text, const QString &key);

private Q_SLOTS:
    void onAction(uint id, const QString &action);
    void onClosed(uint id, uint reason);

private:
    QHash<uint, QString> m_keys; //!< of those that are shown
};

} // namespace tray::platform
