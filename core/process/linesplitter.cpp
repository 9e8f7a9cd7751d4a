#include "core/process/linesplitter.h"

#include <utility>

namespace process {

LineSplitter::LineSplitter(qsizetype maxLineBytes)
    : m_maxLineBytes(maxLineBytes)
{
}

SplitLines LineSplitter::feed(QByteArrayView bytes)
{
    SplitLines result;
    while (!bytes.isEmpty()) {
        const qsizetype lineBreak = bytes.indexOf('\n');
        if (lineBreak < 0) {
            take(bytes);
            break;
        }
        take(bytes.first(lineBreak));
        endLine(result);
        bytes = bytes.sliced(lineBreak + 1);
    }
    return result;
}

SplitLines LineSplitter::finish()
{
    SplitLines result;
    if (!m_begun.isEmpty() || m_skipped > 0)
        endLine(result);
    return result;
}

void LineSplitter::take(QByteArrayView part)
{
    if (m_skipped > 0) {
        m_skipped += part.size();
    } else if (m_begun.size() + part.size() > m_maxLineBytes) {
        m_skipped = m_begun.size() + part.size();
        m_begun = QByteArray();
    } else {
        m_begun.append(part.data(), part.size());
    }
}

void LineSplitter::endLine(SplitLines &into)
{
    if (m_skipped > 0) {
        into.dropped.append({into.lines.size(), m_skipped});
        m_skipped = 0;
    } else {
        into.lines.append(std::exchange(m_begun, QByteArray()));
    }
}

} // namespace process
