#include "tray/settings/envdocument.h"

#include "core/config/envfile.h"

#include <algorithm>

namespace tray {

namespace {

//! The entry on a line that was read before; nullopt: it has none.
std::optional<config::EnvEntry> entryOf(const QString &line)
{
    const auto entries = config::parseEnvFile(line.toUtf8());
    if (!entries || entries->isEmpty())
        return std::nullopt;
    return entries->first();
}

bool isPlain(const QString &value)
{
    const QString others = QStringLiteral("_-./:@%+,=~?&");
    return std::all_of(value.begin(), value.end(), [&](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
            || others.contains(c);
    });
}

//! "export " if the line began so.
QString prefixOf(const QString &line)
{
    const QString text = line.trimmed();
    return text.startsWith(QLatin1String("export ")) || text.startsWith(QLatin1String("export\t"))
        ? QStringLiteral("export ")
        : QString();
}

//! The comment behind a value, with its blank; empty if there is none.
QString commentOf(const QString &line)
{
    QChar quote;
    bool inValue = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (!inValue) {
            if (c == u'=') {
                inValue = true;
                const QString rest = line.sliced(i + 1).trimmed();
                if (rest.startsWith(u'"') || rest.startsWith(u'\'')) {
                    quote = rest[0];
                    i = line.indexOf(quote, i);
                }
            }
        } else if (!quote.isNull()) {
            if (c == u'\\' && quote == u'"')
                ++i;
            else if (c == quote)
                quote = QChar();
        } else if (c == u'#') {
            return QLatin1Char(' ') + line.sliced(i).trimmed();
        }
    }
    return {};
}

} // namespace

base::Result<EnvDocument> EnvDocument::parse(const QByteArray &contents)
{
    if (const auto entries = config::parseEnvFile(contents); !entries)
        return tl::unexpected(entries.error());
    EnvDocument document;
    document.m_lines = QString::fromUtf8(contents).split(QLatin1Char('\n'));
    if (document.m_lines.last().isEmpty())
        document.m_lines.removeLast();
    return document;
}

QString EnvDocument::value(const QString &name) const
{
    QString value;
    for (const QString &line : m_lines) {
        if (const auto entry = entryOf(line); entry && entry->name == name)
            value = entry->value;
    }
    return value;
}

void EnvDocument::setValue(const QString &name, const QString &value)
{
    qsizetype last = -1;
    for (qsizetype i = m_lines.size() - 1; i >= 0; --i) {
        const auto entry = entryOf(m_lines[i]);
        if (!entry || entry->name != name)
            continue;
        if (last < 0 && !value.isEmpty()) {
            last = i;
            if (entry->value == value)
                continue; // as it is, with its own quotes
            m_lines[i] = prefixOf(m_lines[i]) + name + QLatin1Char('=') + quotedEnvValue(value)
                + commentOf(m_lines[i]);
        } else {
            m_lines.removeAt(i);
        }
    }
    if (last < 0 && !value.isEmpty())
        m_lines.append(name + QLatin1Char('=') + quotedEnvValue(value));
}

QByteArray EnvDocument::toBytes() const
{
    QByteArray bytes;
    for (const QString &line : m_lines)
        bytes += line.toUtf8() + '\n';
    return bytes;
}

QString quotedEnvValue(const QString &value)
{
    if (isPlain(value))
        return value;
    if (!value.contains(u'\'') && !value.contains(u'\n'))
        return QLatin1Char('\'') + value + QLatin1Char('\'');
    QString escaped;
    for (const QChar c : value) {
        if (c == u'\n') {
            escaped += QStringLiteral("\\n");
            continue;
        }
        if (c == u'"' || c == u'\\' || c == u'$')
            escaped += u'\\';
        escaped += c;
    }
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

} // namespace tray
