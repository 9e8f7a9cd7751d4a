#pragma once

#include "core/base/result.h"
#include "core/model/record.h"

#include <QList>

#include <optional>

namespace journal {

class RecordFile;

//! The records at the end of the journal with after < seq <= last; nullopt if their lines are more than
//! maxBytes. Reads backwards from the end, so it costs what it gives, and at most maxBytes.
base::Result<std::optional<QList<model::Record>>> readTail(
    const RecordFile &file, base::Sequence after, base::Sequence last, qint64 maxBytes);

} // namespace journal
