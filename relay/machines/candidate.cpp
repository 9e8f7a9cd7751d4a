#include "relay/machines/candidate.h"

#include "core/tunnel/link.h"

namespace machines {

Candidate::Candidate(std::unique_ptr<QWebSocket> socket, tunnel::RelayHandshake handshake,
    std::chrono::milliseconds deadline, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_handshake(std::move(handshake))
    , m_address(m_socket->peerAddress())
{
    tunnel::setLimits(*m_socket);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &Candidate::feed);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, [this] {
        refuse({}, tunnel::CloseCode::BadHello, QStringLiteral("A binary message before the handshake"));
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        if (!std::exchange(m_isOver, true))
            Q_EMIT refused(QStringLiteral("left before it had proved itself"));
    });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        refuse({}, m_handshake.machine().isEmpty() ? tunnel::CloseCode::NoHello : tunnel::CloseCode::BadHello,
            m_handshake.machine().isEmpty() ? QStringLiteral("No hello in time")
                                            : QStringLiteral("No proof in time"));
    });
    m_deadline.start(deadline);
}

Candidate::~Candidate()
{
    if (m_socket)
        m_socket->disconnect(this);
}

std::unique_ptr<QWebSocket> Candidate::takeSocket()
{
    m_socket->disconnect(this);
    return std::move(m_socket);
}

void Candidate::feed(const QString &text)
{
    if (m_isOver)
        return;
    const tunnel::HandshakeStep step = m_handshake.feed(text.toUtf8());
    if (const auto *message = std::get_if<tunnel::SendText>(&step)) {
        m_socket->sendTextMessage(QString::fromUtf8(message->text));
    } else if (const auto *rejected = std::get_if<tunnel::Rejected>(&step)) {
        refuse(rejected->text, rejected->code, rejected->reason);
    } else {
        m_isOver = true;
        m_deadline.stop();
        const auto &done = std::get<tunnel::Authenticated>(step);
        m_socket->sendTextMessage(QString::fromUtf8(done.text));
        Q_EMIT authenticated(done);
    }
}

void Candidate::refuse(const QByteArray &text, tunnel::CloseCode code, const QString &reason)
{
    if (std::exchange(m_isOver, true))
        return;
    if (!text.isEmpty())
        m_socket->sendTextMessage(QString::fromUtf8(text));
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    Q_EMIT refused(reason);
}

} // namespace machines
