#include "server/socketio/decoder.h"

namespace socketio {

base::Result<std::optional<Packet>> Decoder::addText(const QByteArray &utf8)
{
    if (m_incomplete)
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("an attachment was expected"));
    base::Result<Packet> packet = decodePacket(utf8);
    if (!packet)
        return tl::unexpected(packet.error());
    if (packet->attachmentCount == 0)
        return std::optional(std::move(*packet));
    m_incomplete = std::move(*packet);
    return std::optional<Packet>();
}

base::Result<std::optional<Packet>> Decoder::addBinary(const QByteArray &data)
{
    if (!m_incomplete)
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("no attachment was expected"));
    m_incomplete->arguments.attachments.append(data);
    if (m_incomplete->arguments.attachments.size() < m_incomplete->attachmentCount)
        return std::optional<Packet>();
    return std::exchange(m_incomplete, std::nullopt);
}

} // namespace socketio
