#include "server/tunnel/backoff.h"

#include <algorithm>
#include <cmath>

namespace uplink {

namespace {

using std::chrono::milliseconds;

milliseconds grown(milliseconds first, double growth, int times, milliseconds most)
{
    const double delay = double(first.count()) * std::pow(growth, times);
    return milliseconds(std::llround(std::min(delay, double(most.count()))));
}

} // namespace

Backoff::Backoff(const BackoffPolicy &policy, Random random)
    : m_policy(policy)
    , m_random(std::move(random))
{
}

milliseconds Backoff::afterLoss(milliseconds lasted)
{
    if (lasted >= m_policy.healthy)
        m_losses = 0;
    const milliseconds delay = grown(m_policy.first, m_policy.growth, m_losses, m_policy.most);
    if (delay < m_policy.most)
        ++m_losses;
    const double factor = 1 + m_policy.jitter * (2 * m_random() - 1);
    return std::min(milliseconds(std::llround(double(delay.count()) * factor)), m_policy.most);
}

milliseconds Backoff::afterReplacement()
{
    const milliseconds delay = grown(m_policy.replacedFirst, 2, m_replacements, m_policy.replacedMost);
    if (delay < m_policy.replacedMost)
        ++m_replacements;
    return delay;
}

void Backoff::reset()
{
    m_losses = 0;
    m_replacements = 0;
}

} // namespace uplink
