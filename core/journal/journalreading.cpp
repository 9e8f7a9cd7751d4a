#include "core/journal/journal.h"

#include "core/base/logging.h"
#include "core/journal/linescanner.h"
#include "core/journal/recordfile.h"
#include "core/journal/recordtail.h"
#include "core/journal/replay.h"
#include "core/journal/timelineindex.h"

#include <algorithm>

namespace journal {

namespace {

tl::unexpected<base::Error> badLimit()
{
    return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("limit must be at least 1"));
}

} // namespace

//! Runs `read`; if it finds the index damaged, once more with a new one.
template <typename Value, typename Read>
base::Result<Value> Journal::withIndex(Read read) const
{
    base::Result<Value> value = read();
    if (value || value.error().code != base::ErrorCode::Corrupt)
        return value;
    qCWarning(base::logStore) << "building" << m_indexPath << "anew:" << value.error().message;
    const base::Result<Replay> rebuilt = rebuildIndex();
    if (!rebuilt)
        return tl::unexpected<base::Error>(rebuilt.error());
    publishIndex();
    return read();
}

base::Result<MessagePage> Journal::messagesBefore(base::Sequence before, int limit) const
{
    if (limit < 1)
        return badLimit();
    return withIndex<MessagePage>([&]() -> base::Result<MessagePage> {
        const base::Result<qint64> end = before == 0 ? m_index->end().messages : m_index->lowerBound(before);
        if (!end)
            return tl::unexpected<base::Error>(end.error());
        const qint64 first = std::max<qint64>(0, *end - limit);
        base::Result<MessagePage> result = page(first, *end - first);
        if (result)
            result->more = first > 0;
        return result;
    });
}

base::Result<MessagePage> Journal::messagesAfter(base::Sequence after, int limit) const
{
    if (limit < 1)
        return badLimit();
    return withIndex<MessagePage>([&]() -> base::Result<MessagePage> {
        const qint64 all = m_index->end().messages;
        const base::Result<qint64> first = after >= lastSequence() ? all : m_index->lowerBound(after + 1);
        if (!first)
            return tl::unexpected<base::Error>(first.error());
        const qint64 count = std::min<qint64>(limit, all - *first);
        base::Result<MessagePage> result = page(*first, count);
        if (result)
            result->more = *first + count < all;
        return result;
    });
}

base::Result<model::Message> Journal::messageAt(base::Sequence seq) const
{
    return withIndex<model::Message>([&]() -> base::Result<model::Message> {
        const base::Result<qint64> number = m_index->lowerBound(seq);
        if (!number)
            return tl::unexpected<base::Error>(number.error());
        const qint64 count = *number < m_index->end().messages ? 1 : 0;
        const EntryFile::Entries entries = m_index->range(*number, count);
        if (!entries)
            return tl::unexpected<base::Error>(entries.error());
        if (entries->isEmpty() || entries->first().firstSeq != seq)
            return base::failure(
                base::ErrorCode::NotFound, QStringLiteral("there is no message %1").arg(seq));
        return read(entries->first());
    });
}

base::Result<MessagePage> Journal::page(qint64 first, qint64 count) const
{
    const EntryFile::Entries entries = m_index->range(first, count);
    if (!entries)
        return tl::unexpected<base::Error>(entries.error());
    MessagePage page;
    page.messages.reserve(entries->size());
    for (const IndexEntry &entry : *entries) {
        base::Result<model::Message> message = read(entry);
        if (!message)
            return tl::unexpected<base::Error>(message.error());
        page.messages.append(std::move(*message));
    }
    return page;
}

base::Result<model::Message> Journal::read(const IndexEntry &entry) const
{
    const base::Result<QByteArray> line = m_records->lineAt(entry.latestOffset, entry.latestLength);
    if (!line)
        return tl::unexpected<base::Error>(line.error());
    base::Result<model::Record> record = model::decodeRecord(*line);
    auto *changed = record ? std::get_if<model::MessageChanged>(&record->body) : nullptr;
    if (!changed || changed->message.seq != entry.firstSeq || hashOf(changed->message.id) != entry.idHash) {
        return base::failure(base::ErrorCode::Corrupt,
            QStringLiteral("message %1 is not at byte %2").arg(entry.firstSeq).arg(entry.latestOffset));
    }
    return std::move(changed->message);
}

base::Result<std::optional<QList<model::Record>>> Journal::recordsAfter(
    base::Sequence after, int maxRecords, qint64 maxBytes) const
{
    const base::Sequence last = lastSequence();
    if (after > last)
        return std::nullopt;
    if (after == last)
        return QList<model::Record>();
    if (maxRecords < 1 || last - after > static_cast<base::Sequence>(maxRecords))
        return std::nullopt;
    return readTail(*m_records, after, last, maxBytes);
}

base::Result<RunTrace> Journal::traceSince(qint64 size) const
{
    // What encodeRecord writes first; the text of a message must not be taken for it.
    constexpr qsizetype EnvelopeBytes = 128;
    RunTrace trace;
    LineScanner scanner(*m_records, std::min(size, m_records->size()));
    for (;;) {
        const base::Result<bool> more = scanner.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return trace;
        const QByteArrayView envelope
            = QByteArrayView(scanner.line()).first(std::min(EnvelopeBytes, scanner.line().size()));
        const QByteArrayView fields = envelope.first(std::max<qsizetype>(0, envelope.indexOf(",\"type\":")));
        constexpr QByteArrayView Taken = ",\"taken\":";
        if (const qsizetype at = fields.indexOf(Taken); at >= 0)
            trace.taken = fields.sliced(at + Taken.size()).toLongLong();
        if (!envelope.sliced(fields.size()).startsWith(",\"type\":\"input\""))
            continue;
        const base::Result<model::Record> record = model::decodeRecord(scanner.line());
        if (record && std::holds_alternative<model::InputGiven>(record->body))
            trace.inputs.append(*record);
    }
}

} // namespace journal
