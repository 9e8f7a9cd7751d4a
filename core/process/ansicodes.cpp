#include "core/process/ansicodes.h"

namespace process {

namespace {

constexpr ushort Bell = 0x07;
constexpr ushort Escape = 0x1b;
constexpr ushort Delete = 0x7f;

bool isBetween(QChar c, ushort first, ushort last)
{
    return c.unicode() >= first && c.unicode() <= last;
}

// Parameter and intermediate bytes up to and with one final byte.
qsizetype afterControlSequence(const QString &text, qsizetype at)
{
    while (at < text.size() && isBetween(text[at], 0x20, 0x3f))
        ++at;
    return at < text.size() && isBetween(text[at], 0x40, 0x7e) ? at + 1 : at;
}

// Up to and with BEL or ESC \.
qsizetype afterControlString(const QString &text, qsizetype at)
{
    for (; at < text.size(); ++at) {
        if (text[at].unicode() == Bell)
            return at + 1;
        if (text[at].unicode() == Escape)
            return at + 1 < text.size() && text[at + 1] == QLatin1Char('\\') ? at + 2 : at;
    }
    return at;
}

// `at` is behind the ESC.
qsizetype afterEscape(const QString &text, qsizetype at)
{
    if (at == text.size())
        return at;
    const ushort kind = text[at].unicode();
    if (kind == u'[')
        return afterControlSequence(text, at + 1);
    if (kind == u']' || kind == u'P' || kind == u'X' || kind == u'^' || kind == u'_')
        return afterControlString(text, at + 1);
    while (at < text.size() && isBetween(text[at], 0x20, 0x2f))
        ++at;
    return at < text.size() && isBetween(text[at], 0x30, 0x7e) ? at + 1 : at;
}

bool isControl(QChar c)
{
    return (c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t')) || c.unicode() == Delete;
}

} // namespace

QString withoutAnsiCodes(const QString &text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text[at++];
        if (c.unicode() == Escape)
            at = afterEscape(text, at);
        else if (!isControl(c))
            plain.append(c);
    }
    return plain;
}

} // namespace process
