#pragma once

#include <QByteArray>

#include <sys/types.h>

#include <optional>
#include <vector>

namespace process {

//! One process as /proc/PID/stat shows it; see proc_pid_stat(5).
struct ProcessStat
{
    pid_t pid = 0;
    pid_t parent = 0;
    pid_t session = 0;
    bool alive = false; //!< not a zombie
    quint64 startTime = 0; //!< clock ticks after boot
    quint64 cpuTicks = 0; //!< in user and kernel mode
    quint64 childrenTicks = 0; //!< of those of its children that have ended and were waited for
    quint64 residentPages = 0;

    //! nullopt: it is no such text.
    static std::optional<ProcessStat> parse(const QByteArray &text);
    //! nullopt: the process is gone.
    static std::optional<ProcessStat> read(pid_t pid);
};

//! Every process that can be seen.
std::vector<ProcessStat> readAllProcesses();

//! The beginning of a file of /proc/PID; empty if it cannot be read.
QByteArray readProcessFile(pid_t pid, const char *name, qsizetype maxBytes);

} // namespace process
