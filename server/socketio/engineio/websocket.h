#pragma once

#include "server/socketio/engineio/frame.h"

#include <QObject>

#include <memory>

namespace engineio {

//! Close codes of RFC 6455, section 7.4.1, that we send.
enum class WebSocketCloseCode {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    PolicyViolated = 1008
};

//! A WebSocket that is up: the seam between a session and the network.
class WebSocket : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! A text or a binary message.
    virtual void send(const Frame &frame) = 0;
    //! What was sent but not yet taken by the kernel.
    virtual qint64 bytesToWrite() const = 0;
    //! Hands to the kernel what it takes now, without waiting.
    virtual void flush() = 0;
    virtual void close(WebSocketCloseCode code) = 0;
    //! Throws away what is unsent and cuts the connection.
    virtual void abort() = 0;
    virtual bool isClosed() const = 0;

    //! Closes a socket that nobody listens to any more; it lives below `parent` until its peer has answered,
    //! and is cut if that takes longer than a few seconds. Safe inside a signal of the socket.
    static void retire(std::unique_ptr<WebSocket> socket, WebSocketCloseCode code, QObject *parent);
    //! The same for a socket that has just been handed over: later, as whoever hands it over is not done with
    //! it.
    static void turnAway(std::unique_ptr<WebSocket> socket, QObject *parent);
    //! The same without ceremony, for a peer that does not read.
    static void drop(std::unique_ptr<WebSocket> socket);

Q_SIGNALS:
    void textReceived(const QByteArray &utf8);
    void binaryReceived(const QByteArray &data);
    //! The kernel took bytes.
    void progressed();
    //! The connection is gone, whoever closed it.
    void closed();
};

} // namespace engineio
