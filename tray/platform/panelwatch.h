#pragma once

#include <QDBusServiceWatcher>
#include <QObject>

namespace tray::platform {

//! Tells when a panel appears that shows icons over D-Bus (StatusNotifierItem Specification). Qt looks for
//! one only when the program starts, and at a login the panel may be later than that.
class PanelWatch final : public QObject
{
    Q_OBJECT

public:
    explicit PanelWatch(QObject *parent = nullptr);

    //! One has appeared since the program started.
    bool hasAppeared() const { return m_hasAppeared; }

Q_SIGNALS:
    void appeared();

private Q_SLOTS:
    void ask();

private:
    QDBusServiceWatcher m_watcher;
    bool m_hasAppeared = false;
};

} // namespace tray::platform
