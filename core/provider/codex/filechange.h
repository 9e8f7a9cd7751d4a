#pragma once

#include "core/model/toolcall.h"

#include <QJsonArray>

namespace codex {

//! `changes` of a fileChange item: one diff for each file. codex gives the content of a file that is added or
//! deleted, and the hunks of one that is changed.
QList<model::FileDiff> fileDiffs(const QJsonArray &changes);

//! A fileChange item as tool calls, one for each file, so that each shows its own diff. The first has the
//! item's id, the others that with their number.
QList<model::ToolCall> fileChangeCalls(const QString &itemId, const QJsonArray &changes);

} // namespace codex
