#include "server/tunnel/dialer.h"

#include "core/tunnel/link.h"
#include "server/tunnel/nomask.h"

namespace uplink {

using tunnel::CloseCode;

Dialer::Dialer(RelayTarget target, QObject *parent)
    : QObject(parent)
    , m_target(std::move(target))
    , m_handshake(m_target.token, tunnel::newNonce(), m_target.machine, m_target.version)
    , m_socket(std::make_unique<QWebSocket>())
{
    m_deadline.setSingleShot(true);
}

void Dialer::start()
{
    tunnel::setLimits(*m_socket);
    QWebSocket *socket = m_socket.get();
    connect(socket, &QWebSocket::connected, this, &Dialer::sayHello);
    connect(socket, &QWebSocket::textMessageReceived, this, &Dialer::take);
    connect(socket, &QWebSocket::binaryMessageReceived, this,
        [this] { giveUp(CloseCode::ProtocolError, QStringLiteral("A binary message in the handshake")); });
    connect(socket, &QWebSocket::disconnected, this, &Dialer::lose);
    connect(socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this, socket] {
        if (socket->state() != QAbstractSocket::ConnectedState) // else disconnected() has more to tell
            lose();
    });
    connect(&m_deadline, &QTimer::timeout, this,
        [this] { giveUp(CloseCode::GoingAway, QStringLiteral("The relay does not answer")); });
    m_deadline.start(ConnectTime);
    socket->open(m_target.url);
}

std::unique_ptr<QWebSocket> Dialer::takeSocket()
{
    return std::move(m_socket);
}

void Dialer::sayHello()
{
    m_deadline.start(tunnel::HandshakeTime);
    m_socket->sendTextMessage(QString::fromUtf8(m_handshake.hello()));
    Q_EMIT connected();
}

void Dialer::take(const QString &message)
{
    const tunnel::HandshakeStep step = m_handshake.feed(message.toUtf8());
    if (const auto *next = std::get_if<tunnel::SendText>(&step))
        m_socket->sendTextMessage(QString::fromUtf8(next->text));
    else if (const auto *result = std::get_if<tunnel::Authenticated>(&step))
        succeed(*result);
    else if (const auto *rejected = std::get_if<tunnel::Rejected>(&step))
        giveUp(rejected->code, rejected->reason);
}

void Dialer::succeed(const tunnel::Authenticated &result)
{
    m_deadline.stop();
    m_socket->disconnect(this);
    if (result.takesUnmasked && isUnseen()) {
        static NoMask noMask;
        m_socket->setMaskGenerator(&noMask);
    }
    Q_EMIT authenticated(result);
}

//! Whether nothing between us and the relay can see the bytes, and take them for something else: that is what
//! a mask is for (RFC 6455, section 10.3), and it costs a quarter of the speed.
bool Dialer::isUnseen() const
{
    return m_target.url.scheme() == QLatin1String("wss") || m_socket->peerAddress().isLoopback();
}

void Dialer::lose()
{
    giveUp(static_cast<CloseCode>(m_socket->closeCode()), tunnel::reasonOf(*m_socket));
}

void Dialer::giveUp(CloseCode code, const QString &reason)
{
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    if (code == CloseCode::InvalidToken)
        Q_EMIT refused(reason);
    else
        Q_EMIT failed(reason);
}

} // namespace uplink
