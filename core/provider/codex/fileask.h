#pragma once

#include "core/provider/codex/ask.h"

namespace codex {

//! item/fileChange/requestApproval: may these files be changed. The request itself says nothing of them;
//! `changes` are those of the fileChange item that it names.
ApprovalAsk fileAsk(const QJsonObject &params, const QJsonArray &changes);

} // namespace codex
