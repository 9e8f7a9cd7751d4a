#include "core/journal/syncer.h"

namespace journal {

Syncer::Syncer(QObject *parent)
    : QObject(parent)
    , m_thread(&Syncer::run, this)
{
}

Syncer::~Syncer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Syncer::markDirty(const std::shared_ptr<SyncTarget> &target)
{
    if (target->m_queued.exchange(true))
        return;
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_dirty.empty();
        m_dirty.push_back(target);
    }
    if (first)
        m_wake.notify_one();
}

void Syncer::flush()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t wanted = ++m_flushesWanted;
    m_wake.notify_one();
    m_roundDone.wait(lock, [&] { return m_flushesDone >= wanted; });
}

void Syncer::run()
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point lastRound = Clock::now() - Interval;
    std::vector<std::shared_ptr<SyncTarget>> targets;

    std::unique_lock lock(m_mutex);
    const auto hurried = [this] {
        return m_stop || m_flushesWanted > m_flushesDone;
    };
    for (;;) {
        m_wake.wait(lock, [&] { return hurried() || !m_dirty.empty(); });
        m_wake.wait_until(lock, lastRound + Interval, hurried);

        const bool last = m_stop;
        const std::uint64_t flushes = m_flushesWanted;
        targets.swap(m_dirty);
        lock.unlock();
        lastRound = Clock::now();
        syncAll(targets);
        lock.lock();

        m_flushesDone = flushes;
        m_roundDone.notify_all();
        if (last && m_dirty.empty())
            return;
    }
}

void Syncer::syncAll(std::vector<std::shared_ptr<SyncTarget>> &targets)
{
    for (const std::shared_ptr<SyncTarget> &target : targets) {
        target->m_queued.store(false); // before: what is written from here on asks for another round
        std::optional<SyncError> error = target->sync();
        if (!error)
            continue;
        {
            const std::lock_guard lock(m_mutex);
            m_errors.push_back(std::move(*error));
        }
        QMetaObject::invokeMethod(this, &Syncer::reportErrors, Qt::QueuedConnection);
    }
    targets.clear(); // closes the files that no one else uses any more
}

void Syncer::reportErrors()
{
    std::vector<SyncError> errors;
    {
        const std::lock_guard lock(m_mutex);
        errors.swap(m_errors);
    }
    for (const SyncError &error : errors)
        Q_EMIT syncFailed(error.path, error.message);
}

} // namespace journal
