#pragma once

#include "core/http/requesthead.h"

namespace http {

//! Status line and header fields, as ResponseHeadParser has checked them.
struct ResponseHead
{
    int minorVersion = 1; //!< of HTTP/1.x: 0 or 1
    int status = 200; //!< 100 to 999
    QByteArray reason; //!< often empty
    Fields fields; //!< names as they were spelled
    //! As if the request was not a HEAD: see Exchange for what follows in truth.
    Framing framing = Framing::UntilClose;
    quint64 contentLength = 0; //!< only with Framing::Length

    //! The first value; empty if absent. Names are compared whatever their case.
    QByteArray field(QByteArrayView name) const;
    qsizetype count(QByteArrayView name) const;
    //! Whether a comma-separated field has that token, whatever its case.
    bool hasToken(QByteArrayView name, QByteArrayView token) const;

    //! Whether the sender says that it takes another request on this connection (RFC 9112, section 9.3); see
    //! Exchange for whether it can.
    bool keepAlive() const;
    //! 100, 102, 103 …: another head follows, the final one.
    bool isInterim() const { return status < 200 && status != 101; }
    //! 101 with the fields that RFC 6455, section 4.2.2 demands (Sec-WebSocket-Accept is the browser's to
    //! check).
    bool acceptsWebSocket() const;
};

} // namespace http
