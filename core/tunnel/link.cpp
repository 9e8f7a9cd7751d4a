#include "core/tunnel/link.h"

#include <QSslSocket>

namespace tunnel {

Link::Link(Session::Role role, std::unique_ptr<QWebSocket> socket, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_tls(m_socket->findChild<QSslSocket *>())
    , m_session(role, *this)
    , m_lastHeard(std::chrono::steady_clock::now())
{
    setLimits(*m_socket);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &message) {
        m_lastHeard = std::chrono::steady_clock::now();
        m_session.receive(message);
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
        [this] { close(CloseCode::ProtocolError, QStringLiteral("a text message after the handshake")); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, &m_session, &Session::pump);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, &m_session, &Session::pump);
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] { end(reasonOf(*m_socket)); });
    connect(
        &m_session, &Session::failed, this,
        [this](const QString &why) { close(CloseCode::ProtocolError, why); }, Qt::QueuedConnection);
    m_heartbeat.setTimerType(Qt::PreciseTimer);
    connect(&m_heartbeat, &QTimer::timeout, &m_session, &Session::heartbeat);
    m_heartbeat.start(PingInterval);
    m_session.heartbeat(); // the round trip is wanted before the first ten seconds are over
}

Link::~Link()
{
    m_socket->disconnect(this);
    m_session.disconnect(this);
}

void Link::close(CloseCode code, const QString &reason)
{
    if (m_hasEnded)
        return;
    m_session.abandon();
    // A dead peer never answers the close handshake; ended() must not wait for it.
    m_socket->disconnect(this);
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    end(reason);
}

void Link::end(const QString &reason)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_heartbeat.stop();
    m_session.abandon();
    Q_EMIT ended(reason);
}

void Link::send(const QByteArray &frame)
{
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->sendBinaryMessage(frame);
}

qint64 Link::bytesToWrite() const
{
    // With TLS everything is encrypted at once, and waits as that.
    return m_socket->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

QString reasonOf(const QWebSocket &socket)
{
    if (!socket.closeReason().isEmpty())
        return socket.closeReason();
    // Qt has no words for a connection that the other side just ended.
    const bool hasWords = socket.error() != QAbstractSocket::UnknownSocketError
        && socket.error() != QAbstractSocket::RemoteHostClosedError;
    if (hasWords)
        return socket.errorString();
    if (socket.closeCode() == QWebSocketProtocol::CloseCodeNormal)
        return QStringLiteral("The other side closed the connection");
    return QStringLiteral("The connection was closed (code %1)").arg(int(socket.closeCode()));
}

void setLimits(QWebSocket &socket)
{
    socket.setMaxAllowedIncomingFrameSize(MaxFrameBytes);
    socket.setMaxAllowedIncomingMessageSize(MaxFrameBytes);
}

} // namespace tunnel
