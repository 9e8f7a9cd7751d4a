#pragma once

#include "core/base/ids.h"
#include "core/process/resourcemeter.h"

namespace agents {

//! What an agent's processes used when they were looked at.
struct AgentResources
{
    process::ResourceUse use;
    base::Timestamp sampledAt = 0;
};

//! Whether a person who sees the one should be told the other: small ups and downs are no news.
bool differNoticeably(const process::ResourceUse &shown, const process::ResourceUse &now);

} // namespace agents
