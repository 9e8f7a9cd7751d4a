#include "core/config/values.h"

#include "core/base/enumname.h"

#include <QDir>
#include <QHostAddress>

namespace config {

namespace {

constexpr base::EnumNames<LogLevel, 4> LogLevelNames{{
    {LogLevel::Debug, "debug"},
    {LogLevel::Info, "info"},
    {LogLevel::Warning, "warning"},
    {LogLevel::Error, "error"},
}};

bool isDigits(const QString &text)
{
    for (const QChar c : text) {
        if (c < QLatin1Char('0') || c > QLatin1Char('9'))
            return false;
    }
    return !text.isEmpty();
}

} // namespace

base::Result<void> mustBe(const char *what)
{
    return base::failure(base::ErrorCode::InvalidArgument, QString::fromLatin1(what));
}

std::optional<quint16> portOf(const QString &text, quint16 least)
{
    bool valid = false;
    const quint16 port = text.toUShort(&valid);
    if (!valid || !isDigits(text) || port < least)
        return std::nullopt;
    return port;
}

bool isHostName(const QString &text)
{
    if (text.startsWith(QLatin1Char('[')) && text.endsWith(QLatin1Char(']'))) {
        QHostAddress address;
        return address.setAddress(text.sliced(1).chopped(1))
            && address.protocol() == QHostAddress::IPv6Protocol;
    }
    for (const QChar c : text) {
        const bool known = (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('-')
            || c == QLatin1Char('.') || c == QLatin1Char('_');
        if (!known)
            return false;
    }
    return !text.isEmpty() && !text.startsWith(QLatin1Char('.')) && !text.endsWith(QLatin1Char('.'));
}

bool isOrigin(const QString &text)
{
    const qsizetype scheme = text.startsWith(QLatin1String("https://")) ? 8
        : text.startsWith(QLatin1String("http://"))                     ? 7
                                                                        : 0;
    if (scheme == 0)
        return false;
    const QString authority = text.sliced(scheme);
    const qsizetype colon = authority.lastIndexOf(QLatin1Char(':'));
    if (colon < 0 || authority.endsWith(QLatin1Char(']')))
        return isHostName(authority);
    return isHostName(authority.first(colon)) && portOf(authority.sliced(colon + 1), 1).has_value();
}

QStringList listOf(const QString &value)
{
    QStringList list;
    for (const QString &item : value.split(QLatin1Char(','))) {
        if (const QString trimmed = item.trimmed().toLower(); !trimmed.isEmpty())
            list.append(trimmed);
    }
    return list;
}

QString absolutePath(const QString &path, const QString &workingDirectory)
{
    const bool fromHome = path == QLatin1String("~") || path.startsWith(QLatin1String("~/"));
    const QString whole = fromHome ? QDir::homePath() + path.sliced(1) : path;
    return QDir::cleanPath(QDir(workingDirectory).absoluteFilePath(whole));
}

std::optional<LogLevel> logLevelOf(const QString &text)
{
    return base::enumFromName(LogLevelNames, text.toLower());
}

} // namespace config
