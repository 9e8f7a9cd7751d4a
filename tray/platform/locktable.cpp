#include "tray/platform/locktable.h"

#include <QList>

namespace tray::platform {

namespace {

// "1: FLOCK  ADVISORY  WRITE 19549 fe:00:10952842 0 EOF"; a waiter has "->" in the second place.
constexpr int KindField = 1;
constexpr int PidField = 4;
constexpr int FileField = 5;
constexpr int Hexadecimal = 16;

} // namespace

std::optional<qint64> flockHolder(const QByteArray &table, const LockedFile &file, qint64 writtenPid)
{
    for (const QByteArray &line : table.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() <= FileField || fields[KindField] != "FLOCK")
            continue;
        const QList<QByteArray> place = fields[FileField].split(':');
        if (place.size() != 3 || place[2].toULongLong() != file.inode)
            continue;
        const qint64 pid = fields[PidField].toLongLong();
        const bool sameDevice = place[0].toUInt(nullptr, Hexadecimal) == file.major
            && place[1].toUInt(nullptr, Hexadecimal) == file.minor;
        if (pid > 0 && (sameDevice || pid == writtenPid))
            return pid;
    }
    return std::nullopt;
}

} // namespace tray::platform
