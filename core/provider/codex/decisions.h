#pragma once

#include "core/provider/codex/ask.h"

namespace codex {

//! {"decision": …}
QJsonObject decisionAnswer(const QJsonValue &decision);

//! Adds the option for "accept", "acceptForSession", "decline" or "cancel"; nothing for another word.
void addPlainDecision(ApprovalAsk &ask, const QString &decision);

} // namespace codex
