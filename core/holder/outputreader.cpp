#include "core/holder/outputreader.h"

#include <QPointer>

#include <unistd.h>

namespace holder {

OutputReader::OutputReader(process::FileDescriptor file, qint64 offset, bool inLines)
    : m_file(std::move(file))
    , m_inLines(inLines)
    , m_splitter(process::Transport::MaxLineBytes)
    , m_position(offset)
    , m_given(offset)
    , m_end(offset)
{
}

void OutputReader::growTo(qint64 end, bool isWhole)
{
    m_end = qMax(m_end, end);
    m_isWhole = m_isWhole || isWhole;
    if (!m_paused && !m_readsSoon)
        readSlice();
}

void OutputReader::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) && !paused)
        readSoon();
}

void OutputReader::readSoon()
{
    if (std::exchange(m_readsSoon, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_readsSoon = false;
            if (!m_paused)
                readSlice();
        },
        Qt::QueuedConnection);
}

void OutputReader::readSlice()
{
    const QPointer<OutputReader> self(this);
    if (m_position < m_end) {
        QByteArray bytes(qMin<qint64>(SliceBytes, m_end - m_position), Qt::Uninitialized);
        const ssize_t count
            = ::pread(m_file.get(), bytes.data(), static_cast<size_t>(bytes.size()), m_position);
        if (count <= 0) {
            m_end = m_position; // the holder's word does not hold: the file was cut under us
        } else {
            bytes.truncate(count);
            m_position += count;
            if (m_inLines) {
                give(m_splitter.feed(bytes), false);
            } else {
                m_given = m_position;
                Q_EMIT outputRead({{bytes, m_position}});
            }
        }
    }
    if (!self || m_paused)
        return;
    if (m_position < m_end) {
        readSoon();
    } else if (m_isWhole && !m_isFinished) {
        if (m_inLines)
            give(m_splitter.finish(), true);
        if (!self || m_paused) // by a slot just now: resuming comes here again
            return;
        m_isFinished = true;
        Q_EMIT finished();
    }
}

void OutputReader::give(const process::SplitLines &split, bool unterminated)
{
    const QPointer<OutputReader> self(this);
    const qint64 lineBreak = unterminated ? 0 : 1;
    QList<process::Output> output;
    qsizetype given = 0;
    const auto takeTo = [&](qsizetype last) {
        for (; given < last; ++given) {
            m_given += split.lines[given].size() + lineBreak;
            output.append({split.lines[given], m_given});
        }
        if (!output.isEmpty())
            Q_EMIT outputRead(std::exchange(output, {}));
    };
    for (const process::DroppedLine &dropped : split.dropped) {
        takeTo(dropped.afterLines);
        if (!self)
            return;
        m_given += dropped.bytes + lineBreak;
        Q_EMIT lineDropped(dropped.bytes);
        if (!self)
            return;
    }
    takeTo(split.lines.size());
}

} // namespace holder
