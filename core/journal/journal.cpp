#include "core/journal/journal.h"

#include "core/base/logging.h"
#include "core/journal/journalfiles.h"
#include "core/journal/recordfile.h"
#include "core/journal/replay.h"
#include "core/journal/syncer.h"
#include "core/journal/timelineindex.h"

#include <QFileInfo>

#include <fcntl.h>

namespace journal {

namespace {

//! Whether what the header says of the journal is so.
base::Result<bool> fits(const IndexHeader &header, const RecordFile &records)
{
    const Checkpoint &checkpoint = header.checkpoint;
    if (checkpoint.offset == 0)
        return checkpoint == Checkpoint();
    if (checkpoint.offset < 0 || checkpoint.offset > records.size())
        return false;
    const auto before = records.file()->readAt(checkpoint.offset - 1, 1);
    if (!before)
        return tl::unexpected<base::Error>(before.error());
    if (*before != "\n")
        return false;
    const auto isAt = [&](base::Sequence seq, qint64 offset) -> base::Result<bool> {
        return records.sequenceAt(offset).map([&](auto found) { return found == seq; });
    };
    if (header.lastSeq != 0 && header.lastOffset < checkpoint.offset) {
        base::Result<bool> last = isAt(header.lastSeq, header.lastOffset);
        if (!last || !*last)
            return last;
    }
    return checkpoint.offset == records.size() ? true : isAt(checkpoint.seq, checkpoint.offset);
}

} // namespace

Journal::Journal(std::unique_ptr<RecordFile> records, QString indexPath, Syncer &syncer)
    : m_records(std::move(records))
    , m_indexPath(std::move(indexPath))
    , m_syncer(syncer)
    , m_files(std::make_shared<JournalFiles>(m_records->file()))
{
}

Journal::~Journal()
{
    if (m_index)
        publishIndex();
}

base::Result<std::unique_ptr<Journal>> Journal::open(const QString &directory, Syncer &syncer)
{
    const QString path = directory + QLatin1Char('/') + QLatin1String(FileName);
    base::Result<std::unique_ptr<RecordFile>> records = RecordFile::open(path);
    if (!records)
        return tl::unexpected<base::Error>(records.error());
    std::unique_ptr<Journal> journal(
        new Journal(std::move(*records), directory + QLatin1Char('/') + QLatin1String(IndexName), syncer));
    const base::Result<void> recovered = journal->recover();
    if (!recovered)
        return tl::unexpected<base::Error>(recovered.error());
    return journal;
}

base::Result<void> Journal::recover()
{
    const base::Result<qint64> torn = m_records->tornBytes();
    if (!torn)
        return tl::unexpected<base::Error>(torn.error());
    if (*torn > 0) {
        const auto kept = m_records->cutTornBytes(*torn);
        if (!kept)
            return tl::unexpected<base::Error>(kept.error());
        m_recovery.tornBytes = *torn;
        if (*kept)
            m_syncer.markDirty(std::make_shared<FileSync>(*kept));
    }
    if (m_records->size() == 0 || *torn > 0) {
        // a new file is only there after a power cut if its directory was synced too
        const auto directory = OpenFile::open(QFileInfo(m_indexPath).path(), O_RDONLY | O_DIRECTORY);
        if (directory)
            m_syncer.markDirty(std::make_shared<FileSync>(*directory));
    }

    m_index = TimelineIndex::open(m_indexPath);
    base::Result<bool> resumed = false;
    if (m_index)
        resumed = resume();
    if (!resumed)
        return tl::unexpected<base::Error>(resumed.error());
    if (!*resumed) {
        const base::Result<Replay> replay = rebuildIndex();
        if (!replay)
            return tl::unexpected<base::Error>(replay.error());
        m_recovery.indexRebuilt = m_records->size() > 0;
        m_recovery.state = replay->state();
        m_recovery.open = replay->open();
    }
    m_recovery.unreadableRecords = static_cast<int>(m_index->end().unreadable);
    m_files->setIndex(m_index->file());
    if (m_index->end().offset != m_index->header().checkpoint.offset)
        publishIndex();
    return {};
}

base::Result<bool> Journal::resume()
{
    const IndexHeader header = m_index->header();
    base::Result<bool> fitting = fits(header, *m_records);
    if (!fitting || !*fitting)
        return fitting;

    const auto damaged = [](const base::Error &error) -> base::Result<bool> {
        if (error.code == base::ErrorCode::Corrupt)
            return false;
        return tl::unexpected<base::Error>(error);
    };
    Replay replay(*m_records, *m_index);
    const base::Result<void> replayed = replay.run();
    if (!replayed)
        return damaged(replayed.error());
    m_recovery.state = replay.state();
    m_recovery.open = replay.open();
    if (m_recovery.state)
        return true;
    const auto earlier = stateBefore(header.checkpoint.offset, header.stateOffset);
    if (!earlier)
        return damaged(earlier.error());
    m_recovery.state = *earlier;
    return true;
}

base::Result<std::optional<model::AgentState>> Journal::stateBefore(qint64 offset, qint64 stateOffset) const
{
    if (stateOffset < 0)
        return std::nullopt;
    if (stateOffset < offset) {
        const base::Result<QByteArray> line = m_records->lineAt(stateOffset);
        if (!line)
            return tl::unexpected<base::Error>(line.error());
        const base::Result<model::Record> record = model::decodeRecord(*line);
        const auto *changed = record ? std::get_if<model::StateChanged>(&record->body) : nullptr;
        if (changed)
            return changed->state;
    }
    return base::failure(base::ErrorCode::Corrupt, QStringLiteral("the index names no state record"));
}

base::Result<Replay> Journal::rebuildIndex() const
{
    std::unique_ptr<TimelineIndex> index = TimelineIndex::create(m_indexPath);
    Replay replay(*m_records, *index);
    const base::Result<void> replayed = replay.run();
    if (!replayed)
        return tl::unexpected<base::Error>(replayed.error());
    m_index = std::move(index);
    m_files->setIndex(m_index->file());
    return replay;
}

void Journal::publishIndex() const
{
    if (const std::optional<IndexHeader> header = m_index->write())
        m_files->publish(*header);
    m_syncer.markDirty(m_files);
}

base::Result<void> Journal::append(const QList<model::Record> &records)
{
    base::Result<void> checked = m_index->check(records);
    if (!checked && checked.error().code == base::ErrorCode::Corrupt) {
        const base::Result<Replay> rebuilt = rebuildIndex();
        checked = rebuilt ? m_index->check(records) : tl::unexpected<base::Error>(rebuilt.error());
    }
    if (!checked || records.isEmpty())
        return checked;

    QByteArray lines;
    QList<Place> places;
    places.reserve(records.size());
    for (const model::Record &record : records) {
        const QByteArray line = model::encodeRecord(record, &record != &records.last());
        if (line.size() > RecordFile::MaxRecordBytes) {
            return base::failure(base::ErrorCode::TooLarge,
                QStringLiteral("a record of %1 bytes is larger than %2")
                    .arg(line.size())
                    .arg(RecordFile::MaxRecordBytes));
        }
        places.append({m_records->size() + lines.size(), line.size()});
        lines += line;
        lines += '\n';
    }
    base::Result<void> written = m_records->append(lines);
    if (!written)
        return written;

    for (qsizetype i = 0; i < records.size(); ++i) {
        const base::Result<void> applied = m_index->apply(records[i], places[i]);
        if (applied)
            continue;
        // The records are in the journal, whatever became of the cache; if this fails too, reading tries it
        // again.
        qCWarning(base::logStore) << m_indexPath << applied.error().message;
        static_cast<void>(rebuildIndex());
        break;
    }
    if (m_index->wantsWriting())
        publishIndex();
    else
        m_syncer.markDirty(m_files);
    return {};
}

base::Sequence Journal::lastSequence() const
{
    return m_index->end().seq - 1;
}

qint64 Journal::messageCount() const
{
    return m_index->end().messages;
}

qint64 Journal::sizeBytes() const
{
    return m_records->size();
}

} // namespace journal
