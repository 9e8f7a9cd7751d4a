#include "server/http/listener.h"

#include "core/http/listening.h"

#include <algorithm>

#include <sys/socket.h>
#include <unistd.h>

namespace http {

namespace {

//! Of the shortest time limit: a limit is kept this exactly.
constexpr int ChecksPerLimit = 8;

//! Connections that the kernel holds until we accept them: a relay's visitors may come all at once.
constexpr int Backlog = 1024;

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
    , m_connections(std::make_shared<ConnectionTable>(limits.totalBodyBytes))
{
    const auto shortest = std::min({limits.headTime, limits.idleTime, limits.stallTime, limits.lingerTime});
    m_clock.setInterval(std::max(std::chrono::milliseconds(10), shortest / ChecksPerLimit));
    setListenBacklogSize(Backlog);
    connect(&m_clock, &QTimer::timeout, this, &Listener::checkTimes);
}

Listener::~Listener()
{
    for (GuardedSocket *socket : m_connections->sockets())
        socket->abort();
}

base::Result<quint16> Listener::open(const QHostAddress &address, quint16 port)
{
    return listenOn(*this, address, port);
}

void Listener::incomingConnection(qintptr descriptor)
{
    if (m_connections->size() >= m_limits.connections)
        return turnAway(static_cast<int>(descriptor));

    auto *socket = new GuardedSocket(m_limits, m_gate, m_connections, this);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        ::close(static_cast<int>(descriptor));
        return;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (!m_clock.isActive())
        m_clock.start();
    addPendingConnection(socket);
}

void Listener::checkTimes()
{
    const auto now = std::chrono::steady_clock::now();
    for (GuardedSocket *socket : m_connections->sockets())
        socket->checkTime(now);
    if (m_connections->size() == 0)
        m_clock.stop();
}

} // namespace http
