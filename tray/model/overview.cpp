#include "tray/model/overview.h"

#include <algorithm>

namespace tray {

int countBusy(const Overview &overview)
{
    return int(std::count_if(overview.agents.begin(), overview.agents.end(),
        [](const Agent &agent) { return isBusy(agent.phase); }));
}

int countAsks(const Overview &overview)
{
    int asks = 0;
    for (const Agent &agent : overview.agents)
        asks += int(agent.asks.size());
    return asks;
}

int countWaiting(const Overview &overview)
{
    return int(std::count_if(overview.agents.begin(), overview.agents.end(),
        [](const Agent &agent) { return !agent.asks.isEmpty(); }));
}

int countAlive(const Overview &overview)
{
    return int(std::count_if(overview.agents.begin(), overview.agents.end(),
        [](const Agent &agent) { return hasProcess(agent.phase); }));
}

} // namespace tray
