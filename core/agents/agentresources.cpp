#include "core/agents/agentresources.h"

#include <algorithm>
#include <cmath>

namespace agents {

namespace {

constexpr double NoticeableBytes = 1024.0 * 1024.0;
constexpr double NoticeableShareOfBytes = 0.05;
constexpr double NoticeableCpu = 0.02;
constexpr double NoticeableShareOfCpu = 0.2;

//! Both by an amount and in proportion.
bool differ(double first, double second, double amount, double share)
{
    const double difference = std::abs(first - second);
    return difference >= amount && difference >= share * std::max(first, second);
}

} // namespace

bool differNoticeably(const process::ResourceUse &shown, const process::ResourceUse &now)
{
    return shown.processes != now.processes
        || differ(static_cast<double>(shown.residentBytes), static_cast<double>(now.residentBytes),
            NoticeableBytes, NoticeableShareOfBytes)
        || differ(shown.cpu, now.cpu, NoticeableCpu, NoticeableShareOfCpu);
}

} // namespace agents
