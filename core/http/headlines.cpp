#include "core/http/headlines.h"

namespace http {

HeadLines::HeadLines(qsizetype maxBytes)
    : m_maxBytes(maxBytes)
{
}

HeadLines::Cut HeadLines::cut(QByteArrayView bytes)
{
    if (m_isWhole) {
        m_begun.clear();
        m_isWhole = false;
    }
    const qsizetype lineFeed = bytes.indexOf('\n');
    const qsizetype count = lineFeed < 0 ? bytes.size() : lineFeed + 1;
    if (count > m_maxBytes - m_size)
        return {State::TooLarge, 0, {}};
    m_size += count;
    if (lineFeed < 0) {
        m_begun.append(bytes);
        return {State::Incomplete, count, {}};
    }

    QByteArrayView line = bytes.first(count);
    if (!m_begun.isEmpty()) {
        m_begun.append(line);
        m_isWhole = true;
        line = m_begun;
    }
    if (!line.endsWith("\r\n"))
        return {State::BareLineFeed, count, {}};
    line.chop(2);
    if (line.contains('\r'))
        return {State::BareCarriageReturn, count, {}};
    return {State::Line, count, line};
}

} // namespace http
