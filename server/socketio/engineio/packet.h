#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace engineio {

//! Engine.IO v4 packet types; the value is the digit on the wire.
enum class PacketType { Open = 0, Close = 1, Ping = 2, Pong = 3, Message = 4, Upgrade = 5, Noop = 6 };

//! One packet as it was received. Only a Message can be binary.
struct Packet
{
    PacketType type = PacketType::Noop;
    QByteArray data; //!< UTF-8 without the type digit, or the binary itself
    bool binary = false;
};

//! What stands between the packets of a polling payload (ASCII record separator).
inline constexpr char PayloadSeparator = '\x1e';

//! `<digit><data>`: a WebSocket text message, or a text packet of a payload.
base::Result<Packet> decodeTextPacket(const QByteArray &text);
//! A packet of a payload: `<digit><data>` or `b<base64>`.
base::Result<Packet> decodePayloadPacket(const QByteArray &text);

//! The packets before the first that is wrong, and what is wrong with it.
struct DecodedPayload
{
    QList<Packet> packets;
    std::optional<base::Error> error;
};

//! The body of a POST (or of an answered poll).
DecodedPayload decodePayload(const QByteArray &body);

} // namespace engineio
