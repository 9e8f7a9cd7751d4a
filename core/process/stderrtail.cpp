#include "core/process/stderrtail.h"

#include "core/process/ansicodes.h"

namespace process {

StderrTail::StderrTail(qsizetype maxBytes)
    : m_maxBytes(maxBytes)
{
}

void StderrTail::append(const QByteArray &bytes)
{
    m_bytes.append(bytes.last(qMin(bytes.size(), m_maxBytes)));
    m_forgot = m_forgot || bytes.size() > m_maxBytes;
    if (m_bytes.size() > 2 * m_maxBytes) {
        m_bytes.remove(0, m_bytes.size() - m_maxBytes);
        m_forgot = true;
    }
}

QString StderrTail::text() const
{
    QByteArray tail = m_bytes.last(qMin(m_bytes.size(), m_maxBytes));
    if (m_forgot || tail.size() < m_bytes.size()) {
        // The first line is cut, perhaps inside a character or an escape sequence.
        const qsizetype lineBreak = tail.indexOf('\n');
        if (lineBreak >= 0 && lineBreak + 1 < tail.size())
            tail.remove(0, lineBreak + 1);
    }
    QString text = withoutAnsiCodes(QString::fromUtf8(tail));
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    return text;
}

} // namespace process
