#pragma once

#include <QTcpSocket>

namespace frontdoor {

//! Bytes that have been written to the socket and still wait in this process. A QSslSocket encrypts at once,
//! so that its own bytesToWrite() is 0 while everything waits as ciphertext.
qint64 pendingOutput(const QTcpSocket &socket);

} // namespace frontdoor
