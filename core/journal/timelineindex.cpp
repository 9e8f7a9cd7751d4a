#include "core/journal/timelineindex.h"

#include <QFile>

#include <fcntl.h>

namespace journal {

namespace {

bool takesText(const model::Message &message)
{
    return std::holds_alternative<model::Text>(message.body)
        || std::holds_alternative<model::Thought>(message.body)
        || std::holds_alternative<model::Prompt>(message.body)
        || std::holds_alternative<model::Notice>(message.body)
        || std::holds_alternative<model::ToolCall>(message.body);
}

tl::unexpected<base::Error> refused(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidArgument, message);
}

} // namespace

std::unique_ptr<TimelineIndex> TimelineIndex::open(const QString &path)
{
    const auto file = OpenFile::open(path, O_RDWR);
    if (!file)
        return nullptr;
    const auto size = (*file)->size();
    const auto bytes = (*file)->readAt(0, IndexHeaderBytes);
    const auto header = bytes ? decodeHeader(*bytes) : std::nullopt;
    if (!size || !header || *size < IndexHeaderBytes + header->checkpoint.messages * IndexEntryBytes)
        return nullptr;
    return std::unique_ptr<TimelineIndex>(new TimelineIndex(*file, *header));
}

std::unique_ptr<TimelineIndex> TimelineIndex::create(const QString &path)
{
    // A new file, not an emptied one: a sync that is still under way may write a header into the old one.
    QFile::remove(path);
    const auto file = OpenFile::open(path, O_RDWR | O_CREAT | O_EXCL);
    if (file)
        static_cast<void>((*file)->writeAt(0, encodeHeader(IndexHeader())));
    return std::unique_ptr<TimelineIndex>(new TimelineIndex(file.value_or(nullptr), IndexHeader()));
}

TimelineIndex::TimelineIndex(std::shared_ptr<OpenFile> file, const IndexHeader &header)
    : m_entries(std::move(file))
    , m_header(header)
    , m_end(header.checkpoint)
    , m_lastSeq(header.lastSeq)
    , m_lastOffset(header.lastOffset)
    , m_stateOffset(header.stateOffset)
    , m_writtenEnd(header.checkpoint.offset)
{
}

base::Result<void> TimelineIndex::check(const QList<model::Record> &records)
{
    m_checked.clear();
    m_found.clear();
    base::Sequence expected = m_end.seq;
    for (const model::Record &record : records) {
        if (record.seq != expected) {
            return refused(QStringLiteral("a record's seq must be %1, not %2").arg(expected).arg(record.seq));
        }
        ++expected;
        base::Result<void> result;
        if (const auto *changed = std::get_if<model::MessageChanged>(&record.body))
            result = checkMessage(record, changed->message);
        else if (const auto *appended = std::get_if<model::MessageAppended>(&record.body))
            result = checkText(appended->id);
        if (!result)
            return result;
    }
    return {};
}

base::Result<void> TimelineIndex::checkMessage(const model::Record &record, const model::Message &message)
{
    const QString &id = message.id.toString();
    if (id.isEmpty())
        return refused(QStringLiteral("message.id must not be empty"));
    const std::optional<Checked> known = checked(message.id);
    if (message.seq == record.seq) {
        if (known)
            return refused(
                QStringLiteral("message %1 has begun at seq %2 already").arg(id).arg(known->firstSeq));
    } else if (known) {
        if (message.seq != known->firstSeq) {
            return refused(QStringLiteral("message.seq of %1 must be %2, not %3")
                               .arg(id)
                               .arg(known->firstSeq)
                               .arg(message.seq));
        }
    } else {
        const auto found = find(message);
        if (!found)
            return tl::unexpected<base::Error>(found.error());
        const std::optional<NumberedEntry> &entry = *found;
        if (!entry) {
            return refused(
                QStringLiteral("message.seq must be %1, the record's own: there is no message %2 at seq %3")
                    .arg(record.seq)
                    .arg(id)
                    .arg(message.seq));
        }
        m_found.insert(message.seq, *entry);
    }
    m_checked.insert(message.id, {message.seq, message.open, takesText(message)});
    return {};
}

base::Result<void> TimelineIndex::checkText(const base::MessageId &id) const
{
    const std::optional<Checked> known = checked(id);
    if (!known || !known->open)
        return refused(QStringLiteral("there is no open message %1 to append text to").arg(id.toString()));
    if (!known->takesText)
        return refused(QStringLiteral("message %1 is of a kind that takes no text").arg(id.toString()));
    return {};
}

