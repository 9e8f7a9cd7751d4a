#pragma once

#include "core/model/toolcall.h"

#include <QString>

namespace provider {

//! Texts with more lines than this between their common beginning and end, or further apart than
//! MaxTextDiffEdits, are not compared line by line: what lies between is shown as taken out and put in whole.
constexpr qsizetype MaxComparedLines = 20'000;
constexpr int MaxTextDiffEdits = 1'000;
//! More lines of a diff than this are counted but not kept.
constexpr qsizetype MaxTextDiffLines = 2'000;
constexpr int TextDiffContext = 3;

//! What turns one text into another, by lines, as the hunks of a unified diff. A last line with and one
//! without its line break are different lines.
model::FileDiff textDiff(const QString &path, const QString &before, const QString &after);

} // namespace provider
