#pragma once

#include "core/provider/codex/ask.h"

namespace codex {

//! item/tool/requestUserInput: questions of the agent.
QuestionAsk userInputAsk(const QJsonObject &params);

} // namespace codex
