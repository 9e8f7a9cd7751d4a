#pragma once

#include "core/base/ids.h"

#include <QString>

namespace tray {

enum class ServerPhase {
    Looking, //!< it is not known yet whether one runs
    Stopped,
    Starting,
    Running,
    Unresponsive, //!< its process lives, but does not answer, or something else answers
    Stopping,
    Crashed, //!< it will be started again at `retryAt`
    Failed, //!< it could not be started, or crashes again and again: nothing happens by itself
};

//! What the tray knows of the server's process.
struct ServerState
{
    ServerPhase phase = ServerPhase::Looking;
    qint64 pid = 0; //!< 0: none
    quint16 port = 0; //!< 0: not known
    QString version;
    base::Timestamp startedAt = 0; //!< 0: not known
    base::Timestamp retryAt = 0; //!< when Crashed
    QString problem; //!< when Unresponsive, Crashed or Failed: why, in words

    bool operator==(const ServerState &) const = default;
};

} // namespace tray
