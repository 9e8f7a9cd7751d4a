#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace tray::platform {

//! Tells when a process that is not our child ends: at once where the system can tell, else within a second.
class ProcessWatch final : public QObject
{
    Q_OBJECT

public:
    explicit ProcessWatch(qint64 pid, QObject *parent = nullptr);
    ~ProcessWatch() override;

    qint64 pid() const { return m_pid; }

Q_SIGNALS:
    void ended();

private:
    void tell();

    const qint64 m_pid;
    int m_descriptor = -1;
    bool m_hasTold = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_poll;
};

} // namespace tray::platform
