#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

namespace codex {

//! The answer to model/list: models with their efforts, and our modes.
provider::ChoicesReported choicesReported(const QJsonObject &models);

} // namespace codex
