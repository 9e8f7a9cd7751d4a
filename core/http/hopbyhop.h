#pragma once

#include "core/http/requesthead.h"

namespace http {

//! Which fields of one head are for the next connection only and are not forwarded (RFC 9110, section 7.6.1):
//! Connection itself, the fields it names, Keep-Alive, Proxy-Connection, Proxy-Authenticate,
//! Proxy-Authorization, TE and Upgrade. Transfer-Encoding and Trailer are not among them here, since chunked
//! bytes pass through as they are. Content-Length, Transfer-Encoding and Host are kept even when Connection
//! names them: without them the next one would read the message differently.
class HopByHop
{
public:
    //! All Connection fields of one head together; the parsers refuse more. Every field is looked up in them.
    static constexpr qsizetype MaxConnectionBytes = 512;
    static bool isTooLarge(const Fields &fields);

    //! Observes `fields`, which must outlive this.
    explicit HopByHop(const Fields &fields);

    //! `name` in any case.
    bool has(QByteArrayView name) const;

private:
    bool isNamedByConnection(QByteArrayView name) const;

    QList<QByteArrayView> m_connections; //!< the values of all Connection fields that name others
};

} // namespace http
