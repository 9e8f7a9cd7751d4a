#pragma once

#include "core/journal/indexformat.h"
#include "core/journal/synctarget.h"

#include <memory>
#include <mutex>
#include <optional>

namespace journal {

//! Syncs a journal and its index in the order that makes the index's header true after a power cut: first the
//! records, then the entries, and only then the header that vouches for both.
class JournalFiles : public SyncTarget
{
public:
    explicit JournalFiles(std::shared_ptr<OpenFile> records);

    //! Another index file, whose header is still as it was made.
    void setIndex(std::shared_ptr<OpenFile> index);
    //! To be written once all that is in the files now is on the disk.
    void publish(const IndexHeader &header);

    std::optional<SyncError> sync() override;

private:
    const std::shared_ptr<OpenFile> m_records;
    std::mutex m_mutex;
    std::shared_ptr<OpenFile> m_index;
    std::optional<IndexHeader> m_header;
};

} // namespace journal
