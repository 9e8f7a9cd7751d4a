#include "core/journal/recordfile.h"

#include "core/base/logging.h"
#include "core/model/record.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <limits>

#include <fcntl.h>

namespace journal {

namespace {

constexpr qint64 ChunkBytes = qint64{64} * 1024;
constexpr qint64 FirstLineChunkBytes = qint64{4} * 1024;
constexpr QByteArrayView RecordStart = "{\"seq\":"; // encodeRecord writes it first
constexpr qint64 MaxStartBytes = 48; // RecordStart, 20 digits, MoreMark
constexpr QByteArrayView MoreMark = ",\"more\":true,"; // encodeRecord writes it right after the number

//! nullopt: the line does not begin as encodeRecord writes it, which does not mean that it is no record.
std::optional<base::Sequence> sequenceOfStart(QByteArrayView start)
{
    if (!start.startsWith(RecordStart))
        return std::nullopt;
    constexpr base::Sequence Max = std::numeric_limits<base::Sequence>::max() / 10 - 1;
    base::Sequence value = 0;
    for (qsizetype i = RecordStart.size(); i < start.size(); ++i) {
        const char c = start[i];
        if (c == ',')
            return value;
        if (c < '0' || c > '9' || value > Max)
            return std::nullopt;
        value = value * 10 + static_cast<base::Sequence>(c - '0');
    }
    return std::nullopt;
}

bool saysMore(QByteArrayView start)
{
    return start.startsWith(RecordStart)
        && start.sliced(RecordStart.size()).indexOf(',') == start.indexOf(MoreMark) - RecordStart.size();
}

} // namespace

RecordFile::RecordFile(std::shared_ptr<OpenFile> file, qint64 size)
    : m_file(std::move(file))
    , m_size(size)
{
}

base::Result<std::unique_ptr<RecordFile>> RecordFile::open(const QString &path)
{
    const auto file = OpenFile::open(path, O_RDWR | O_CREAT | O_APPEND);
    if (!file)
        return tl::unexpected<base::Error>(file.error());
    const base::Result<qint64> size = (*file)->size();
    if (!size)
        return tl::unexpected<base::Error>(size.error());
    return std::unique_ptr<RecordFile>(new RecordFile(*file, *size));
}

base::Result<qint64> RecordFile::lineStart(qint64 end) const
{
    // nearly always the last byte is a line break: look at it alone first
    qint64 chunk = 1;
    while (end > 0) {
        const qint64 begin = std::max<qint64>(0, end - chunk);
        const base::Result<QByteArray> bytes = m_file->readAt(begin, end - begin);
        if (!bytes)
            return tl::unexpected<base::Error>(bytes.error());
        const qsizetype lineBreak = bytes->lastIndexOf('\n');
        if (lineBreak >= 0)
            return begin + lineBreak + 1;
        end = begin;
        chunk = chunk == 1 ? FirstLineChunkBytes : ChunkBytes;
    }
    return 0;
}

base::Result<qint64> RecordFile::tornBytes() const
{
    base::Result<qint64> whole = lineStart(m_size);
    while (whole && *whole > 0) {
        const base::Result<qint64> begin = lineStart(*whole - 1);
        if (!begin)
            return begin;
        const auto start = m_file->readAt(*begin, std::min(MaxStartBytes, *whole - *begin));
        if (!start)
            return tl::unexpected<base::Error>(start.error());
        if (!saysMore(*start))
            break;
        whole = begin;
    }
    return whole.map([this](qint64 end) { return m_size - end; });
}

base::Result<std::shared_ptr<OpenFile>> RecordFile::cutTornBytes(qint64 bytes)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString path = QFileInfo(m_file->path()).path() + QStringLiteral("/journal.torn-") + stamp;
    auto kept = OpenFile::open(path, O_WRONLY | O_CREAT | O_EXCL);
    const qint64 start = m_size - bytes;
    for (qint64 done = 0; kept && done < bytes; done += ChunkBytes) {
        const auto chunk = m_file->readAt(start + done, std::min(ChunkBytes, bytes - done));
        const auto written
            = chunk.and_then([&](const QByteArray &data) { return (*kept)->writeAt(done, data); });
        if (!written)
            kept = tl::unexpected<base::Error>(written.error());
    }
    // Nobody was told that these bytes were accepted: a full disk must not keep the rest from being opened.
    if (!kept)
        qCWarning(base::logStore) << bytes << "torn bytes of" << m_file->path()
                                  << "are lost:" << kept.error().message;

    const base::Result<void> cut = m_file->truncate(start);
    if (!cut)
        return tl::unexpected<base::Error>(cut.error());
    m_size = start;
    return kept.value_or(nullptr);
}

base::Result<void> RecordFile::append(const QByteArray &lines)
{
    if (m_hasRemains) {
        base::Result<void> cut = m_file->truncate(m_size);
        if (!cut)
            return cut;
        m_hasRemains = false;
    }
    base::Result<void> written = m_file->append(lines);
    if (written)
        m_size += lines.size();
    else
        m_hasRemains = !m_file->truncate(m_size);
    return written;
}

base::Result<QByteArray> RecordFile::lineAt(qint64 offset, qint64 length) const
{
    const auto noLine = [&] {
        return base::failure(base::ErrorCode::Corrupt,
            QStringLiteral("%1: no record at byte %2").arg(m_file->path()).arg(offset));
    };
    if (offset < 0 || offset >= m_size || length < 0)
        return noLine();
    QByteArray line;
    qint64 chunk = length > 0 ? length + 1 : FirstLineChunkBytes;
    while (offset + line.size() < m_size) {
        const qint64 begin = offset + line.size();
        base::Result<QByteArray> bytes = m_file->readAt(begin, std::min(chunk, m_size - begin));
        if (!bytes)
            return bytes;
        if (bytes->isEmpty())
            break;
        const qsizetype searched = line.size();
        line += *bytes;
        const qsizetype lineBreak = line.indexOf('\n', searched);
        if (lineBreak >= 0) {
            line.truncate(lineBreak);
            return line;
        }
        if (length > 0)
            break; // longer than it should be
        chunk = std::max(ChunkBytes, static_cast<qint64>(line.size()));
    }
    return noLine();
}

base::Result<std::optional<base::Sequence>> RecordFile::sequenceAt(qint64 offset) const
{
    if (offset < 0 || offset >= m_size)
        return std::nullopt;
    const base::Result<QByteArray> start = m_file->readAt(offset, std::min(MaxStartBytes, m_size - offset));
    if (!start)
        return tl::unexpected<base::Error>(start.error());
    if (const auto sequence = sequenceOfStart(*start))
        return sequence;
    const base::Result<QByteArray> line = lineAt(offset);
    if (!line)
        return tl::unexpected<base::Error>(line.error());
    return sequenceOf(*line);
}

std::optional<base::Sequence> sequenceOf(const QByteArray &line)
{
    if (const auto sequence = sequenceOfStart(line))
        return sequence;
    const base::Result<model::Record> record = model::decodeRecord(line);
    return record ? std::optional(record->seq) : std::nullopt;
}

} // namespace journal
