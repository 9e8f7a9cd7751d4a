#include "relay/frontdoor/pendingoutput.h"

#include <QSslSocket>

namespace frontdoor {

qint64 pendingOutput(const QTcpSocket &socket)
{
    const auto *tls = qobject_cast<const QSslSocket *>(&socket);
    return socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

} // namespace frontdoor
