#include "server/socketio/engineio/heartbeat.h"

namespace engineio {

Heartbeat::Heartbeat(std::chrono::milliseconds interval, std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent)
    , m_interval(interval)
    , m_timeout(timeout)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::onTimeout);
}

void Heartbeat::start()
{
    m_awaitingPong = false;
    m_timer.start(m_interval);
}

void Heartbeat::stop()
{
    m_timer.stop();
}

void Heartbeat::pong()
{
    if (m_awaitingPong && m_timer.isActive())
        start();
}

void Heartbeat::onTimeout()
{
    if (m_awaitingPong) {
        Q_EMIT expired();
        return;
    }
    m_awaitingPong = true;
    m_timer.start(m_timeout);
    Q_EMIT pingDue();
}

} // namespace engineio
