#pragma once

#include "server/socketio/namespace.h"

#include <QJsonValue>

namespace socketio {

//! Whether every placeholder inside `value` names one of `count` attachments.
bool placeholdersFit(const QJsonValue &value, int count);

//! The same arguments with their attachments numbered depth-first in argument order, as the wire wants them:
//! copies that are named twice are sent twice, and what no placeholder names is left out. A placeholder
//! without an attachment becomes null.
Arguments renumbered(const Arguments &arguments);

} // namespace socketio
