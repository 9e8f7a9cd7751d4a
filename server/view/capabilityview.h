#pragma once

#include "core/provider/capabilities.h"

#include <QJsonObject>

namespace view {

//! What a CLI can, as in GET /settings/runtime-capabilities; see API.md.
QJsonObject capabilitiesJson(const provider::Capabilities &capabilities);

} // namespace view
