#include "core/config/envfile.h"

#include <QStringDecoder>

namespace config {

namespace {

constexpr qsizetype MaxBytes = 1024 * 1024;

tl::unexpected<base::Error> failure(int line, const QString &message)
{
    return base::failure(
        base::ErrorCode::InvalidArgument, QStringLiteral("line %1: %2").arg(line).arg(message));
}

bool isName(const QString &text)
{
    if (text.isEmpty() || (text[0] >= QLatin1Char('0') && text[0] <= QLatin1Char('9')))
        return false;
    for (const QChar c : text) {
        const bool known = (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
            || (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('_');
        if (!known)
            return false;
    }
    return true;
}

//! The character that a backslash and `c` stand for in double quotes; a null one if they stand for
//! themselves.
QChar unescaped(QChar c)
{
    switch (c.unicode()) {
    case u'n':
        return QLatin1Char('\n');
    case u'"':
    case u'\\':
    case u'$':
        return c;
    default:
        return {};
    }
}

//! `text` begins with its quote.
base::Result<QString> quotedValue(const QString &text, int line)
{
    const QChar quote = text[0];
    QString value;
    qsizetype i = 1;
    for (; i < text.size() && text[i] != quote; ++i) {
        if (quote == QLatin1Char('"') && text[i] == QLatin1Char('\\') && i + 1 < text.size()) {
            if (const QChar c = unescaped(text[i + 1]); !c.isNull()) {
                value.append(c);
                ++i;
                continue;
            }
        }
        value.append(text[i]);
    }
    if (i >= text.size())
        return failure(line, QStringLiteral("the closing quote is missing"));
    const QString rest = text.sliced(i + 1).trimmed();
    if (!rest.isEmpty() && !rest.startsWith(QLatin1Char('#')))
        return failure(line, QStringLiteral("text after the closing quote"));
    return value;
}

QString plainValue(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('#') && (i == 0 || text[i - 1].isSpace()))
            return text.first(i).trimmed();
    }
    return text;
}

base::Result<EnvEntry> parseLine(const QString &text, int line)
{
    QString assignment = text;
    if (assignment.startsWith(QLatin1String("export ")) || assignment.startsWith(QLatin1String("export\t")))
        assignment = assignment.sliced(7).trimmed();
    const qsizetype equals = assignment.indexOf(QLatin1Char('='));
    if (equals < 0)
        return failure(line, QStringLiteral("must be NAME=value"));
    EnvEntry entry{assignment.first(equals).trimmed(), assignment.sliced(equals + 1).trimmed(), line};
    if (!isName(entry.name)) {
        return failure(
            line, QStringLiteral("\"%1\" is not a name: letters, digits and _ only").arg(entry.name));
    }
    if (!entry.value.startsWith(QLatin1Char('"')) && !entry.value.startsWith(QLatin1Char('\''))) {
        entry.value = plainValue(entry.value);
        return entry;
    }
    auto value = quotedValue(entry.value, line);
    if (!value)
        return tl::unexpected<base::Error>(std::move(value.error()));
    entry.value = std::move(*value);
    return entry;
}

} // namespace

base::Result<QList<EnvEntry>> parseEnvFile(const QByteArray &contents)
{
    if (contents.size() > MaxBytes)
        return base::failure(base::ErrorCode::TooLarge, QStringLiteral("is larger than 1 MiB"));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless); // skips a byte order mark
    const QString text = decoder(contents);
    if (decoder.hasError() || text.contains(QChar(u'\0')))
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("is not UTF-8 text"));

    QList<EnvEntry> entries;
    int number = 0;
    for (const QString &raw : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        auto entry = parseLine(line, number);
        if (!entry)
            return tl::unexpected<base::Error>(std::move(entry.error()));
        entries.append(std::move(*entry));
    }
    return entries;
}

} // namespace config
