#pragma once

#include "core/http/requesthead.h"
#include "tests/fuzz/property.h"

namespace fuzz {

//! What Connection names, found in another way than the product does.
inline QList<QByteArray> connectionOptions(const http::Fields &fields)
{
    QList<QByteArray> options;
    for (const auto &[name, value] : fields) {
        if (name.toLower() == "connection") {
            const QList<QByteArray> items = value.toLower().split(',');
            for (const QByteArray &item : items)
                options.append(item.trimmed());
        }
    }
    return options;
}

//! Whether a field of that name may be in a forwarded head, Connection and Upgrade aside.
inline bool mayBeForwarded(const QByteArray &name, const QList<QByteArray> &options)
{
    const QByteArray lower = name.toLower();
    if (lower == "content-length" || lower == "transfer-encoding" || lower == "host")
        return true;
    static const QList<QByteArray> hopByHop{"connection", "keep-alive", "proxy-authenticate",
        "proxy-authorization", "proxy-connection", "te", "upgrade"};
    return !hopByHop.contains(lower) && !options.contains(lower);
}

} // namespace fuzz
