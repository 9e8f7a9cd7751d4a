#pragma once

#include "core/model/message.h"

#include <QJsonObject>
#include <QList>

namespace codex {

//! What a finished item of a rollout is to a person; empty for one that is of no interest. A change of
//! several files is one entry for each. Items stand there under other names than on the wire
//! ("CommandExecution"), and some in another shape.
QList<model::MessageBody> rolloutItem(const QJsonObject &item);

} // namespace codex
