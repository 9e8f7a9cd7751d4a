#pragma once

#include "core/tunnel/session.h"

#include <QTimer>
#include <QWebSocket>

#include <memory>

class QSslSocket;

namespace tunnel {

//! A Session on an authenticated WebSocket: frames in and out, pings in time, and the end of both. Delete it
//! by deleteLater(): it may be on the stack when it tells of its end.
class Link final : public QObject, private Channel
{
    Q_OBJECT

public:
    Link(Session::Role role, std::unique_ptr<QWebSocket> socket, QObject *parent = nullptr);
    ~Link() override;

    Session &session() { return m_session; }
    //! As the other side gave it; that of RFC 6455 for a lost connection (1001, 1006) if it gave none.
    QWebSocketProtocol::CloseCode closeCode() const { return m_socket->closeCode(); }
    //! When the last frame came.
    std::chrono::steady_clock::time_point lastHeard() const { return m_lastHeard; }

    //! Ends it from our side: streams are reset, the WebSocket is closed. ended() follows.
    void close(CloseCode code, const QString &reason);

Q_SIGNALS:
    //! Once, with words for a person. Every stream has been reset by then.
    void ended(const QString &reason);

private:
    void send(const QByteArray &frame) override;
    qint64 bytesToWrite() const override;
    void end(const QString &reason);

    std::unique_ptr<QWebSocket> m_socket;
    QSslSocket *m_tls; //!< below m_socket, where it can be seen: at the side that connects by wss; or null
    Session m_session;
    QTimer m_heartbeat;
    std::chrono::steady_clock::time_point m_lastHeard;
    bool m_hasEnded = false;
};

//! Words for a WebSocket that was closed by the other side or by an error.
QString reasonOf(const QWebSocket &socket);

//! The limits that every tunnel's WebSocket has.
void setLimits(QWebSocket &socket);

} // namespace tunnel
