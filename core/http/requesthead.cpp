#include "core/http/requesthead.h"

#include "core/http/fieldsyntax.h"

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
        if (name == lowerCaseName && anyListItem(value, [lowerCaseToken](QByteArrayView token) {
                return token.compare(lowerCaseToken, Qt::CaseInsensitive) == 0;
            }))
            return true;
    }
    return false;
}

QByteArray RequestHead::originForm() const
{
    if (target.startsWith('/') || target == "*")
        return target;
    qsizetype begin = target.indexOf("://") + 3;
    while (begin < target.size() && target[begin] != '/' && target[begin] != '?')
        ++begin;
    if (begin < target.size())
        return target[begin] == '/' ? target.sliced(begin) : '/' + target.sliced(begin);
    return method == "OPTIONS" ? QByteArray("*") : QByteArray("/");
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
