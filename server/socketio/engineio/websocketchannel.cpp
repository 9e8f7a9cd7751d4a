#include "server/socketio/engineio/websocketchannel.h"

namespace engineio {

WebSocketChannel::WebSocketChannel(const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
}

void WebSocketChannel::open(std::unique_ptr<WebSocket> socket)
{
    Q_ASSERT(!isOpen());
    m_socket = std::move(socket);
    m_sinceProgress.start();
    connect(m_socket.get(), &WebSocket::textReceived, this, &WebSocketChannel::textReceived);
    connect(m_socket.get(), &WebSocket::binaryReceived, this, &WebSocketChannel::binaryReceived);
    connect(m_socket.get(), &WebSocket::progressed, this, [this] { m_sinceProgress.start(); });
    connect(m_socket.get(), &WebSocket::closed, this, &WebSocketChannel::clientGone);
}

bool WebSocketChannel::send(const Frame &frame)
{
    qint64 waiting = m_socket->bytesToWrite();
    if (waiting == 0) {
        m_sinceProgress.start(); // the time without anything to write does not count
    } else if (waiting + frame.size() > m_settings.maxQueuedBytes) {
        // A burst within one turn of the event loop says nothing about the client yet.
        m_socket->flush();
        waiting = m_socket->bytesToWrite();
    }
    if (waiting + frame.size() > m_settings.maxQueuedBytes)
        return false;
    m_socket->send(frame);
    return true;
}

bool WebSocketChannel::isStalled() const
{
    return m_socket && m_socket->bytesToWrite() > 0
        && std::chrono::milliseconds(m_sinceProgress.elapsed()) > m_settings.drainTimeout;
}

void WebSocketChannel::close(WebSocketCloseCode code, QObject *keeper)
{
    WebSocket::retire(std::move(m_socket), code, keeper);
}

void WebSocketChannel::drop()
{
    WebSocket::drop(std::move(m_socket));
}

} // namespace engineio
