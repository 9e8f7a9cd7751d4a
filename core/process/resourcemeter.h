#pragma once

#include "core/process/processstat.h"

#include <QHash>
#include <QList>

#include <chrono>

namespace process {

//! What the processes of one tree use together.
struct ResourceUse
{
    qint64 residentBytes = 0; //!< what they share counts for each
    double cpu = 0; //!< CPU time for each second since the last time: 0.25 is a quarter of one core
    int processes = 0; //!< without zombies
};

//! Measures trees of processes again and again. A tree is a CLI and all that came from it: what is below its
//! parent, the holder, to which whatever loses its own parent goes; without a holder what is below the CLI.
class ResourceMeter
{
public:
    struct Units
    {
        qint64 pageBytes = 4096;
        qint64 ticksPerSecond = 100; //!< of CPU times and start times

        static Units ofThisMachine();
    };

    //! `self`: this process, which is no holder, though it may be a CLI's parent.
    explicit ResourceMeter(pid_t self, const Units &units = Units::ofThisMachine());

    //! What each tree uses, by its CLI's process id; nothing of a CLI that is not there. `sinceBoot`: when
    //! `processes` were read. The CPU time of a CLI that was not measured before counts from its start.
    QHash<pid_t, ResourceUse> measure(const std::vector<ProcessStat> &processes, const QList<pid_t> &clis,
        std::chrono::nanoseconds sinceBoot);

private:
    struct Reading
    {
        quint64 startTime = 0;
        quint64 ticks = 0; // of the tree, since ever
        std::chrono::nanoseconds at{0};
    };

    std::chrono::nanoseconds duration(quint64 ticks) const;

    pid_t m_self;
    Units m_units;
    QHash<pid_t, Reading> m_last; // by CLI
};

//! The time since boot, as start times count it.
std::chrono::nanoseconds timeSinceBoot();

} // namespace process
