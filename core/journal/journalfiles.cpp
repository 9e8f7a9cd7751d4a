#include "core/journal/journalfiles.h"

namespace journal {

JournalFiles::JournalFiles(std::shared_ptr<OpenFile> records)
    : m_records(std::move(records))
{
}

void JournalFiles::setIndex(std::shared_ptr<OpenFile> index)
{
    const std::lock_guard lock(m_mutex);
    m_index = std::move(index);
    m_header.reset();
}

void JournalFiles::publish(const IndexHeader &header)
{
    const std::lock_guard lock(m_mutex);
    m_header = header;
}

std::optional<SyncError> JournalFiles::sync()
{
    std::shared_ptr<OpenFile> index;
    std::optional<IndexHeader> header;
    {
        const std::lock_guard lock(m_mutex);
        index = m_index;
        header.swap(m_header);
    }
    if (const base::Result<void> synced = m_records->sync(); !synced)
        return SyncError{m_records->path(), synced.error().message};
    if (!index || !header)
        return std::nullopt;
    if (const base::Result<void> synced = index->sync(); !synced)
        return SyncError{index->path(), synced.error().message};
    // Without it the next start reads a little more of the journal, so an error is no one's concern.
    static_cast<void>(index->writeAt(0, encodeHeader(*header)));
    return std::nullopt;
}

} // namespace journal
