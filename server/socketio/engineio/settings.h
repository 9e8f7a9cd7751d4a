#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>

namespace engineio {

//! A client that has this much waiting for it does not read any more: it is dropped, the queue does not grow.
inline constexpr qint64 DefaultMaxQueuedBytes = 8LL * 1024 * 1024;
inline constexpr int DefaultMaxSessions = 4096;

//! How an Engine.IO server behaves; the defaults are those of the reference implementation.
struct Settings
{
    //! Requests below this path are ours; begins and ends with '/'.
    QString path = QStringLiteral("/engine.io/");

    std::chrono::milliseconds pingInterval{25'000};
    //! How long a ping may stay without its pong.
    std::chrono::milliseconds pingTimeout{20'000};
    //! How long a WebSocket may take from its arrival to the `5` that makes it the transport.
    std::chrono::milliseconds upgradeTimeout{10'000};
    //! During an upgrade an empty poll is held this long, then answered `6`. Not zero: a `5` that was sent
    //! just before the poll, over the other connection, must be able to overtake it.
    std::chrono::milliseconds upgradeNoopDelay{50};
    //! How long a session that we closed waits for the poll that tells its client.
    std::chrono::milliseconds closeTimeout{30'000};
    //! A WebSocket that has bytes to write and did not write any for this long is dropped at the next ping.
    std::chrono::milliseconds drainTimeout{30'000};

    //! Largest POST body and WebSocket message, in bytes.
    qint64 maxPayload = 1'000'000;
    qint64 maxQueuedBytes = DefaultMaxQueuedBytes;
    int maxSessions = DefaultMaxSessions;

    //! Which origins may talk to us; requests without Origin always may. Empty: all may, but browsers are
    //! told to leave their cookies at home (`Access-Control-Allow-Origin: *`).
    std::function<bool(const QByteArray &origin)> allowedOrigin = nullptr;
};

} // namespace engineio
