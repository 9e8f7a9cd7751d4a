#include "core/journal/recordtail.h"

#include "core/journal/recordfile.h"

#include <algorithm>

namespace journal {

namespace {

constexpr qint64 FirstWindowBytes = qint64{16} * 1024;
constexpr qint64 WindowGrowth = 4;

//! Where in `lines` the first record after `after` begins; nullopt if it may begin before these lines.
std::optional<qsizetype> findAfter(const QByteArray &lines, base::Sequence after, bool fromTheBeginning)
{
    bool complete = fromTheBeginning;
    for (qsizetype begin = 0; begin < lines.size();) {
        const qsizetype end = lines.indexOf('\n', begin);
        const auto seq = sequenceOf(QByteArray::fromRawData(lines.constData() + begin, end - begin));
        complete = complete || (seq && *seq <= after + 1);
        if (seq && *seq > after)
            return complete ? std::optional(begin) : std::nullopt;
        begin = end + 1;
    }
    // all that could be read is older, and the newer ones do not decode
    return complete ? std::optional(lines.size()) : std::nullopt;
}

QList<model::Record> decodeAll(
    const QByteArray &lines, qsizetype begin, base::Sequence after, base::Sequence last)
{
    QList<model::Record> records;
    base::Sequence previous = after;
    while (begin < lines.size()) {
        const qsizetype end = lines.indexOf('\n', begin);
        base::Result<model::Record> record
            = model::decodeRecord(QByteArray::fromRawData(lines.constData() + begin, end - begin));
        if (record && record->seq > previous && record->seq <= last) {
            previous = record->seq;
            records.append(std::move(*record));
        }
        begin = end + 1;
    }
    return records;
}

} // namespace

base::Result<std::optional<QList<model::Record>>> readTail(
    const RecordFile &file, base::Sequence after, base::Sequence last, qint64 maxBytes)
{
    // one byte more: the line break before the first line tells that it is whole
    const qint64 largest = std::min(file.size(), std::max<qint64>(0, maxBytes) + 1);
    for (qint64 window = std::min(FirstWindowBytes, largest);;
         window = std::min(window * WindowGrowth, largest)) {
        const qint64 offset = file.size() - window;
        base::Result<QByteArray> lines = file.file()->readAt(offset, window);
        if (!lines)
            return tl::unexpected<base::Error>(lines.error());
        if (offset > 0)
            lines->remove(0, lines->indexOf('\n') + 1);
        const std::optional<qsizetype> begin = findAfter(*lines, after, offset == 0);
        if (begin && lines->size() - *begin <= maxBytes)
            return decodeAll(*lines, *begin, after, last);
        if (begin || window == largest)
            return std::nullopt;
    }
}

} // namespace journal
