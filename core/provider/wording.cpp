#include "core/provider/wording.h"

namespace provider {

QString oneLine(const QString &text, qsizetype length)
{
    const QString trimmed = text.trimmed();
    QString line = trimmed.section(QLatin1Char('\n'), 0, 0).trimmed();
    const bool more = line.size() < trimmed.size();
    if (line.size() > length)
        return line.left(length - 1) + QChar(u'…');
    return more ? line + QStringLiteral(" …") : line;
}

QString words(const QString &code)
{
    QString text = code;
    return text.replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace provider
