#pragma once

#include "core/base/result.h"
#include "core/model/record.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace journal {

class JournalFiles;
class RecordFile;
class Replay;
class Syncer;
class TimelineIndex;
struct IndexEntry;

//! What opening a Journal found out.
struct Recovery
{
    qint64 tornBytes = 0; //!< of an unfinished last line, which was cut off (and kept as journal.torn-<time>)
    int unreadableRecords = 0; //!< whole lines that no longer decode; left in place, not shown
    bool indexRebuilt = false;
    std::optional<model::AgentState> state; //!< the last one
    QList<model::Message> open; //!< messages still open at the end, with all text that was appended to them
};

struct MessagePage
{
    QList<model::Message> messages; //!< ascending by seq
    bool more = false; //!< there are further ones in the direction that was asked for
};

//! What a journal tells of a run since some byte of it.
struct RunTrace
{
    QList<model::Record> inputs; //!< InputGiven, ascending
    qint64 taken = 0; //!< the last Record::taken
};

//! An agent's append-only JSONL file and the index over it; see FORMAT.md.
//! What append() has accepted survives the end of this process at once, and the end of the machine after the
//! next sync (at most Syncer::Interval later). The cost of a record does not depend on how many there are.
class Journal
{
public:
    static constexpr const char *FileName = "journal.jsonl";
    static constexpr const char *IndexName = "timeline.index";

    //! Opens or creates the journal in `directory`. Reads only what came after the index's checkpoint.
    static base::Result<std::unique_ptr<Journal>> open(const QString &directory, Syncer &syncer);
    ~Journal();

    const Recovery &recovery() const { return m_recovery; }

    //! Appends all of them by one write, or none. Their seq must follow lastSequence() without a gap.
    //! StorageFull or Io: nothing of it is in the file; the same records may be given again.
    base::Result<void> append(const QList<model::Record> &records);

    base::Sequence lastSequence() const;
    qint64 messageCount() const;
    qint64 sizeBytes() const;

    // Open messages are given as of their last MessageChanged, without what was appended since.
    //! The newest `limit` messages with seq < before (0 = from the end).
    base::Result<MessagePage> messagesBefore(base::Sequence before, int limit) const;
    //! The oldest `limit` messages with seq > after.
    base::Result<MessagePage> messagesAfter(base::Sequence after, int limit) const;
    base::Result<model::Message> messageAt(base::Sequence seq) const;

    //! Every record with seq > after; nullopt if these are more than maxRecords or maxBytes, or if there
    //! never was an `after` (a browser may have seen records that a power cut took): then it needs a
    //! snapshot.
    base::Result<std::optional<QList<model::Record>>> recordsAfter(
        base::Sequence after, int maxRecords, qint64 maxBytes) const;

    //! From a place that sizeBytes() gave; reads every byte after it.
    base::Result<RunTrace> traceSince(qint64 size) const;

private:
    Journal(std::unique_ptr<RecordFile> records, QString indexPath, Syncer &syncer);

    base::Result<void> recover();
    //! Goes on from the index's checkpoint; false if the index does not fit the journal.
    base::Result<bool> resume();
    //! The last state as the index knows it; Corrupt if it is not there.
    base::Result<std::optional<model::AgentState>> stateBefore(qint64 offset, qint64 stateOffset) const;
    base::Result<Replay> rebuildIndex() const;
    void publishIndex() const;

    base::Result<MessagePage> page(qint64 first, qint64 count) const;
    base::Result<model::Message> read(const IndexEntry &entry) const;
    template <typename Value, typename Read>
    base::Result<Value> withIndex(Read read) const;

    Recovery m_recovery;
    std::unique_ptr<RecordFile> m_records;
    QString m_indexPath;
    Syncer &m_syncer;
    std::shared_ptr<JournalFiles> m_files;
    //! A cache: reading may find it damaged and build it anew.
    mutable std::unique_ptr<TimelineIndex> m_index;
};

} // namespace journal
