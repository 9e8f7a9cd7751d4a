#include "core/process/processtree.h"

#include <QSet>

#include <signal.h>
#include <unistd.h>

#include <algorithm>

namespace process {

namespace {

constexpr int MaxKillRounds = 10; // against something that forks as fast as we kill
constexpr qsizetype MaxEnvironmentBytes = qsizetype{256} * 1024;

} // namespace

ProcessTree::ProcessTree(pid_t root, const QByteArray &mark)
    : m_root(root)
    , m_mark(QByteArray(MarkVariable) + '=' + mark)
{
    if (const auto stat = ProcessStat::read(root))
        m_rootStart = stat->startTime;
}

ProcessTree ProcessTree::ofMark(const QByteArray &mark)
{
    return ProcessTree(0, mark);
}

bool ProcessTree::carriesMark(pid_t pid) const
{
    const QByteArray environment = readProcessFile(pid, "environ", MaxEnvironmentBytes);
    return environment.startsWith(m_mark + '\0') || environment.contains('\0' + m_mark + '\0');
}

bool ProcessTree::belongs(const ProcessStat &entry) const
{
    if (m_root == 0)
        return carriesMark(entry.pid);
    if (entry.pid == m_root)
        return entry.startTime == m_rootStart;
    const auto remembered = m_remembered.constFind(entry.pid);
    return entry.parent == m_root || entry.session == m_root
        || (remembered != m_remembered.cend() && *remembered == entry.startTime) || carriesMark(entry.pid);
}

std::vector<ProcessStat> ProcessTree::members() const
{
    std::vector<ProcessStat> entries = readAllProcesses();
    std::erase_if(entries, [this, self = ::getpid()](const ProcessStat &entry) {
        return !entry.alive || entry.startTime < m_rootStart || entry.pid == self;
    });

    // Each further pass finds the children of what the one before has found.
    QSet<pid_t> parents;
    auto passBegin = entries.begin();
    auto passEnd = std::partition(
        passBegin, entries.end(), [this](const ProcessStat &entry) { return belongs(entry); });
    while (passBegin != passEnd) {
        for (; passBegin != passEnd; ++passBegin)
            parents.insert(passBegin->pid);
        passEnd = std::partition(passBegin, entries.end(),
            [&](const ProcessStat &entry) { return parents.contains(entry.parent); });
    }
    entries.erase(passEnd, entries.end());
    return entries;
}

std::vector<pid_t> ProcessTree::descendants() const
{
    std::vector<pid_t> pids;
    for (const ProcessStat &entry : members()) {
        if (entry.pid != m_root)
            pids.push_back(entry.pid);
    }
    return pids;
}

void ProcessTree::remember()
{
    for (const ProcessStat &entry : members())
        m_remembered.insert(entry.pid, entry.startTime);
}

void ProcessTree::signalGroup(int signal) const
{
    if (m_root > 1)
        ::kill(-m_root, signal);
}

void ProcessTree::killAll()
{
    if (m_mark.isEmpty())
        return;
    signalGroup(SIGKILL);
    QSet<pid_t> killed;
    for (int round = 0; round < MaxKillRounds; ++round) {
        bool any = false;
        for (const ProcessStat &entry : members()) {
            m_remembered.insert(entry.pid, entry.startTime);
            if (killed.contains(entry.pid))
                continue; // dying: it is still shown until it was waited for
            ::kill(entry.pid, SIGKILL);
            killed.insert(entry.pid);
            any = true;
        }
        if (!any)
            return;
    }
}

} // namespace process
