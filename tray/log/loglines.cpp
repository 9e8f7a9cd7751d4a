#include "tray/log/loglines.h"

namespace tray {

QStringList LogLines::feed(const QByteArray &bytes)
{
    m_rest += bytes;
    QStringList lines;
    qsizetype begin = 0;
    while (begin < m_rest.size()) {
        const qsizetype end = m_rest.indexOf('\n', begin);
        const bool isLong = (end < 0 ? m_rest.size() : end) - begin > MaxLine;
        if (end < 0 && !isLong)
            break;
        const qsizetype length = isLong ? MaxLine : end - begin;
        QByteArray line = m_rest.mid(begin, length);
        if (line.endsWith('\r'))
            line.chop(1);
        lines.append(QString::fromUtf8(line));
        begin += isLong ? length : length + 1;
    }
    m_rest.remove(0, begin);
    return lines;
}

} // namespace tray
