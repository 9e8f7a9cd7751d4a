#pragma once

#include "core/journal/entryfile.h"
#include "core/journal/linescanner.h"
#include "core/journal/openmessages.h"
#include "core/model/record.h"

#include <QList>

#include <memory>
#include <optional>

namespace journal {

//! Where each message of a journal is: found by binary search in a file, so that memory does not grow with
//! history. A pure cache that follows from the journal. An error of code Corrupt says that it must be built
//! anew.
class TimelineIndex
{
public:
    //! What is written at least this often, so that little is left to be read again after a crash.
    static constexpr std::size_t MaxUnwrittenEntries = 64;
    static constexpr qint64 MaxUncheckedBytes = qint64{32} * 1024;

    //! Null if there is no index at `path` or it is damaged.
    static std::unique_ptr<TimelineIndex> open(const QString &path);
    //! An empty one instead of what is at `path`. If no file can be made it lives in memory.
    static std::unique_ptr<TimelineIndex> create(const QString &path);

    const std::shared_ptr<OpenFile> &file() const { return m_entries.file(); }
    //! As it was read by open().
    const IndexHeader &header() const { return m_header; }

    //! Where the next record goes; messages is the number of all.
    const Checkpoint &end() const { return m_end; }

    //! Whether the records may follow end(): numbered without a gap, and about messages as they are.
    //! InvalidArgument says what is wrong. If all is well, apply() of the same records cannot fail.
    base::Result<void> check(const QList<model::Record> &records);
    //! Takes a record that is in the journal at `place`.
    base::Result<void> apply(const model::Record &record, Place place);
    //! Takes a line that is in the journal and does not decode.
    void skip(Place place);

    //! Number of the oldest message with firstSeq >= seq.
    base::Result<qint64> lowerBound(base::Sequence seq) const;
    EntryFile::Entries range(qint64 first, qint64 count) const { return m_entries.range(first, count); }

    bool wantsWriting() const;
    //! Writes the entries; gives the header that is true once these and the journal are on disk, or nullopt
    //! if it must stay as it is.
    std::optional<IndexHeader> write();

private:
    TimelineIndex(std::shared_ptr<OpenFile> file, const IndexHeader &header);

    base::Result<void> applyMessage(const model::Record &record, const model::Message &message, Place place);
    //! The entry of a message that is not open.
    base::Result<std::optional<NumberedEntry>> find(const model::Message &message) const;
    base::Result<void> checkMessage(const model::Record &record, const model::Message &message);
    base::Result<void> checkText(const base::MessageId &id) const;

    //! What the records that check() went through so far did to a message.
    struct Checked
    {
        base::Sequence firstSeq = 0;
        bool open = false;
        bool takesText = false;
    };
    std::optional<Checked> checked(const base::MessageId &id) const;

    EntryFile m_entries;
    IndexHeader m_header;
    OpenMessages m_open;
    Checkpoint m_end;
    base::Sequence m_lastSeq = 0;
    qint64 m_lastOffset = 0;
    qint64 m_stateOffset = -1;
    qint64 m_writtenEnd = 0;
    QHash<base::MessageId, Checked> m_checked;
    QHash<base::Sequence, NumberedEntry> m_found; //!< closed messages that check() has looked up
};

} // namespace journal
