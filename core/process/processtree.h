#pragma once

#include "core/process/processstat.h"

#include <QByteArray>
#include <QHash>

#include <sys/types.h>

#include <vector>

namespace process {

//! A started process and everything that came from it, as /proc shows it: what descends from it, is in its
//! session (it must lead one), or carries its mark in the environment. The last two find what has lost its
//! parent: agents run their tools in sessions of their own, which a signal to the process group does not
//! reach. Only reads /proc when asked to; older processes than the root are passed over, so one look costs
//! well under 10 ms.
class ProcessTree
{
public:
    //! Environment variable that carries the mark.
    static constexpr const char *MarkVariable = "AGENTMONITOR_PROCESS";

    ProcessTree() = default;
    ProcessTree(pid_t root, const QByteArray &mark);
    //! Of a process that is gone: only what carries its mark is found.
    static ProcessTree ofMark(const QByteArray &mark);

    pid_t root() const { return m_root; }
    //! Notes what belongs to it now, for what later loses parent and mark.
    void remember();
    //! A signal to the process group of the root.
    void signalGroup(int signal) const;
    //! SIGKILL to all that belongs to it, repeated until nothing new shows up.
    void killAll();
    //! Without the root.
    std::vector<pid_t> descendants() const;

private:
    std::vector<ProcessStat> members() const;
    bool belongs(const ProcessStat &entry) const;
    bool carriesMark(pid_t pid) const;

    pid_t m_root = 0;
    quint64 m_rootStart = 0;
    QByteArray m_mark; // NAME=value
    QHash<pid_t, quint64> m_remembered; // pid → start time
};

} // namespace process
