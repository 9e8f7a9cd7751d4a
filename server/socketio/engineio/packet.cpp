#include "server/socketio/engineio/packet.h"

namespace engineio {

base::Result<Packet> decodeTextPacket(const QByteArray &text)
{
    if (text.isEmpty())
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("an empty packet"));
    const int type = text.front() - '0';
    if (type < static_cast<int>(PacketType::Open) || type > static_cast<int>(PacketType::Noop)) {
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("a packet must begin with a type from 0 to 6"));
    }
    return Packet{static_cast<PacketType>(type), text.sliced(1), false};
}

base::Result<Packet> decodePayloadPacket(const QByteArray &text)
{
    if (!text.startsWith('b'))
        return decodeTextPacket(text);
    auto decoded = QByteArray::fromBase64Encoding(text.sliced(1), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("a binary packet must be base64"));
    return Packet{PacketType::Message, *decoded, true};
}

DecodedPayload decodePayload(const QByteArray &body)
{
    DecodedPayload result;
    qsizetype begin = 0;
    while (begin <= body.size()) {
        qsizetype end = body.indexOf(PayloadSeparator, begin);
        if (end < 0)
            end = body.size();
        base::Result<Packet> packet = decodePayloadPacket(body.sliced(begin, end - begin));
        if (!packet) {
            result.error = packet.error();
            return result;
        }
        result.packets.append(std::move(*packet));
        begin = end + 1;
    }
    return result;
}

} // namespace engineio
