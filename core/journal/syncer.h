#pragma once

#include "core/journal/synctarget.h"

#include <QObject>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace journal {

//! Brings what was written to the disk, on a thread of its own, so that no event loop ever waits for a disk.
class Syncer : public QObject
{
    Q_OBJECT

public:
    //! What was written is on the disk this long after markDirty(), and the time that a sync takes. No file
    //! is synced more often.
    static constexpr std::chrono::milliseconds Interval{100};

    explicit Syncer(QObject *parent = nullptr);
    //! Flushes.
    ~Syncer() override;

    //! Costs next to nothing if the target is marked already. From any thread.
    void markDirty(const std::shared_ptr<SyncTarget> &target);
    //! Waits until everything that was marked is on the disk: for a shutdown.
    void flush();

Q_SIGNALS:
    //! The disk refused `path`: what was written to it lately may be gone after a power cut.
    void syncFailed(const QString &path, const QString &message);

private:
    void run();
    void syncAll(std::vector<std::shared_ptr<SyncTarget>> &targets);
    void reportErrors();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_roundDone;
    std::vector<std::shared_ptr<SyncTarget>> m_dirty;
    std::vector<SyncError> m_errors;
    std::uint64_t m_flushesWanted = 0;
    std::uint64_t m_flushesDone = 0;
    bool m_stop = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace journal
