#include "server/tunnel/localforwarder.h"

#include "server/tunnel/localconnection.h"

namespace uplink {

LocalForwarder::LocalForwarder(quint16 port, QObject *parent)
    : QObject(parent)
    , m_port(port)
    , m_readBuffer(tunnel::MaxDataBytes, Qt::Uninitialized)
{
}

void LocalForwarder::accept(tunnel::Stream *stream)
{
    auto *connection = new LocalConnection(*stream, m_readBuffer, this); // deletes itself when it has ended
    connection->open(m_port);
}

} // namespace uplink
