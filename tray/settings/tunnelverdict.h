#pragma once

#include "core/tunnel/limits.h"

#include <QAbstractSocket>
#include <QString>

namespace tray {

//! What a test of the tunnel has found.
enum class TunnelVerdict {
    Works,
    BadAddress,
    NameNotFound,
    ConnectionRefused,
    Unreachable,
    TlsFailed,
    NotARelay, //!< something answers, but not as a relay
    WrongToken,
    RelayTooOld,
    RelayTooNew,
    NoAnswer,
    Lost, //!< anything else
};

//! For a person: what is wrong, and what to do.
QString verdictWords(TunnelVerdict verdict, const QString &host, const QString &detail);

//! Of a connection that failed before the relay said anything. `errorText` is Qt's.
TunnelVerdict verdictOfError(QAbstractSocket::SocketError error, const QString &errorText);
//! Of a relay that closed the connection: "The relay speaks protocol 1, the machine 2".
TunnelVerdict verdictOfClose(tunnel::CloseCode code, const QString &reason);

} // namespace tray
