#pragma once

#include "core/base/result.h"
#include "core/provider/provider.h"

#include <QList>
#include <QString>

namespace claude {

//! So many of the newest entries of a session are shown.
constexpr int MaxHistoryEntries = 2000;

//! What was said and done in a session, oldest first, at most the newest `limit` entries.
//!
//! The file is a tree (each line names its parent), as going back and trying again forks the conversation:
//! what leads to its last line is what the session remembers. Results of calls that ran side by side hang on
//! branches of their own and are taken too. Subagents' lines, bookkeeping, and lines that cannot be read are
//! left out. Two passes: the first keeps only the tree, the second reads the lines that are wanted. NotFound
//! and Io as they say.
base::Result<QList<provider::HistoryEntry>> readSessionFile(const QString &path, int limit);

} // namespace claude
