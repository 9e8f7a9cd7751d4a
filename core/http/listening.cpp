#include "core/http/listening.h"

namespace http {

base::Result<quint16> listenOn(QTcpServer &server, const QHostAddress &address, quint16 port)
{
    if (server.listen(address, port))
        return server.serverPort();
    const QString place = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    if (server.serverError() == QAbstractSocket::AddressInUseError) {
        return base::failure(
            base::ErrorCode::Conflict, QStringLiteral("Another program already listens on %1").arg(place));
    }
    return base::failure(
        base::ErrorCode::Io, QStringLiteral("Cannot listen on %1: %2").arg(place, server.errorString()));
}

} // namespace http
