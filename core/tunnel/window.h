#pragma once

#include "core/tunnel/limits.h"

#include <chrono>
#include <optional>

namespace tunnel {

//! What the receive windows of one tunnel have grown together.
class GrowthBudget
{
public:
    //! Takes as much of `bytes` as is left.
    qint64 take(qint64 bytes)
    {
        const qint64 taken = qBound(qint64(0), bytes, MaxGrowth - m_taken);
        m_taken += taken;
        return taken;
    }
    void giveBack(qint64 bytes) { m_taken -= bytes; }
    qint64 taken() const { return m_taken; }

private:
    qint64 m_taken = 0;
};

//! The receiving side of one stream's flow control: what the sender may still send, and when it is granted
//! more. Pure; bytes and times come from outside.
//!
//! Credit goes back in eighths of the window, so that a sender a round trip away never has less than seven
//! eighths of it to use. When a whole window went through in less than two round trips, the sender is likely
//! to stand still for want of credit, and the window doubles (as yamux and HTTP/2 stacks do), to MaxWindow at
//! most and while the budget lasts. A receiver that is slow to pass bytes on never gets there.
class ReceiveWindow
{
public:
    using Time = std::chrono::steady_clock::time_point;

    //! The stream was opened with `size` bytes of credit. `budget` must outlive this.
    ReceiveWindow(qint64 size, GrowthBudget &budget, Time now);
    ~ReceiveWindow();
    Q_DISABLE_COPY_MOVE(ReceiveWindow)

    //! Bytes have come. False: more than was granted.
    bool received(qint64 bytes);
    //! Bytes have been passed on. Gives the credit to send now, if any.
    std::optional<quint32> consumed(qint64 bytes, Time now, std::chrono::nanoseconds roundTrip);

    qint64 size() const { return m_size; }

private:
    GrowthBudget &m_budget;
    qint64 m_size;
    qint64 m_growth = 0;
    qint64 m_granted; //!< what the sender may still send
    qint64 m_passedOn = 0; //!< since the last credit
    qint64 m_passedOnInRound = 0; //!< and before it, since the round began
    Time m_roundBegan; //!< a round is one window's worth of bytes
};

} // namespace tunnel
