#pragma once

#include "core/base/jsonreader.h"

#include <QMap>
#include <QString>

namespace model {

//! The variables that a program gets besides the user's own, by name.
using EnvironmentVariables = QMap<QString, QString>;

//! The field `env`: {"NAME": "value"}; it may be absent.
EnvironmentVariables readEnvironmentVariables(base::JsonReader &reader);

QJsonObject toJson(const EnvironmentVariables &variables);

} // namespace model
