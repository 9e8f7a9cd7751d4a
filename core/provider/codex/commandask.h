#pragma once

#include "core/provider/codex/ask.h"

namespace codex {

//! item/commandExecution/requestApproval: may this command run. Its options are those that codex offers.
ApprovalAsk commandAsk(const QJsonObject &params);

} // namespace codex
