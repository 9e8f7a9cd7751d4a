#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

namespace codex {

//! An item of codex that is a tool call as it begins; nullopt for one that is something else. A fileChange is
//! not told here: it may be several calls (filechange.h).
std::optional<model::ToolCall> toolCall(const QJsonObject &item);

//! How that item ended.
provider::ToolFinished toolFinished(const QJsonObject &item);

//! codex's word for the end of any tool: "completed", "failed", "declined", "interrupted".
model::ToolStatus toolStatus(const QString &status);

} // namespace codex
