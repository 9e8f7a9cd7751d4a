#pragma once

#include "core/provider/codex/ask.h"

#include <optional>

namespace codex {

//! mcpServer/elicitation/request: an MCP server wants consent (an Approval) or fields filled in (a Question).
//! codex also asks in this way whether a tool of an MCP server may be used. nullopt: a kind that a dashboard
//! cannot show.
std::optional<Ask> elicitationAsk(const QJsonObject &params);

} // namespace codex
