#include "core/process/processstat.h"

#include "core/process/filedescriptor.h"

#include <QList>

#include <dirent.h>
#include <fcntl.h>

#include <memory>

namespace process {

namespace {

constexpr qsizetype MaxStatBytes = qsizetype{4} * 1024;

} // namespace

// "pid (comm) state ppid pgrp session ..."; comm may itself hold blanks and brackets.
std::optional<ProcessStat> ProcessStat::parse(const QByteArray &text)
{
    // Places after comm; field 3 of the manual is 0.
    constexpr int State = 0;
    constexpr int Parent = 1;
    constexpr int Session = 3;
    constexpr int UserTime = 11;
    constexpr int SystemTime = 12;
    constexpr int ChildrenUserTime = 13;
    constexpr int ChildrenSystemTime = 14;
    constexpr int StartTime = 19;
    constexpr int ResidentPages = 21;

    const qsizetype end = text.lastIndexOf(')');
    const QList<QByteArray> fields = text.mid(end + 2).split(' ');
    bool isNumber = false;
    const pid_t pid = text.left(text.indexOf(' ')).toInt(&isNumber);
    if (end < 0 || !isNumber || fields.size() <= ResidentPages)
        return std::nullopt;
    const auto number = [&](int field) {
        return fields[field].toULongLong();
    };
    ProcessStat stat;
    stat.pid = pid;
    stat.parent = fields[Parent].toInt();
    stat.session = fields[Session].toInt();
    stat.alive = fields[State] != "Z" && fields[State] != "X";
    stat.startTime = number(StartTime);
    stat.cpuTicks = number(UserTime) + number(SystemTime);
    stat.childrenTicks = number(ChildrenUserTime) + number(ChildrenSystemTime);
    stat.residentPages = number(ResidentPages);
    return stat;
}

std::optional<ProcessStat> ProcessStat::read(pid_t pid)
{
    return parse(readProcessFile(pid, "stat", MaxStatBytes));
}

std::vector<ProcessStat> readAllProcesses()
{
    std::vector<ProcessStat> processes;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::opendir("/proc"), &::closedir);
    if (!directory)
        return processes;
    while (const dirent *item = ::readdir(directory.get())) {
        if (item->d_name[0] < '1' || item->d_name[0] > '9')
            continue;
        if (const auto stat = ProcessStat::read(QByteArray(item->d_name).toInt()))
            processes.push_back(*stat);
    }
    return processes;
}

QByteArray readProcessFile(pid_t pid, const char *name, qsizetype maxBytes)
{
    const QByteArray path = "/proc/" + QByteArray::number(pid) + '/' + name;
    const FileDescriptor file(::open(path.constData(), O_RDONLY | O_CLOEXEC));
    if (!file.isValid())
        return {};
    QByteArray bytes(maxBytes, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < maxBytes) {
        const ssize_t count = ::read(file.get(), bytes.data() + size, static_cast<size_t>(maxBytes - size));
        if (count <= 0)
            break;
        size += count;
    }
    bytes.truncate(size);
    return bytes;
}

} // namespace process
