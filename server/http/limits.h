#pragma once

#include <QtGlobal>

#include <chrono>

namespace http {

//! What one client, and all of them together, may cost the server. Tests give smaller ones.
struct Limits
{
    qsizetype headBytes = 64 * 1024;
    quint64 bodyBytes = 64ULL * 1024 * 1024;
    //! Bodies that are still being received, over all connections.
    quint64 totalBodyBytes = 256ULL * 1024 * 1024;
    int connections = 8192; //!< WebSockets included; a relay lets 4,096 visitors in

    //! From the first byte of a head to its last.
    std::chrono::milliseconds headTime = std::chrono::seconds(10);
    //! Between requests, and before the first one.
    std::chrono::milliseconds idleTime = std::chrono::seconds(75);
    //! Without a byte of progress in a body, or in an answer that the client does not read.
    std::chrono::milliseconds stallTime = std::chrono::seconds(30);
    //! How long a connection that is to be closed may take to read its last answer.
    std::chrono::milliseconds lingerTime = std::chrono::seconds(2);

    quint64 webSocketMessageBytes = 64ULL * 1024 * 1024;
    quint64 webSocketFrameBytes = 64ULL * 1024 * 1024;
};

} // namespace http
