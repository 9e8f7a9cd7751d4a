#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

namespace claude {

//! How the turn of a `result` line ended. An interrupt comes as error_during_execution, a failing model API
//! as a success with is_error; neither is what its subtype says. `interrupting`: we asked for an interrupt
//! during this turn.
provider::TurnFinished turnFinished(const QJsonObject &result, bool interrupting);

} // namespace claude
