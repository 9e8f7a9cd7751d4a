#include "core/process/processtree.h"

#include "core/process/filedescriptor.h"

#include <QList>
#include <QSet>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <memory>

namespace process {

namespace {

constexpr int MaxKillRounds = 10; // against something that forks as fast as we kill
constexpr qsizetype MaxStatBytes = qsizetype{4} * 1024;
constexpr qsizetype MaxEnvironmentBytes = qsizetype{256} * 1024;

QByteArray readProc(const QByteArray &pid, const char *name, qsizetype maxBytes)
{
    const QByteArray path = "/proc/" + pid + '/' + name;
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

} // namespace

ProcessTree::ProcessTree(pid_t root, const QByteArray &mark)
    : m_root(root)
    , m_mark(QByteArray(MarkVariable) + '=' + mark)
{
    if (const std::optional<Entry> entry = readEntry(QByteArray::number(root)))
        m_rootStart = entry->startTime;
}

ProcessTree ProcessTree::ofMark(const QByteArray &mark)
{
    return ProcessTree(0, mark);
}

// proc_pid_stat(5): "pid (comm) state ppid pgrp session ..."; comm may itself hold blanks and brackets.
std::optional<ProcessTree::Entry> ProcessTree::readEntry(const QByteArray &pid)
{
    constexpr int State = 0;
    constexpr int Parent = 1;
    constexpr int Session = 3;
    constexpr int StartTime = 19;

    const QByteArray stat = readProc(pid, "stat", MaxStatBytes);
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() <= StartTime)
        return std::nullopt;
    const bool alive = fields[State] != "Z" && fields[State] != "X";
    return Entry{
        pid.toInt(), fields[Parent].toInt(), fields[Session].toInt(), fields[StartTime].toULongLong(), alive};
}

std::vector<ProcessTree::Entry> ProcessTree::readAll(quint64 notBefore)
{
    std::vector<Entry> entries;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::opendir("/proc"), &::closedir);
    if (!directory)
        return entries;
    while (const dirent *item = ::readdir(directory.get())) {
        if (item->d_name[0] < '1' || item->d_name[0] > '9')
            continue;
        const std::optional<Entry> entry = readEntry(QByteArray(item->d_name));
        if (entry && entry->alive && entry->startTime >= notBefore)
            entries.push_back(*entry);
    }
    return entries;
}

bool ProcessTree::carriesMark(pid_t pid) const
{
    const QByteArray environment = readProc(QByteArray::number(pid), "environ", MaxEnvironmentBytes);
    return environment.startsWith(m_mark + '\0') || environment.contains('\0' + m_mark + '\0');
}

bool ProcessTree::belongs(const Entry &entry) const
{
    if (m_root == 0)
        return carriesMark(entry.pid);
    if (entry.pid == m_root)
        return entry.startTime == m_rootStart;
    const auto remembered = m_remembered.constFind(entry.pid);
    return entry.parent == m_root || entry.session == m_root
        || (remembered != m_remembered.cend() && *remembered == entry.startTime) || carriesMark(entry.pid);
}

std::vector<ProcessTree::Entry> ProcessTree::members() const
{
    std::vector<Entry> entries = readAll(m_rootStart);
    std::erase_if(entries, [self = ::getpid()](const Entry &entry) { return entry.pid == self; });

    // Each further pass finds the children of what the one before has found.
    QSet<pid_t> parents;
    auto passBegin = entries.begin();
    auto passEnd
        = std::partition(passBegin, entries.end(), [this](const Entry &entry) { return belongs(entry); });
    while (passBegin != passEnd) {
        for (; passBegin != passEnd; ++passBegin)
            parents.insert(passBegin->pid);
        passEnd = std::partition(
            passBegin, entries.end(), [&](const Entry &entry) { return parents.contains(entry.parent); });
    }
    entries.erase(passEnd, entries.end());
    return entries;
}

std::vector<pid_t> ProcessTree::descendants() const
{
    std::vector<pid_t> pids;
    for (const Entry &entry : members()) {
        if (entry.pid != m_root)
            pids.push_back(entry.pid);
    }
    return pids;
}

void ProcessTree::remember()
{
    for (const Entry &entry : members())
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
        for (const Entry &entry : members()) {
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
