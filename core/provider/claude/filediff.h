#pragma once

#include "core/model/toolcall.h"

#include <QJsonObject>

#include <optional>

namespace claude {

//! More lines of a diff than this are counted but not kept.
constexpr int MaxDiffLines = 2000;

//! The change that `tool_use_result` of an edit tells (structuredPatch); a created file has all of its lines
//! added.
std::optional<model::FileDiff> fileDiff(const QJsonObject &toolUseResult);

} // namespace claude
