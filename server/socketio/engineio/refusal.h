#pragma once

#include <QByteArray>

namespace engineio {

//! Why a request is not served; code and message are part of the protocol.
struct Refusal
{
    int status; //!< of HTTP
    int code;
    const char *message;

    //! `{"code":…,"message":"…"}`
    QByteArray json() const;
};

inline constexpr Refusal UnknownTransport{400, 0, "Transport unknown"};
inline constexpr Refusal UnknownSession{400, 1, "Session ID unknown"};
inline constexpr Refusal BadHandshakeMethod{400, 2, "Bad handshake method"};
inline constexpr Refusal BadRequest{400, 3, "Bad request"};
inline constexpr Refusal Forbidden{403, 4, "Forbidden"};
inline constexpr Refusal UnsupportedProtocol{400, 5, "Unsupported protocol version"};
//! Ours: the session bound is reached, or the server shuts down. Clients try again later.
inline constexpr Refusal Unavailable{503, 4, "Too many sessions"};

} // namespace engineio
