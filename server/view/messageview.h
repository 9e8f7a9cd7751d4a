#pragma once

#include "core/model/record.h"

#include <QJsonArray>
#include <QJsonObject>

namespace view {

//! A message with every text clipped to MaxTextLength, and `clipped` naming what was.
QJsonObject messageJson(const model::Message &message);
//! The same for the list of agents: one short text, no inputs or results.
QJsonObject shortMessageJson(const model::Message &message);
//! An Approval or Question in the list of agents: all that is needed to decide, long texts clipped.
QJsonObject pendingJson(const model::Message &message);
QJsonObject recordJson(const model::Record &record);
QJsonArray recordsJson(const QList<model::Record> &records);

} // namespace view
