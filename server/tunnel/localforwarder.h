#pragma once

#include "core/tunnel/stream.h"

#include <QObject>

namespace uplink {

//! Gives every stream of the tunnel its own connection to the local server.
class LocalForwarder final : public QObject
{
    Q_OBJECT

public:
    //! `port` is on 127.0.0.1.
    explicit LocalForwarder(quint16 port, QObject *parent = nullptr);

    //! For Session::streamOpened.
    void accept(tunnel::Stream *stream);

private:
    quint16 m_port;
    QByteArray m_readBuffer; //!< shared by all connections: its content never outlives one read
};

} // namespace uplink
