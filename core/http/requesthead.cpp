#include "core/http/requesthead.h"

namespace http {

QByteArray RequestHead::field(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : fields) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

qsizetype RequestHead::count(QByteArrayView lowerCaseName) const
{
    qsizetype count = 0;
    for (const auto &entry : fields) {
        if (entry.first == lowerCaseName)
            ++count;
    }
    return count;
}

bool RequestHead::hasToken(QByteArrayView lowerCaseName, QByteArrayView lowerCaseToken) const
{
    for (const auto &[name, value] : fields) {
        if (name != lowerCaseName)
            continue;
        const QList<QByteArray> tokens = value.split(',');
        for (const QByteArray &token : tokens) {
            if (token.trimmed().compare(lowerCaseToken, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

bool RequestHead::keepAlive() const
{
    return minorVersion >= 1 && !hasToken("connection", "close");
}

bool RequestHead::isWebSocketUpgrade() const
{
    return method == "GET" && minorVersion >= 1 && framing == Framing::None
        && hasToken("connection", "upgrade") && count("upgrade") == 1
        && field("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
}

} // namespace http
