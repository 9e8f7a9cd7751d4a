#pragma once

#include "core/http/answer.h"
#include "core/http/request.h"

#include <QStringList>

#include <optional>

namespace http {

//! Keeps other web sites from acting through a visitor's browser (cross-site request forgery and WebSocket
//! hijacking): a request that can change something (any method but GET, HEAD, OPTIONS), every upgrade, and
//! everything below the guarded prefixes must come from our own pages. No Origin is fine, since only browsers
//! send one; otherwise it has to name the host of the Host header, or be listed. Origin "null" and
//! "Sec-Fetch-Site: cross-site" are refused. A RequestCheck.
class OriginCheck
{
public:
    //! `allowedOrigins`: "scheme://host[:port]".
    explicit OriginCheck(const QStringList &allowedOrigins = {},
        QStringList guardedPrefixes = {QStringLiteral("/socket.io/")});

    std::optional<Answer> operator()(const Request &request, bool isUpgrade) const;

private:
    bool isGuarded(const Request &request, bool isUpgrade) const;

    QList<QByteArray> m_origins; //!< lower case
    QStringList m_guardedPrefixes;
};

} // namespace http
