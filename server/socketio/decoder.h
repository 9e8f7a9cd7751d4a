#pragma once

#include "server/socketio/packet.h"

#include <optional>

namespace socketio {

//! Puts packets together from the messages of one connection: a text, then as many binaries as it announced.
//! After an error the connection is to be closed.
class Decoder
{
public:
    //! The packet, or nullopt while its attachments are missing.
    base::Result<std::optional<Packet>> addText(const QByteArray &utf8);
    base::Result<std::optional<Packet>> addBinary(const QByteArray &data);

private:
    std::optional<Packet> m_incomplete;
};

} // namespace socketio