std::optional<TimelineIndex::Checked> TimelineIndex::checked(const base::MessageId &id) const
{
    const auto found = m_checked.constFind(id);
    if (found != m_checked.constEnd())
        return *found;
    if (const OpenMessage *open = m_open.find(id))
        return Checked{open->place.entry.firstSeq, true, open->takesText};
    return std::nullopt;
}

base::Result<void> TimelineIndex::apply(const model::Record &record, Place place)
{
    if (const auto *changed = std::get_if<model::MessageChanged>(&record.body)) {
        base::Result<void> applied = applyMessage(record, changed->message, place);
        if (!applied)
            return applied;
    } else if (std::holds_alternative<model::StateChanged>(record.body)) {
        m_stateOffset = place.offset;
    }
    m_lastSeq = record.seq;
    m_lastOffset = place.offset;
    m_end.seq = record.seq + 1;
    m_end.offset = place.offset + place.length + 1;
    return {};
}

void TimelineIndex::skip(Place place)
{
    // it most likely was one record; the next one that can be read tells for certain
    ++m_end.seq;
    ++m_end.unreadable;
    m_end.offset = place.offset + place.length + 1;
}

base::Result<void> TimelineIndex::applyMessage(
    const model::Record &record, const model::Message &message, Place place)
{
    const OpenMessage *known = m_open.find(message.id);
    if (known && known->place.entry.firstSeq != message.seq)
        known = nullptr;

    OpenMessage changed;
    changed.resume = {record.seq, place.offset, m_end.messages, m_end.unreadable};
    changed.place.number = m_end.messages;
    changed.place.entry.firstSeq = message.seq;
    changed.place.entry.firstOffset = place.offset;
    changed.place.entry.idHash = hashOf(message.id);

    if (known) {
        changed = *known;
    } else if (message.seq == record.seq) {
        ++m_end.messages;
    } else {
        const base::Result<std::optional<NumberedEntry>> found = find(message);
        if (!found)
            return tl::unexpected<base::Error>(found.error());
        // A closed message that opens again, or one whose first record no longer decodes: both are so rare
        // that the next start may read the whole journal as long as it is open.
        changed.resume = Checkpoint();
        if (const std::optional<NumberedEntry> &entry = *found) {
            changed.place = *entry;
        } else {
            const base::Result<qint64> number = lowerBound(message.seq);
            if (!number)
                return tl::unexpected<base::Error>(number.error());
            base::Result<void> inserted = m_entries.insert(*number, m_end.messages, changed.place.entry);
            if (!inserted)
                return inserted;
            m_open.makeRoom(*number);
            changed.place.number = *number;
            ++m_end.messages;
        }
    }

    changed.takesText = takesText(message);
    changed.place.entry.latestOffset = place.offset;
    changed.place.entry.latestLength = static_cast<quint32>(place.length);
    changed.place.entry.open = message.open;
    m_entries.set(changed.place.number, changed.place.entry);
    if (message.open)
        m_open.insert(message.id, changed);
    else
        m_open.remove(message.id);
    return {};
}

base::Result<std::optional<NumberedEntry>> TimelineIndex::find(const model::Message &message) const
{
    const auto known = m_found.constFind(message.seq);
    if (known != m_found.constEnd())
        return *known;
    const base::Result<qint64> number = lowerBound(message.seq);
    if (!number)
        return tl::unexpected<base::Error>(number.error());
    if (*number >= m_end.messages)
        return std::nullopt;
    const base::Result<IndexEntry> entry = m_entries.at(*number);
    if (!entry)
        return tl::unexpected<base::Error>(entry.error());
    if (entry->firstSeq != message.seq || entry->idHash != hashOf(message.id))
        return std::nullopt;
    return NumberedEntry{*number, *entry};
}

base::Result<qint64> TimelineIndex::lowerBound(base::Sequence seq) const
{
    qint64 low = 0;
    qint64 high = m_end.messages;
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        const base::Result<IndexEntry> entry = m_entries.at(middle);
        if (!entry)
            return tl::unexpected<base::Error>(entry.error());
        if (entry->firstSeq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool TimelineIndex::wantsWriting() const
{
    return m_entries.unwritten() >= MaxUnwrittenEntries || m_end.offset - m_writtenEnd >= MaxUncheckedBytes;
}

std::optional<IndexHeader> TimelineIndex::write()
{
    m_writtenEnd = m_end.offset; // also after a failure: not to be tried again for every record
    if (!m_entries.write())
        return std::nullopt;
    const Checkpoint *oldest = m_open.oldest();
    return IndexHeader{oldest ? *oldest : m_end, m_stateOffset, m_lastSeq, m_lastOffset};
}

} // namespace journal
