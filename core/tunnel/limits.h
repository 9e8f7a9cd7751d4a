#pragma once

#include <QtGlobal>

#include <chrono>

namespace tunnel {

//! Spoken by this program; a hello with another number is answered by close code 4004.
constexpr int ProtocolVersion = 2;

//! Bytes of one DATA frame's payload.
constexpr qsizetype MaxDataBytes = 64 * 1024;
//! Bytes of every other frame's payload, and of a handshake message.
constexpr qsizetype MaxControlBytes = 4 * 1024;
//! Bytes of one WebSocket message: the type, the stream and the payload.
constexpr qsizetype FrameHeaderBytes = 5;
constexpr qsizetype MaxFrameBytes = FrameHeaderBytes + MaxDataBytes;

//! Streams that may be open at the same time.
constexpr int MaxStreams = 4096;

//! What a receiver may have to hold of one stream: where it starts, and how far it grows.
constexpr qint64 InitialWindow = 256 * 1024;
constexpr qint64 MaxWindow = 4 * 1024 * 1024;
//! Of all streams of one tunnel together: 64 MiB. It is kept by what streams are opened with (LargeStreams ×
//! 256 KiB, all further ones 8 KiB: 40 MiB at most) and by what all of them together may grow.
constexpr qint64 SmallWindow = 8 * 1024;
constexpr int LargeStreams = 32;
//! What a round trip counts as, at least, when a window may grow.
constexpr std::chrono::milliseconds ShortestRoundTrip{10};
constexpr qint64 MaxGrowth = 24 * 1024 * 1024;

//! Bytes that may wait in the WebSocket before streams have to wait: enough to keep the kernel busy, and so
//! little that a new stream's first frame is not behind megabytes of another's.
constexpr qint64 MaxBytesToWrite = 256 * 1024;
//! DATA never comes to this; a peer that makes us answer it but does not read can.
constexpr qint64 MaxUnsentBytes = 4 * 1024 * 1024;

//! A relay closes a tunnel that has not said hello and proved itself by then.
constexpr std::chrono::seconds HandshakeTime{5};
constexpr std::chrono::seconds PingInterval{10};
//! That many pings without a single frame in return: the link is dead.
constexpr int MaxUnansweredPings = 2;

//! Close codes of the WebSocket that are ours (RFC 6455, section 7.4.2: 4000 to 4999 are private).
enum class CloseCode : quint16 {
    Normal = 1000, //!< also "Replaced by new connection"
    GoingAway = 1001,
    ProtocolError = 1002,
    NoHello = 4001, //!< no hello in time
    BadHello = 4002, //!< not JSON, or not what was due
    InvalidToken = 4003,
    UnknownProtocol = 4004,
};

//! Why a relay closes a tunnel (CloseCode::Normal) when another of the same machine name has come.
constexpr const char *ReplacedReason = "Replaced by new connection";

} // namespace tunnel
