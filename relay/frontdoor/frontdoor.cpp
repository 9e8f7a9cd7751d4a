#include "relay/frontdoor/frontdoor.h"

#include "core/http/answer.h"
#include "core/http/listening.h"

#include <QSslSocket>

#include <sys/socket.h>
#include <unistd.h>

namespace frontdoor {

namespace {

//! Connections that the kernel holds until we accept them.
constexpr int Backlog = 1024;
//! Out of file descriptors, Qt stops to accept for good; by then some may be free again.
constexpr std::chrono::seconds ResumeAfter{1};

void turnAway(QTcpSocket &socket, int status, const QString &message)
{
    const http::Answer answer = http::errorAnswer(status, message);
    const QByteArray bytes = http::headBytes(answer, {false, false}) + answer.body;
    // A fresh connection has room for this; if it has not, closing says enough.
    [[maybe_unused]] const auto written = ::send(static_cast<int>(socket.socketDescriptor()),
        bytes.constData(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
}

} // namespace

FrontDoor::FrontDoor(const Limits &limits, const TrustedProxies &proxies, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
    , m_proxies(proxies)
{
    setListenBacklogSize(Backlog);
    m_resume.setSingleShot(true);
    m_resume.setInterval(ResumeAfter);
    connect(&m_resume, &QTimer::timeout, this, &QTcpServer::resumeAccepting);
    connect(this, &QTcpServer::acceptError, &m_resume, qOverload<>(&QTimer::start));
}

base::Result<quint16> FrontDoor::open(const QHostAddress &address, quint16 port)
{
    return http::listenOn(*this, address, port);
}

void FrontDoor::incomingConnection(qintptr descriptor)
{
    std::unique_ptr<QTcpSocket> socket = socketFor(descriptor);
    if (!socket) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    const QHostAddress address = socket->peerAddress();
    const bool isFull = m_count.total() >= m_limits.connections;
    if (isFull || (m_count.of(address) >= m_limits.connectionsPerAddress && !m_proxies.contains(address))) {
        if (!m_tls) {
            turnAway(*socket, isFull ? 503 : 429,
                isFull ? QStringLiteral("Too many connections; try again")
                       : QStringLiteral("Too many connections from your address"));
        }
        return;
    }
    m_count.add(address);
    connect(socket.get(), &QObject::destroyed, this, [this, address] { m_count.remove(address); });
    if (m_tls)
        static_cast<QSslSocket *>(socket.get())->startServerEncryption();
    Q_EMIT arrived(socket.release(), m_tls.has_value());
}

std::unique_ptr<QTcpSocket> FrontDoor::socketFor(qintptr descriptor) const
{
    std::unique_ptr<QTcpSocket> socket;
    if (m_tls) {
        auto secure = std::make_unique<QSslSocket>();
        secure->setSslConfiguration(*m_tls);
        socket = std::move(secure);
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    if (!socket->setSocketDescriptor(descriptor))
        return nullptr;
    return socket;
}

} // namespace frontdoor
