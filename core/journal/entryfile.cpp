#include "core/journal/entryfile.h"

namespace journal {

namespace {

qint64 offsetOf(qint64 number)
{
    return IndexHeaderBytes + number * IndexEntryBytes;
}

tl::unexpected<base::Error> damaged()
{
    return base::failure(base::ErrorCode::Corrupt, QStringLiteral("the index of the journal is damaged"));
}

} // namespace

EntryFile::EntryFile(std::shared_ptr<OpenFile> file)
    : m_file(std::move(file))
{
}

base::Result<IndexEntry> EntryFile::at(qint64 number) const
{
    const Entries entries = range(number, 1);
    if (!entries)
        return tl::unexpected<base::Error>(entries.error());
    return entries->first();
}

EntryFile::Entries EntryFile::range(qint64 first, qint64 count) const
{
    QByteArray bytes;
    if (m_file) {
        base::Result<QByteArray> read = m_file->readAt(offsetOf(first), count * IndexEntryBytes);
        if (!read)
            return damaged(); // a disk that cannot read its cache
        bytes = std::move(*read);
    }
    QList<IndexEntry> entries;
    entries.reserve(count);
    auto newer = m_unwritten.lower_bound(first);
    for (qint64 i = 0; i < count; ++i) {
        if (newer != m_unwritten.end() && newer->first == first + i) {
            entries.append(newer->second);
            ++newer;
            continue;
        }
        if ((i + 1) * IndexEntryBytes > bytes.size())
            return damaged();
        const std::optional<IndexEntry> entry
            = decodeEntry(first + i, bytes.constData() + i * IndexEntryBytes);
        if (!entry)
            return damaged();
        entries.append(*entry);
    }
    return entries;
}

base::Result<void> EntryFile::insert(qint64 number, qint64 count, const IndexEntry &entry)
{
    const Entries moved = range(number, count - number);
    if (!moved)
        return tl::unexpected<base::Error>(moved.error());
    set(number, entry);
    for (qsizetype i = 0; i < moved->size(); ++i)
        set(number + 1 + i, moved->at(i));
    return {};
}

bool EntryFile::write()
{
    while (m_file && !m_unwritten.empty()) {
        const qint64 first = m_unwritten.begin()->first;
        QByteArray run;
        auto end = m_unwritten.begin();
        for (qint64 number = first; end != m_unwritten.end() && end->first == number; ++number, ++end) {
            run.resize(run.size() + IndexEntryBytes);
            encodeEntry(number, end->second, run.data() + run.size() - IndexEntryBytes);
        }
        if (!m_file->writeAt(offsetOf(first), run))
            return false;
        m_unwritten.erase(m_unwritten.begin(), end);
    }
    return m_unwritten.empty();
}

} // namespace journal
