#pragma once

#include "core/base/result.h"
#include "server/socketio/namespace.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace socketio {

//! Socket.IO v5 packet types; the value is the digit on the wire.
enum class PacketType {
    Connect = 0,
    Disconnect = 1,
    Event = 2,
    Ack = 3,
    ConnectError = 4,
    BinaryEvent = 5,
    BinaryAck = 6,
};

//! More binary arguments in one packet are refused, as the reference does since socket.io-parser 4.2.6.
inline constexpr int MaxAttachments = 10;
inline constexpr qsizetype MaxNamespaceLength = 256;

//! One packet of a client: `<type>[<n>-][/namespace,][id][json]`.
struct Packet
{
    PacketType type = PacketType::Connect;
    QString space = QStringLiteral("/"); //!< the namespace, "/" if none is named
    std::optional<quint64> id; //!< of the acknowledgement, wanted or given
    QJsonObject payload; //!< of CONNECT
    QString event; //!< of EVENT and BINARY_EVENT
    Arguments arguments; //!< of events and acknowledgements; the attachments follow in messages of their own
    int attachmentCount = 0;
};

//! Reads the text of a packet and checks all of it: types, names that clients may not emit, and that each
//! placeholder has its attachment. Specification: https://socket.io/docs/v4/socket-io-protocol/
base::Result<Packet> decodePacket(const QByteArray &text);

} // namespace socketio
