#pragma once

#include "core/http/responsehead.h"

#include <optional>

namespace http {

//! What has to be remembered of a request to read and to write its response, while the request itself is
//! gone.
struct Exchange
{
    bool isHead = false;
    bool isWebSocketUpgrade = false;
    int minorVersion = 1; //!< the visitor's: 0 or 1
    //! Whether the visitor's connection may take another request afterwards. The owner of the connection may
    //! turn it off (shutdown, an unread body).
    bool keepAlive = true;

    static Exchange of(const RequestHead &request);

    //! Why this head cannot answer that request, with status 502: 101 where no WebSocket was asked for, or in
    //! a wrong form; an interim or chunked response for HTTP/1.0, which knows neither.
    std::optional<ProtocolError> mismatch(const ResponseHead &response) const;
    //! How the end of the response's body is found.
    Framing framing(const ResponseHead &response) const;
    //! Whether the visitor's connection takes another request after this (final) response.
    bool keepsVisitorAfter(const ResponseHead &response) const;
    //! Whether the connection to the local server takes another request after it. Never for HTTP/1.0, where
    //! servers close without saying so.
    bool keepsServerAfter(const ResponseHead &response) const;
};

} // namespace http
