#pragma once

#include "core/base/result.h"
#include "core/journal/openfile.h"

#include <QString>

#include <atomic>
#include <memory>
#include <optional>

namespace journal {

struct SyncError
{
    QString path;
    QString message;
};

//! What a Syncer brings to the disk.
class SyncTarget
{
public:
    virtual ~SyncTarget() = default;
    //! On the Syncer's thread: waits until what was written before the call is on the disk.
    virtual std::optional<SyncError> sync() = 0;

private:
    friend class Syncer;
    std::atomic<bool> m_queued{false};
};

//! One file, or a directory in which one was made.
class FileSync : public SyncTarget
{
public:
    explicit FileSync(std::shared_ptr<OpenFile> file)
        : m_file(std::move(file))
    {
    }

    std::optional<SyncError> sync() override
    {
        const base::Result<void> synced = m_file->sync();
        if (synced)
            return std::nullopt;
        return SyncError{m_file->path(), synced.error().message};
    }

private:
    std::shared_ptr<OpenFile> m_file;
};

} // namespace journal
