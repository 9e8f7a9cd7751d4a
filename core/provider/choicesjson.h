#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

namespace provider {

//! What can be chosen in a session: {models: [{id, name, description, efforts: []}], modes: [],
//! commands: [{name, description, argumentHint}]}.
QJsonObject toJson(const ChoicesReported &choices);
//! What is missing or of another type is empty.
ChoicesReported choicesFromJson(const QJsonObject &json);

} // namespace provider
