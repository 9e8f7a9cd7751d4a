#include "server/http/listener.h"

#include <algorithm>

#include <sys/socket.h>
#include <unistd.h>

namespace http {

namespace {

//! Of the shortest time limit: a limit is kept this exactly.
constexpr int ChecksPerLimit = 8;

void turnAway(int descriptor)
{
    const Answer answer = errorAnswer(503, QStringLiteral("Too many connections; try again"));
    const QByteArray bytes = headBytes(answer, {false, false}) + answer.body;
    // A fresh connection has room for this; if it has not, closing says enough.
    [[maybe_unused]] const auto written = ::send(
        descriptor, bytes.constData(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::close(descriptor);
}

} // namespace

Listener::Listener(const Limits &limits, Gate gate, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
    , m_gate(std::move(gate))
    , m_budget(std::make_shared<BodyBudget>(limits.totalBodyBytes))
{
    const auto shortest = std::min({limits.headTime, limits.idleTime, limits.stallTime, limits.lingerTime});
    m_clock.setInterval(std::max(std::chrono::milliseconds(10), shortest / ChecksPerLimit));
    connect(&m_clock, &QTimer::timeout, this, &Listener::checkTimes);
}

base::Result<quint16> Listener::open(const QHostAddress &address, quint16 port)
{
    if (listen(address, port))
        return serverPort();
    const QString place = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    if (serverError() == QAbstractSocket::AddressInUseError) {
        return base::failure(
            base::ErrorCode::Conflict, QStringLiteral("Another program already listens on %1").arg(place));
    }
    return base::failure(
        base::ErrorCode::Io, QStringLiteral("Cannot listen on %1: %2").arg(place, errorString()));
}

void Listener::incomingConnection(qintptr descriptor)
{
    if (m_sockets.size() >= m_limits.connections)
        return turnAway(static_cast<int>(descriptor));

    auto *socket = new GuardedSocket(m_limits, m_gate, m_budget, this);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        ::close(static_cast<int>(descriptor));
        return;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_sockets.insert(socket);
    connect(socket, &QObject::destroyed, this, [this, socket] {
        m_sockets.remove(socket);
        if (m_sockets.isEmpty())
            m_clock.stop();
    });
    if (!m_clock.isActive())
        m_clock.start();
    addPendingConnection(socket);
}

void Listener::checkTimes()
{
    const auto now = std::chrono::steady_clock::now();
    const QSet<GuardedSocket *> sockets = m_sockets; // a socket may leave while it is looked at
    for (GuardedSocket *socket : sockets)
        socket->checkTime(now);
}

} // namespace http
