#pragma once

#include "server/socketio/connectcheck.h"
#include "server/socketio/decoder.h"
#include "server/socketio/encodedpacket.h"
#include "server/socketio/engineio/session.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace socketio {

class ClientSocket;
class RoomedNamespace;

//! One connection that speaks Socket.IO: takes its packets apart by namespace. Whoever breaks the protocol is
//! cut off.
class Client : public QObject
{
    Q_OBJECT

public:
    //! The namespace of a name; null if there is none.
    using FindNamespace = std::function<RoomedNamespace *(const QString &name)>;

    //! Becomes the session's child and goes with it.
    Client(engineio::Session *session, FindNamespace findNamespace, ConnectCheck check,
        std::chrono::milliseconds connectTimeout);

    QString peer() const;
    void send(const EncodedPacket &packet);
    //! Forgets a socket that has left its namespace, and lets it go.
    void remove(ClientSocket *socket);

private:
    void onDecoded(const base::Result<std::optional<Packet>> &packet);
    void onPacket(const Packet &packet);
    void onConnect(const Packet &packet);
    void onClosed();

    engineio::Session *const m_session;
    const FindNamespace m_findNamespace;
    const ConnectCheck m_check;
    Decoder m_decoder;
    QTimer m_connectDeadline;
    QHash<QString, ClientSocket *> m_sockets; //!< by namespace
};

} // namespace socketio
