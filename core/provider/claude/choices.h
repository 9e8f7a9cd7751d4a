#pragma once

#include "core/provider/event.h"

#include <QJsonObject>
#include <QStringList>

namespace claude {

//! Every permission mode, in the order that claude documents them.
QStringList allModes();
QStringList allEfforts();

//! The answer to `initialize`.
provider::ChoicesReported choices(const QJsonObject &response);

} // namespace claude
