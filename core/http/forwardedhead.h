#pragma once

#include "core/http/exchange.h"

#include <QByteArray>
#include <QList>

namespace http {

//! What the local server is to learn of a visitor, and what not.
struct ForwardingContext
{
    QByteArray localHost = "localhost"; //!< the Host that the local server gets
    QByteArray clientAddress; //!< of the visitor, without port; empty: no X-Forwarded-For
    bool isHttps = false; //!< how the visitor came
    QList<QByteArray> privateCookies; //!< names of cookies that end here, such as "relay_token"
    bool bearerIsPrivate = false; //!< "Authorization: Bearer" was for us and ends here
};

//! The head that goes to the local server in place of the visitor's, empty line included; pure. Same method,
//! version, framing and fields (in lower case), but:
//! - the target is in origin form and Host is the local server's;
//! - Origin, which the caller has checked, becomes the local server's own, and a Referer that names the
//!   visitor's host is dropped: a local server that compares them with its Host would take our own pages for
//!   foreign ones. A Referer of another host stays, so that it is seen as that;
//! - hop-by-hop fields are dropped, but for "Connection: Upgrade" and "Upgrade: websocket" of a WebSocket
//!   handshake;
//! - Forwarded, X-Forwarded*, X-Real-IP (also spelled with "_") are dropped, and X-Forwarded-For, -Proto and
//!   -Host written anew;
//! - private cookies and a private bearer token are dropped.
//! A field with CR, LF or NUL in it, which no parsed head has, is left out; a start line with one gives
//! nothing at all.
QByteArray forwardedRequestHead(const RequestHead &head, const ForwardingContext &context);

//! The head that goes to the visitor in place of the local server's, empty line included; pure. Everything
//! stays in its order and spelling but the hop-by-hop fields: Connection is ours ("close" if the visitor's
//! connection ends with this response, "Upgrade" for an accepted WebSocket, "keep-alive" for HTTP/1.0). The
//! version is ours, too: HTTP/1.1 (RFC 9110, section 2.5). CR, LF and NUL as above.
QByteArray forwardedResponseHead(const ResponseHead &head, const Exchange &exchange);

} // namespace http
