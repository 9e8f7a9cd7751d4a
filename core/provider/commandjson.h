#pragma once

#include "core/base/result.h"
#include "core/provider/command.h"

#include <QJsonObject>

namespace provider {

//! A Command as a journal keeps it: {"do": "prompt" | "decide" | "answer" | "skip" | "interrupt" | "mode" |
//! "model" | "effort", …}.
QJsonObject toJson(const Command &command);
base::Result<Command> commandFromJson(const QJsonObject &json);

} // namespace provider
