#include "core/journal/linescanner.h"

#include "core/journal/recordfile.h"

#include <algorithm>

namespace journal {

namespace {
constexpr qint64 ChunkBytes = qint64{256} * 1024;
}

LineScanner::LineScanner(const RecordFile &file, qint64 from)
    : m_file(file)
    , m_read(from)
{
}

base::Result<bool> LineScanner::next()
{
    qsizetype searched = m_position;
    for (;;) {
        const qsizetype lineBreak = m_buffer.indexOf('\n', searched);
        if (lineBreak >= 0) {
            const qsizetype length = lineBreak - m_position;
            m_line = QByteArray::fromRawData(m_buffer.constData() + m_position, length);
            m_place = {m_read - m_buffer.size() + m_position, length};
            m_position = lineBreak + 1;
            return true;
        }
        if (m_read >= m_file.size())
            return false;
        const qsizetype pending = m_buffer.size() - m_position;
        const base::Result<void> more = readMore();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        searched = pending;
    }
}

base::Result<void> LineScanner::readMore()
{
    m_line.clear();
    m_buffer.remove(0, m_position);
    m_position = 0;
    // a long line is read in growing steps, so that moving it costs no more than reading it
    const qint64 wanted = std::max(ChunkBytes, static_cast<qint64>(m_buffer.size()));
    const qint64 bytes = std::min(wanted, m_file.size() - m_read);
    const qsizetype before = m_buffer.size();
    m_buffer.resize(before + bytes);
    const base::Result<qint64> count = m_file.file()->readAt(m_read, m_buffer.data() + before, bytes);
    if (!count)
        return tl::unexpected<base::Error>(count.error());
    if (*count != bytes) {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("%1: became shorter while it was read").arg(m_file.file()->path()));
    }
    m_read += bytes;
    return {};
}

} // namespace journal
