#pragma once

#include "core/base/result.h"
#include "core/process/filedescriptor.h"

#include <QString>

namespace store {

//! Sees to it that only one server writes to a data directory. The lock belongs to the process and goes with
//! it, so what a crashed one has left is no obstacle; children do not inherit it.
class DirectoryLock
{
public:
    //! Conflict names the directory and the process that holds it; Io: the file cannot be made or locked.
    static base::Result<DirectoryLock> acquire(const QString &lockFile);

private:
    explicit DirectoryLock(process::FileDescriptor file);

    process::FileDescriptor m_file;
};

} // namespace store
