#include "tray/socketio/enginepacket.h"

#include "core/base/jsonreader.h"

namespace tray {

namespace {

constexpr char16_t FirstType = u'0';
constexpr char16_t LastType = u'6';
constexpr qint64 LongestTime = 3'600'000;

} // namespace

base::Result<EnginePacket> decodeEnginePacket(const QString &text)
{
    if (text.isEmpty() || text[0] < FirstType || text[0] > LastType)
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("No Engine.IO packet"));
    return EnginePacket{EnginePacket::Type(text[0].unicode() - FirstType), text.sliced(1)};
}

QString encodeEnginePacket(const EnginePacket &packet)
{
    return QChar(char16_t(FirstType + int(packet.type))) + packet.data;
}

base::Result<EngineHandshake> decodeEngineHandshake(const QString &json)
{
    const auto object = base::parseJsonObject(json.toUtf8());
    if (!object)
        return tl::unexpected(object.error());
    base::JsonReader reader(*object);
    const EngineHandshake handshake{std::chrono::milliseconds(reader.integer("pingInterval", 1, LongestTime)),
        std::chrono::milliseconds(reader.integer("pingTimeout", 1, LongestTime))};
    if (reader.error())
        return tl::unexpected(*reader.error());
    return handshake;
}

} // namespace tray
