#include "tray/windows/tunnelhistory.h"

namespace tray {

namespace {

TunnelHistory::Link linkOf(const Overview &overview)
{
    if (overview.server.phase != ServerPhase::Running || !overview.isLive)
        return TunnelHistory::Link::Unknown;
    switch (overview.tunnel.phase) {
    case TunnelPhase::Off:
    case TunnelPhase::Stopped:
        return TunnelHistory::Link::Unknown;
    case TunnelPhase::Connected:
        return TunnelHistory::Link::Up;
    default:
        return TunnelHistory::Link::Down;
    }
}

} // namespace

void TunnelHistory::take(const Overview &overview, base::Timestamp now)
{
    Sample sample{now, linkOf(overview), std::nullopt};
    if (sample.link == Link::Up)
        sample.roundTripMs = overview.tunnel.roundTripMs;
    if (!m_samples.isEmpty()) {
        const Sample &last = m_samples.last();
        const bool saysTheSame = last.link == sample.link
            && (sample.link != Link::Up || last.roundTripMs.has_value() == sample.roundTripMs.has_value());
        if (saysTheSame && (sample.link != Link::Up || now - last.at < Interval.count()))
            return;
    }
    m_samples.append(sample);
    // The newest one before the span says what was at its beginning.
    while (m_samples.size() > 1 && m_samples[1].at <= now - Span.count())
        m_samples.removeFirst();
}

int TunnelHistory::outages() const
{
    int outages = 0;
    for (qsizetype i = 1; i < m_samples.size(); ++i) {
        if (m_samples[i].link == Link::Down && m_samples[i - 1].link == Link::Up)
            ++outages;
    }
    return outages;
}

std::chrono::milliseconds TunnelHistory::downTime(base::Timestamp now) const
{
    qint64 down = 0;
    for (qsizetype i = 0; i < m_samples.size(); ++i) {
        if (m_samples[i].link != Link::Down)
            continue;
        const base::Timestamp begin = qMax(m_samples[i].at, now - Span.count());
        const base::Timestamp end = i + 1 < m_samples.size() ? m_samples[i + 1].at : now;
        down += qMax<qint64>(end - begin, 0);
    }
    return std::chrono::milliseconds(down);
}

} // namespace tray
