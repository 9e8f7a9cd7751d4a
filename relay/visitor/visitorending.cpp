// How a visitor's requests and its connection come to their end, in order and not.

#include "relay/frontdoor/pendingoutput.h"
#include "relay/visitor/ownrequest.h"
#include "relay/visitor/visitor.h"

#include <QSslSocket>

#include <poll.h>
#include <sys/socket.h>

namespace visitor {

//! Closing at once with input unread would reset the connection and take the answer from the visitor's hands.
void Visitor::beginClosing()
{
    if (m_phase != Phase::Closing) {
        m_phase = Phase::Closing;
        m_ownRequest.reset();
        restartTimer();
        discardInput();
    }
    if (frontdoor::pendingOutput(*m_socket) > 0 || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    if (m_speaksTls)
        m_socket->disconnectFromHost(); // TLS has a goodbye of its own
    else
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
}

void Visitor::discardInput()
{
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    m_socket->skip(m_socket->bytesAvailable());
}

void Visitor::exchangeDone(bool keepAlive)
{
    m_forwarding.reset();
    if (keepAlive && !m_leavesSoon)
        nextRequest();
    else
        beginClosing();
}

void Visitor::exchangeFailed(int status, const QString &message)
{
    m_forwarding.reset();
    answer(http::errorAnswer(status, message),
        m_form.keepAlive && m_parser.head().framing == http::Framing::None);
}

//! By a reset: where only the end of the connection ends a body, an orderly end would make it look whole.
void Visitor::exchangeBroken()
{
    const linger atOnce{1, 0};
    ::setsockopt(
        static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
    abort();
}

void Visitor::webSocketEnded()
{
    m_forwarding.reset();
    beginClosing();
}

void Visitor::leaveSoon()
{
    m_leavesSoon = true;
    if (m_phase == Phase::Idle)
        abort();
}

void Visitor::abort()
{
    if (m_phase == Phase::Gone)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    leave();
}

void Visitor::leave()
{
    if (std::exchange(m_phase, Phase::Gone) == Phase::Gone)
        return;
    m_forwarding.reset();
    Q_EMIT gone();
}

bool Visitor::isShakingHands() const
{
    return m_speaksTls && !static_cast<const QSslSocket *>(m_socket.get())->isEncrypted();
}

//! Qt does not look at a socket whose input is full, so it does not see a reset. (An orderly end is
//! different: what was sent before it is still wanted.)
bool Visitor::hasHungUpUnseen() const
{
    if (m_socket->bytesAvailable() < m_socket->readBufferSize())
        return false;
    pollfd descriptor{static_cast<int>(m_socket->socketDescriptor()), 0, 0};
    return ::poll(&descriptor, 1, 0) > 0 && (descriptor.revents & (POLLERR | POLLHUP)) != 0;
}

void Visitor::checkTime(Time now)
{
    const auto waited = now - m_since;
    const auto &limits = m_services.limits;
    switch (m_phase) {
    case Phase::Idle:
        if (isShakingHands()
                ? waited > limits.headTime
                : waited > (frontdoor::pendingOutput(*m_socket) > 0 ? limits.stallTime : limits.idleTime))
            abort();
        return;
    case Phase::Head:
        if (waited > limits.headTime) {
            m_form = {};
            refuse(408, QStringLiteral("The request head took too long"));
        }
        return;
    case Phase::OwnBody:
        if (waited > limits.headTime)
            refuse(408, QStringLiteral("The request body took too long"));
        return;
    case Phase::Forwarding:
        if (hasHungUpUnseen())
            return abort();
        if (!m_forwarding || m_forwarding->isWebSocket())
            return;
        if (const auto since = m_forwarding->waitsForResponseSince()) {
            if (now - *since > limits.responseTime) {
                m_form.keepAlive = false;
                exchangeFailed(504, QStringLiteral("Tunnel request timeout"));
            }
        } else if (waited > limits.stallTime) {
            abort();
        }
        return;
    case Phase::Closing:
        if (waited > (frontdoor::pendingOutput(*m_socket) > 0 ? limits.stallTime : limits.lingerTime))
            abort();
        return;
    case Phase::Gone:
        return;
    }
}

} // namespace visitor
