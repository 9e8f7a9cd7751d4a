#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace engineio {

//! The rhythm of one session: a ping every interval, counted from the pong before it, and a deadline for each
//! pong. Precise timers: a coarse one may be 5 % late, which is longer than a client's patience in short
//! settings.
class Heartbeat : public QObject
{
    Q_OBJECT

public:
    Heartbeat(
        std::chrono::milliseconds interval, std::chrono::milliseconds timeout, QObject *parent = nullptr);

    void start();
    void stop();
    //! The client answered; a pong that nobody asked for changes nothing.
    void pong();

Q_SIGNALS:
    void pingDue();
    void expired();

private:
    void onTimeout();

    const std::chrono::milliseconds m_interval;
    const std::chrono::milliseconds m_timeout;
    QTimer m_timer;
    bool m_awaitingPong = false;
};

} // namespace engineio
