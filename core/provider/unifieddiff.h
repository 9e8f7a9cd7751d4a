#pragma once

#include "core/model/toolcall.h"

#include <QString>

namespace provider {

//! More lines of one file's diff than this are counted but not kept.
constexpr qsizetype MaxUnifiedDiffLines = 2'000;

//! The hunks of one file's unified diff, with or without its headers. Lines that belong to no hunk are
//! skipped; a text without any hunk gives an empty diff.
model::FileDiff unifiedDiff(const QString &path, const QString &diff);

//! A unified diff of many files, as git prints it; each has the path that it has afterwards, or had if it was
//! deleted. Files without a hunk (renamed, binary) are there without lines.
QList<model::FileDiff> unifiedDiffs(const QString &diff);

} // namespace provider
