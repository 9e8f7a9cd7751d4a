#include "tray/api/serverfiles.h"

#include <QFile>

#include <algorithm>

namespace tray {

namespace {

constexpr qint64 MaxBytes = 256;
constexpr qsizetype TokenLength = 64;

QByteArray lineOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(MaxBytes).trimmed() : QByteArray();
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

ServerFiles::ServerFiles(QString dataDirectory)
    : m_directory(std::move(dataDirectory))
{
}

QString ServerFiles::lockFile() const
{
    return m_directory + QStringLiteral("/lock");
}

QString ServerFiles::portFile() const
{
    return m_directory + QStringLiteral("/server.port");
}

QString ServerFiles::tokenFile() const
{
    return m_directory + QStringLiteral("/api.token");
}

QString ServerFiles::logFile() const
{
    return m_directory + QStringLiteral("/server.log");
}

std::optional<quint16> ServerFiles::port() const
{
    bool isNumber = false;
    const quint16 port = lineOf(portFile()).toUShort(&isNumber);
    if (!isNumber || port == 0)
        return std::nullopt;
    return port;
}

base::Secret ServerFiles::token() const
{
    const QByteArray token = lineOf(tokenFile());
    if (token.size() != TokenLength || !std::all_of(token.begin(), token.end(), isHexDigit))
        return {};
    return base::Secret(token);
}

bool ServerFiles::wereLeftBehind() const
{
    return QFile::exists(portFile()) || QFile::exists(tokenFile());
}

} // namespace tray
