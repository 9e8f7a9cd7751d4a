#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace store {

//! Replaces documents as a whole, on one thread of its own, because it waits for the disk (QSaveFile syncs).
//! What is on disk is the old or the new document, never a part of one.
//!
//! For each path the newest version wins: older ones that have not begun are skipped. One that cannot be
//! written leaves the old document, is reported, and is tried again with the next write() of any document and
//! at flush(). All functions belong to the thread that made the writer; callbacks and signals come there.
class DocumentWriter : public QObject
{
    Q_OBJECT

public:
    using Callback = std::function<void(const base::Result<void> &)>;

    explicit DocumentWriter(QObject *parent = nullptr);
    //! Flushes.
    ~DocumentWriter() override;

    void write(const QString &path, const QByteArray &bytes);
    //! `callback` comes once when this or a newer version of the document is on disk, or has failed to get
    //! there; not at all when `context` is gone, or the path is forgotten.
    void write(const QString &path, const QByteArray &bytes, QObject *context, Callback callback);
    //! Its document is being removed: drops what waits for it, and is silent about what cannot be written any
    //! more.
    void forget(const QString &path);
    //! Removes a directory with all that is in it.
    void removeDirectory(const QString &path);
    //! Waits until all is written or has failed, and gives the callbacks: for a shutdown.
    void flush();

Q_SIGNALS:
    //! Once for each attempt.
    void writeFailed(const QString &path, const base::Error &error);

private:
    struct Job
    {
        QString path;
        QByteArray bytes;
        std::uint64_t version = 0;
        bool removal = false; // of a directory
    };
    struct Outcome
    {
        Job job;
        base::Result<void> result;
    };
    struct Waiting
    {
        std::uint64_t version = 0;
        QPointer<QObject> context;
        Callback callback;
    };

    void enqueue(Job job);
    void retryFailed();
    void run();
    void report();
    void takeWaiting(const Outcome &outcome, std::vector<std::pair<Waiting, base::Result<void>>> &calls);
    void settle(Outcome outcome);

    // Only the owner's thread touches these.
    std::uint64_t m_lastVersion = 0;
    std::map<QString, std::vector<Waiting>> m_waiting; // by path
    std::map<QString, Job> m_failed; // by path
    std::map<QString, std::uint64_t> m_latest; // path → version that is not on disk yet

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::vector<Job> m_jobs;
    std::vector<Outcome> m_outcomes;
    bool m_busy = false;
    bool m_stop = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace store
