#include "core/store/documentwriter.h"

#include "core/store/documentfile.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace store {

namespace {

base::Result<void> removeAll(const QString &path)
{
    if (!QDir(path).removeRecursively())
        return base::failure(base::ErrorCode::Io, QStringLiteral("%1 cannot be removed entirely").arg(path));
    return {};
}

} // namespace

DocumentWriter::DocumentWriter(QObject *parent)
    : QObject(parent)
    , m_thread(&DocumentWriter::run, this)
{
}

DocumentWriter::~DocumentWriter()
{
    flush();
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void DocumentWriter::write(const QString &path, const QByteArray &bytes)
{
    write(path, bytes, this, {});
}

void DocumentWriter::write(const QString &path, const QByteArray &bytes, QObject *context, Callback callback)
{
    const std::uint64_t version = ++m_lastVersion;
    if (callback)
        m_waiting[path].push_back({version, context, std::move(callback)});
    m_latest[path] = version;
    m_failed.erase(path);
    retryFailed();
    enqueue({path, bytes, version, false});
}

void DocumentWriter::forget(const QString &path)
{
    m_waiting.erase(path);
    m_failed.erase(path);
    m_latest.erase(path);
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_jobs, [&](const Job &job) { return job.path == path && !job.removal; });
}

void DocumentWriter::removeDirectory(const QString &path)
{
    enqueue({path, {}, ++m_lastVersion, true});
}

void DocumentWriter::retryFailed()
{
    for (auto &[path, job] : std::exchange(m_failed, {}))
        enqueue(std::move(job));
}

void DocumentWriter::enqueue(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto older = std::find_if(m_jobs.begin(), m_jobs.end(),
            [&](const Job &waiting) { return waiting.path == job.path && waiting.removal == job.removal; });
        if (older != m_jobs.end())
            *older = std::move(job);
        else
            m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void DocumentWriter::flush()
{
    retryFailed();
    {
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_jobs.empty() && !m_busy; });
    }
    report();
}

void DocumentWriter::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        Job job = std::move(m_jobs.front());
        m_jobs.erase(m_jobs.begin());
        m_busy = true;
        lock.unlock();
        base::Result<void> result = job.removal ? removeAll(job.path) : writeDocument(job.path, job.bytes);
        if (result)
            job.bytes = QByteArray();
        lock.lock();
        m_busy = false;
        m_outcomes.push_back({std::move(job), std::move(result)});
        if (m_outcomes.size() == 1)
            QMetaObject::invokeMethod(this, &DocumentWriter::report, Qt::QueuedConnection);
        if (m_jobs.empty())
            m_idle.notify_all();
    }
}

void DocumentWriter::report()
{
    std::vector<Outcome> outcomes;
    {
        const std::lock_guard lock(m_mutex);
        outcomes.swap(m_outcomes);
    }
    // A callback may ask for the next version, so they come last.
    std::vector<std::pair<Waiting, base::Result<void>>> calls;
    for (Outcome &outcome : outcomes) {
        takeWaiting(outcome, calls);
        settle(std::move(outcome));
    }
    for (const auto &[waiting, result] : calls) {
        if (waiting.context)
            waiting.callback(result);
    }
}

void DocumentWriter::takeWaiting(
    const Outcome &outcome, std::vector<std::pair<Waiting, base::Result<void>>> &calls)
{
    const auto entry = m_waiting.find(outcome.job.path);
    if (entry == m_waiting.end() || outcome.job.removal)
        return;
    std::vector<Waiting> &list = entry->second; // ascending by version
    auto each = list.begin();
    for (; each != list.end() && each->version <= outcome.job.version; ++each)
        calls.emplace_back(std::move(*each), outcome.result);
    list.erase(list.begin(), each);
    if (list.empty())
        m_waiting.erase(entry);
}

void DocumentWriter::settle(Outcome outcome)
{
    const QString path = outcome.job.path;
    if (!outcome.job.removal) {
        const auto latest = m_latest.find(path);
        if (latest == m_latest.end() || latest->second != outcome.job.version)
            return; // forgotten, or a newer version is under way and will tell
        if (outcome.result)
            m_latest.erase(latest);
        else
            m_failed[path] = std::move(outcome.job);
    }
    if (!outcome.result)
        Q_EMIT writeFailed(path, outcome.result.error());
}

} // namespace store
