#pragma once

#include "core/base/result.h"
#include "core/provider/provider.h"

#include <QList>
#include <QString>

namespace codex {

//! So many of the newest entries of a thread are shown.
constexpr int MaxHistoryEntries = 2000;
//! Longer lines of a rollout are skipped.
constexpr qint64 MaxRolloutLine = qint64{64} * 1024 * 1024;

//! What was said and done in a thread, oldest first, at most the newest `limit` entries: prompts, texts,
//! thoughts, commands, changes of files, and how turns failed. Of everything else in the file, and of lines
//! that cannot be read, nothing. NotFound and Io as they say.
base::Result<QList<provider::HistoryEntry>> readRollout(const QString &path, int limit);

} // namespace codex
