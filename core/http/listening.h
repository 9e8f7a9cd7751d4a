#pragma once

#include "core/base/result.h"

#include <QTcpServer>

namespace http {

//! Opens the server; port 0 takes any free one. Gives the port, or what is wrong in words for the person who
//! starts the program.
base::Result<quint16> listenOn(QTcpServer &server, const QHostAddress &address, quint16 port);

} // namespace http
