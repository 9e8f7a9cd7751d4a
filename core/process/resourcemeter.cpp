#include "core/process/resourcemeter.h"

#include <time.h>
#include <unistd.h>

namespace process {

using std::chrono::nanoseconds;
using std::chrono::seconds;

namespace {

using Children = QHash<pid_t, QList<const ProcessStat *>>;

//! `top` itself is not among them.
QList<const ProcessStat *> below(const Children &children, pid_t top)
{
    QList<const ProcessStat *> found = children.value(top);
    for (qsizetype i = 0; i < found.size(); ++i)
        found += children.value(found.at(i)->pid);
    return found;
}

} // namespace

ResourceMeter::Units ResourceMeter::Units::ofThisMachine()
{
    return {::sysconf(_SC_PAGESIZE), ::sysconf(_SC_CLK_TCK)};
}

ResourceMeter::ResourceMeter(pid_t self, const Units &units)
    : m_self(self)
    , m_units(units)
{
}

nanoseconds ResourceMeter::duration(quint64 ticks) const
{
    return nanoseconds(
        static_cast<qint64>(ticks) * (nanoseconds(seconds(1)).count() / m_units.ticksPerSecond));
}

QHash<pid_t, ResourceUse> ResourceMeter::measure(
    const std::vector<ProcessStat> &processes, const QList<pid_t> &clis, nanoseconds sinceBoot)
{
    QHash<pid_t, const ProcessStat *> byId;
    Children children;
    for (const ProcessStat &process : processes) {
        byId.insert(process.pid, &process);
        children[process.parent].append(&process);
    }

    QHash<pid_t, ResourceUse> uses;
    QHash<pid_t, Reading> readings;
    for (const pid_t cli : clis) {
        const ProcessStat *root = byId.value(cli);
        if (!root)
            continue;
        const ProcessStat *holder
            = root->parent > 1 && root->parent != m_self ? byId.value(root->parent) : nullptr;
        const QList<const ProcessStat *> members
            = holder ? below(children, holder->pid) : below(children, cli) << root;

        ResourceUse use;
        // The time of a process that has ended goes to who waited for it, so that none is lost between two
        // looks; of what had lost its parent that is the holder.
        Reading now{root->startTime, holder ? holder->childrenTicks : 0, sinceBoot};
        for (const ProcessStat *member : members) {
            now.ticks += member->cpuTicks + member->childrenTicks;
            if (!member->alive)
                continue;
            use.residentBytes += static_cast<qint64>(member->residentPages) * m_units.pageBytes;
            ++use.processes;
        }
        Reading before = m_last.value(cli);
        if (before.startTime != now.startTime)
            before = {now.startTime, 0, duration(now.startTime)};
        // Less than before: what ended was not waited for.
        const nanoseconds used = duration(now.ticks > before.ticks ? now.ticks - before.ticks : 0);
        if (now.at > before.at)
            use.cpu = std::chrono::duration<double>(used) / std::chrono::duration<double>(now.at - before.at);
        uses.insert(cli, use);
        readings.insert(cli, now);
    }
    m_last = readings;
    return uses;
}

nanoseconds timeSinceBoot()
{
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

} // namespace process
