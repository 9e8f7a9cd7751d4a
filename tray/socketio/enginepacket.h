#pragma once

#include "core/base/result.h"

#include <QString>

#include <chrono>

namespace tray {

//! One text message of Engine.IO 4 over a WebSocket: a digit and what follows.
struct EnginePacket
{
    enum class Type { Open, Close, Ping, Pong, Message, Upgrade, Noop };

    Type type = Type::Noop;
    QString data;

    bool operator==(const EnginePacket &) const = default;
};

base::Result<EnginePacket> decodeEnginePacket(const QString &text);
QString encodeEnginePacket(const EnginePacket &packet);

//! What the server tells in its Open packet, as far as a WebSocket client needs it.
struct EngineHandshake
{
    std::chrono::milliseconds pingInterval{25'000};
    std::chrono::milliseconds pingTimeout{20'000};
};

base::Result<EngineHandshake> decodeEngineHandshake(const QString &json);

} // namespace tray
