#pragma once

#include "server/socketio/engineio/settings.h"
#include "server/socketio/engineio/websocket.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace engineio {

//! The WebSocket that carries a session, with the bounds on what it may have waiting. Its counterpart is
//! PollChannel.
class WebSocketChannel : public QObject
{
    Q_OBJECT

public:
    explicit WebSocketChannel(const Settings &settings, QObject *parent = nullptr);

    bool isOpen() const { return m_socket != nullptr; }
    void open(std::unique_ptr<WebSocket> socket);
    //! False, and nothing sent, if more would wait than is allowed.
    [[nodiscard]] bool send(const Frame &frame);
    //! Bytes wait, and the peer has taken none for too long.
    bool isStalled() const;
    //! `keeper` owns the socket until the closing handshake is through.
    void close(WebSocketCloseCode code, QObject *keeper);
    //! Without a handshake, for a peer that does not read.
    void drop();

Q_SIGNALS:
    void textReceived(const QByteArray &utf8);
    void binaryReceived(const QByteArray &data);
    void clientGone();

private:
    const Settings &m_settings;
    std::unique_ptr<WebSocket> m_socket;
    QElapsedTimer m_sinceProgress;
};

} // namespace engineio
