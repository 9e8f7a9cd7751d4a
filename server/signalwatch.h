#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace server {

//! Turns SIGTERM and SIGINT into a Qt signal. A signal handler may do next to nothing, so it writes one byte
//! into a pipe that the event loop reads (signal-safety(7)). A second one ends the process at once.
class SignalWatch : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatch(QObject *parent = nullptr);
    ~SignalWatch() override;

Q_SIGNALS:
    void endRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace server
