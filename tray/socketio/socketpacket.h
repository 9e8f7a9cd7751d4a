#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace tray {

//! One packet of Socket.IO 5, in the namespace "/". Binary ones are recognised, so that they can be left out.
struct SocketPacket
{
    enum class Type { Connect, Disconnect, Event, Ack, ConnectError, BinaryEvent, BinaryAck };

    Type type = Type::Event;
    std::optional<quint64> id; //!< of an Ack, or of an Event that wants one
    QJsonValue data; //!< an array for Event and Ack, an object for Connect and ConnectError

    bool operator==(const SocketPacket &) const = default;
};

//! An error for what is none; a packet of another namespace is one too, because none was joined.
base::Result<SocketPacket> decodeSocketPacket(const QString &text);
QString encodeSocketPacket(const SocketPacket &packet);

} // namespace tray
