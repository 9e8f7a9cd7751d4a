#pragma once

#include "server/socketio/engineio/settings.h"

#include <chrono>

namespace socketio {

//! How a Socket.IO server behaves; the defaults are those of the reference implementation.
struct Settings
{
    engineio::Settings engine{.path = QStringLiteral("/socket.io/")};
    //! How long a connection may stay without having joined a namespace.
    std::chrono::milliseconds connectTimeout{45'000};
};

} // namespace socketio
