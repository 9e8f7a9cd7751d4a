#include "server/socketio/engineio/qtwebsocket.h"

namespace engineio {

QtWebSocket::QtWebSocket(std::unique_ptr<QWebSocket> socket, qint64 maxPayload, QObject *parent)
    : WebSocket(parent)
    , m_socket(std::move(socket))
{
    // The frame limit is checked as soon as the length is known, before anything is buffered.
    m_socket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(maxPayload));
    m_socket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(maxPayload));
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
        [this](const QString &text) { Q_EMIT textReceived(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &WebSocket::binaryReceived);
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &WebSocket::progressed);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &WebSocket::closed);
}

QtWebSocket::~QtWebSocket()
{
    m_socket->disconnect(this);
}

void QtWebSocket::send(const Frame &frame)
{
    if (frame.isBinary())
        m_socket->sendBinaryMessage(frame.bytes());
    else
        m_socket->sendTextMessage(frame.string());
}

qint64 QtWebSocket::bytesToWrite() const
{
    return m_socket->bytesToWrite();
}

void QtWebSocket::flush()
{
    m_socket->flush();
}

void QtWebSocket::close(WebSocketCloseCode code)
{
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code));
}

void QtWebSocket::abort()
{
    m_socket->abort();
}

bool QtWebSocket::isClosed() const
{
    return m_socket->state() == QAbstractSocket::UnconnectedState;
}

} // namespace engineio
