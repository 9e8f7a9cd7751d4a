#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

namespace uplink {

//! Notices that the machine slept: much more wall time went by than a timer asked for. Connections from
//! before are dead then, and nobody has told. A clock that was set forward looks the same, and does no harm.
class WakeWatch final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds Interval{5};
    static constexpr std::chrono::seconds Slack{15};

    explicit WakeWatch(const base::Clock &clock, QObject *parent = nullptr);

    //! Compares the time; called by the timer.
    void look();

Q_SIGNALS:
    void woke();

private:
    const base::Clock &m_clock;
    QTimer m_timer;
    base::Timestamp m_lastLook;
};

} // namespace uplink
