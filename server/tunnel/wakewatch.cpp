#include "server/tunnel/wakewatch.h"

namespace uplink {

WakeWatch::WakeWatch(const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_lastLook(clock.now())
{
    connect(&m_timer, &QTimer::timeout, this, &WakeWatch::look);
    m_timer.start(Interval);
}

void WakeWatch::look()
{
    const base::Timestamp now = m_clock.now();
    const std::chrono::milliseconds passed(now - std::exchange(m_lastLook, now));
    if (passed > Interval + Slack)
        Q_EMIT woke();
}

} // namespace uplink
