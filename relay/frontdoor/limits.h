#pragma once

#include <QtGlobal>

#include <chrono>

namespace frontdoor {

//! What visitors, alone and together, may cost the relay. Tests give smaller ones.
struct Limits
{
    qsizetype headBytes = 64 * 1024;
    //! Body of a request that the relay answers itself (a login).
    quint64 ownBodyBytes = 64 * 1024;
    int connections = 4096; //!< tunnels included
    int connectionsPerAddress = 512; //!< trusted proxies may have all of them

    //! From the first byte of a head to its last; also for the TLS handshake.
    std::chrono::milliseconds headTime = std::chrono::seconds(10);
    //! Between requests, and before the first one.
    std::chrono::milliseconds idleTime = std::chrono::seconds(75);
    //! Without a byte of progress in a request's body, or in a response that the visitor does not read.
    std::chrono::milliseconds stallTime = std::chrono::minutes(5);
    //! From the last byte of a request to its response's head.
    std::chrono::milliseconds responseTime = std::chrono::seconds(30);
    //! How long a connection that is to be closed may take to read its last answer.
    std::chrono::milliseconds lingerTime = std::chrono::seconds(2);
    //! From the handshake of a tunnel's WebSocket to its proof.
    std::chrono::milliseconds tunnelHandshakeTime = std::chrono::seconds(5);
};

//! What a visitor's socket may hold: unread input, and output that the visitor has not taken. Beyond it the
//! other side gets no more credit.
constexpr qint64 MaxInputBytes = 64 * 1024;
constexpr qint64 MaxOutputBytes = 64 * 1024;

} // namespace frontdoor
