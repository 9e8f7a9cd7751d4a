#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace base {

//! Files that are of use only as long as a process lives: replaced in one step, so that a reader sees the old
//! one or all of the new one, and never synced to the disk. Mode 0600. StorageFull names the file.
Result<void> replaceTransientFile(const QString &path, const QByteArray &bytes);

//! NotFound: there is none. Corrupt: it is no JSON object.
Result<QJsonObject> readTransientDocument(const QString &path);

} // namespace base
