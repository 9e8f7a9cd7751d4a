#include "core/tunnel/window.h"

#include <algorithm>
#include <utility>

namespace tunnel {

namespace {
constexpr qint64 CreditsPerWindow = 8;
}

ReceiveWindow::ReceiveWindow(qint64 size, GrowthBudget &budget, Time now)
    : m_budget(budget)
    , m_size(size)
    , m_granted(size)
    , m_roundBegan(now)
{
}

ReceiveWindow::~ReceiveWindow()
{
    m_budget.giveBack(m_growth);
}

bool ReceiveWindow::received(qint64 bytes)
{
    m_granted -= bytes;
    return m_granted >= 0;
}

std::optional<quint32> ReceiveWindow::consumed(qint64 bytes, Time now, std::chrono::nanoseconds roundTrip)
{
    m_passedOn += bytes;
    if (m_passedOn <= 0 || m_passedOn < m_size / CreditsPerWindow)
        return std::nullopt;
    qint64 credit = std::exchange(m_passedOn, 0);
    m_passedOnInRound += credit;
    if (m_passedOnInRound >= m_size) {
        if (now - m_roundBegan < 2 * std::max<std::chrono::nanoseconds>(roundTrip, ShortestRoundTrip)
            && m_size < MaxWindow) {
            const qint64 growth = m_budget.take(qMin(m_size, MaxWindow - m_size));
            m_size += growth;
            m_growth += growth;
            credit += growth;
        }
        m_passedOnInRound = 0;
        m_roundBegan = now;
    }
    m_granted += credit;
    return static_cast<quint32>(credit);
}

} // namespace tunnel
