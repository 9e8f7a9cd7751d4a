#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QPair>
#include <QString>

namespace http {

//! Header fields in the order they came, values without surrounding blanks. Names are in lower case in a
//! request, as they were spelled in a response.
using Fields = QList<QPair<QByteArray, QByteArray>>;

//! How the end of a body is found (RFC 9112, section 6.3). There is exactly one rule per message.
enum class Framing {
    None, //!< no body
    Length, //!< Content-Length bytes
    Chunked,
    UntilClose, //!< responses only: all up to the end of the connection
};

//! Why bytes are not the HTTP that we accept: the status to answer with and words for a person.
struct ProtocolError
{
    int status = 400;
    QString message;
};

//! Request line and header fields, as HeadParser has checked them.
struct RequestHead
{
    QByteArray method; //!< as sent; methods are case-sensitive
    QByteArray target; //!< as sent: "/path?query", "http://host/path" (that host is the Host) or "*"
    int minorVersion = 1; //!< of HTTP/1.x: 0 or 1
    Fields fields;
    Framing framing = Framing::None;
    quint64 contentLength = 0; //!< only with Framing::Length

    //! The first value; empty if absent.
    QByteArray field(QByteArrayView lowerCaseName) const;
    qsizetype count(QByteArrayView lowerCaseName) const;
    //! Whether a comma-separated field ("connection", "upgrade") has that token, whatever its case.
    bool hasToken(QByteArrayView lowerCaseName, QByteArrayView lowerCaseToken) const;
    //! The target without scheme and host (RFC 9112, sections 3.2.1 and 3.2.4): "/path?query" or "*".
    QByteArray originForm() const;
    //! Whether the client is ready for another request on this connection: HTTP/1.1 without "Connection:
    //! close".
    bool keepAlive() const;
    //! A WebSocket handshake in the strict sense of RFC 6455, section 4.2.1 (its key and version are not
    //! looked at).
    bool isWebSocketUpgrade() const;
};

} // namespace http
