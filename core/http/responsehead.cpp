#include "core/http/responsehead.h"

#include "core/http/fieldsyntax.h"

namespace http {

namespace {

bool isNamed(const QByteArray &name, QByteArrayView wanted)
{
    return name.size() == wanted.size() && name.compare(wanted, Qt::CaseInsensitive) == 0;
}

} // namespace

QByteArray ResponseHead::field(QByteArrayView name) const
{
    for (const auto &[known, value] : fields) {
        if (isNamed(known, name))
            return value;
    }
    return {};
}

qsizetype ResponseHead::count(QByteArrayView name) const
{
    qsizetype count = 0;
    for (const auto &entry : fields)
        count += isNamed(entry.first, name) ? 1 : 0;
    return count;
}

bool ResponseHead::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const auto &[known, value] : fields) {
        if (isNamed(known, name) && anyListItem(value, [token](QByteArrayView item) {
                return item.compare(token, Qt::CaseInsensitive) == 0;
            }))
            return true;
    }
    return false;
}

bool ResponseHead::keepAlive() const
{
    if (hasToken("connection", "close"))
        return false;
    return minorVersion >= 1 || hasToken("connection", "keep-alive");
}

bool ResponseHead::acceptsWebSocket() const
{
    return status == 101 && minorVersion >= 1 && hasToken("connection", "upgrade") && count("upgrade") == 1
        && field("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
}

} // namespace http
