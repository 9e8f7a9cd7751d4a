#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace service {

//! Turns SIGTERM, SIGINT and SIGHUP into Qt signals. A signal handler may do next to nothing, so it writes
//! one byte into a pipe that the event loop reads (signal-safety(7)). A second SIGTERM or SIGINT ends the
//! process at once.
class SignalWatch : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatch(QObject *parent = nullptr);
    ~SignalWatch() override;

Q_SIGNALS:
    void endRequested();
    //! SIGHUP: the terminal went away, or somebody wants files read again. It ends nothing by itself, and
    //! never comes if it was ignored when the program began.
    void hungUp();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace service
