#pragma once

#include <QByteArray>

#include <optional>

namespace tray::platform {

//! A file as the kernel's table of locks names it.
struct LockedFile
{
    unsigned major = 0;
    unsigned minor = 0;
    quint64 inode = 0;
};

//! Who holds a flock() of that file, by the text of /proc/locks (proc(5)); pure. `writtenPid`, the one that
//! the file names, counts where the table's device is another than stat() tells (btrfs, overlayfs).
std::optional<qint64> flockHolder(const QByteArray &table, const LockedFile &file, qint64 writtenPid);

} // namespace tray::platform
