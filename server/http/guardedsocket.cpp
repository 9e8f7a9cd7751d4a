#include "server/http/guardedsocket.h"

#include <array>

#include <sys/socket.h>

namespace http {

namespace {

constexpr qsizetype ReadChunk = 16 * 1024;

} // namespace

GuardedSocket::GuardedSocket(
    const Limits &limits, Gate gate, std::shared_ptr<ConnectionTable> table, QObject *parent)
    : QTcpSocket(parent)
    , m_limits(limits)
    , m_gate(std::move(gate))
    , m_table(std::move(table))
{
    connect(this, &QTcpSocket::readyRead, this, &GuardedSocket::onReadyRead);
    connect(this, &QTcpSocket::bytesWritten, this, &GuardedSocket::onBytesWritten);
    connect(this, &QTcpSocket::disconnected, this, &GuardedSocket::onDisconnected);
    setInputWindow(m_limits.headBytes);
    restartTimer();
    m_table->add(this);
}

GuardedSocket::~GuardedSocket()
{
    m_table->remove(this);
    giveBackBodyBytes();
}

void GuardedSocket::restartTimer()
{
    m_since = std::chrono::steady_clock::now();
}

//! How much may lie in the socket unread; beyond it TCP holds the client back. One byte more than a head may
//! have, so that the parser sees that it is too large.
void GuardedSocket::setInputWindow(qint64 bytes)
{
    setReadBufferSize(0); // wakes the notifier, which sleeps while the buffer is full
    if (bytes > 0)
        setReadBufferSize(bytes + 1);
}

void GuardedSocket::onReadyRead()
{
    if (!isOpen())
        return;
    switch (m_phase) {
    case Phase::Idle:
        if (bytesToWrite()
            > 0) // the last answer first, or a client that does not read would make us hold them all
            return hideInput();
        m_phase = Phase::Head;
        m_incoming.emplace(m_limits, m_gate, peerAddress());
        restartTimer();
        return receive();
    case Phase::Head:
    case Phase::Body:
        return receive();
    case Phase::Ready:
    case Phase::Answering:
        return hideInput();
    case Phase::Closing:
        return discardInput();
    case Phase::Upgrading:
    case Phase::Upgraded:
        return;
    }
}

void GuardedSocket::receive()
{
    if (!isTransactionStarted())
        startTransaction();
    std::array<char, ReadChunk> chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
    while (m_phase == Phase::Head || m_phase == Phase::Body) {
        const qint64 count = read(chunk.data(), chunk.size());
        if (count <= 0)
            return;
        m_incoming->feed(QByteArrayView(chunk.data(), count));
        if (!takeBodyBytes())
            return refuse(errorAnswer(503, QStringLiteral("Too much is being uploaded at once; try again")));
        switch (m_incoming->state()) {
        case IncomingRequest::State::Head:
            break;
        case IncomingRequest::State::Body:
            bodyBegins();
            break;
        case IncomingRequest::State::Complete:
            return requestDone();
        case IncomingRequest::State::Refused:
            return refuse(m_incoming->refusal());
        }
    }
}

void GuardedSocket::bodyBegins()
{
    restartTimer();
    if (m_phase == Phase::Body)
        return;
    m_phase = Phase::Body;
    setInputWindow(0); // the meter bounds it
    if (m_incoming->expectsContinue()) {
        write("HTTP/1.1 100 Continue\r\n\r\n");
        flush();
    }
}

bool GuardedSocket::takeBodyBytes()
{
    const auto bytes = static_cast<quint64>(m_incoming->bodyWireBytes()) - m_bodyBytesTaken;
    if (!m_table->takeBodyBytes(bytes))
        return false;
    m_bodyBytesTaken += bytes;
    return true;
}

void GuardedSocket::requestDone()
{
    m_phase = Phase::Ready;
    restartTimer();
    setInputWindow(m_limits.headBytes);
    rollbackTransaction();
    m_followingBytes = bytesAvailable() - m_incoming->wireBytes();
    // QWebSocket would swallow frames that come before anyone listens to it; no client may send them so
    // early.
    if (m_incoming->isUpgrade() && m_followingBytes > 0)
        refuse(errorAnswer(400, QStringLiteral("WebSocket frames before the handshake was answered")));
}

std::optional<GuardedSocket::Received> GuardedSocket::take(QByteArray body)
{
    const bool agreed = m_phase == Phase::Ready && bytesAvailable() == m_followingBytes
        && static_cast<quint64>(body.size()) == m_incoming->contentSize();
    giveBackBodyBytes();
    if (!agreed) {
        abort();
        return std::nullopt;
    }
    m_phase = Phase::Answering;
    Request request = m_incoming->takeRequest();
    request.body = std::move(body);
    return Received{std::move(request), ++m_number};
}

bool GuardedSocket::beginUpgrade()
{
    if (m_phase != Phase::Ready || !m_incoming->isUpgrade())
        return false;
    m_phase = Phase::Upgrading;
    setReadBufferSize(0);
    disconnect(this, &QTcpSocket::readyRead, this, &GuardedSocket::onReadyRead);
    disconnect(this, &QTcpSocket::bytesWritten, this, &GuardedSocket::onBytesWritten);
    disconnect(this, &QTcpSocket::disconnected, this, &GuardedSocket::onDisconnected);
    return true;
}

Request GuardedSocket::handOver(QObject *webSocket)
{
    // QWebSocket keeps a plain pointer to its socket and never deletes it, and cuts all other connections to
    // its signals.
    m_phase = Phase::Upgraded;
    setParent(nullptr);
    connect(webSocket, &QObject::destroyed, this, [this] {
        if (m_phase == Phase::Closing && state() != QAbstractSocket::UnconnectedState)
            connect(this, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        else
            deleteLater();
    });
    connect(this, &QTcpSocket::disconnected, this, [this] { m_table->remove(this); });
    return m_incoming->takeRequest();
}

void GuardedSocket::close()
{
    // abort() comes here too, after it has taken the write channel away.
    const bool aborted = writeChannelCount() == 0;
    if (aborted || m_phase != Phase::Upgraded || state() != QAbstractSocket::ConnectedState)
        return QTcpSocket::close();
    connect(this, &QTcpSocket::bytesWritten, this, &GuardedSocket::onBytesWritten);
    restartTimer();
    beginClosing();
    flush();
}

void GuardedSocket::hideInput()
{
    if (!isTransactionStarted())
        startTransaction();
    skip(bytesAvailable());
}

void GuardedSocket::answer(quint64 number, const Answer &answer)
{
    if (!awaitsAnswer(number))
        return;
    AnswerForm form = m_incoming->form();
    if (answer.header("connection").compare("close", Qt::CaseInsensitive) == 0)
        form.keepAlive = false;
    send(answer, form);
}

void GuardedSocket::refuse(const Answer &answer)
{
    giveBackBodyBytes();
    // What of the request is still to come would have to be read to find the next one; a refused client can
    // come again.
    send(answer, {false, m_incoming->form().headOnly});
}

void GuardedSocket::send(const Answer &answer, const AnswerForm &form)
{
    QByteArray bytes = headBytes(answer, form);
    const bool withBody = hasBody(answer, form);
    const bool inOnePacket = withBody && answer.body.size() <= ReadChunk;
    if (inOnePacket)
        bytes.append(answer.body);
    write(bytes);
    if (withBody && !inOnePacket)
        write(answer.body);
    restartTimer();
    if (form.keepAlive)
        nextRequest();
    else
        beginClosing();
    flush();
}

void GuardedSocket::nextRequest()
{
    m_phase = Phase::Idle;
    m_incoming.reset();
    if (isTransactionStarted())
        rollbackTransaction();
    if (bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &GuardedSocket::takeUpNext, Qt::QueuedConnection);
}

//! Takes up a request that came before the previous one was answered.
void GuardedSocket::takeUpNext()
{
    if (m_phase != Phase::Idle || !isOpen())
        return;
    if (isTransactionStarted())
        rollbackTransaction();
    setInputWindow(m_limits.headBytes);
    if (bytesAvailable() > 0)
        Q_EMIT readyRead();
}

void GuardedSocket::onBytesWritten()
{
    restartTimer();
    if (bytesToWrite() > 0)
        return;
    if (m_phase == Phase::Idle && (isTransactionStarted() || bytesAvailable() > 0))
        QMetaObject::invokeMethod(this, &GuardedSocket::takeUpNext, Qt::QueuedConnection);
    else if (m_phase == Phase::Closing)
        shutDownOutput();
}

void GuardedSocket::onDisconnected()
{
    // QHttpServer may have announced a pipelined request to itself and would read from a closed socket.
    disconnect(this, &QTcpSocket::readyRead, nullptr, nullptr);
}

void GuardedSocket::beginClosing()
{
    m_phase = Phase::Closing;
    disconnect(this, &QTcpSocket::readyRead, nullptr, nullptr); // QHttpServer has nothing to read any more
    connect(this, &QTcpSocket::readyRead, this, &GuardedSocket::onReadyRead);
    setInputWindow(m_limits.headBytes);
    discardInput();
    if (bytesToWrite() == 0)
        shutDownOutput();
}

void GuardedSocket::discardInput()
{
    if (isTransactionStarted())
        commitTransaction();
    skip(bytesAvailable());
}

//! Closing at once with input unread would reset the connection and take the answer from the client's hands.
void GuardedSocket::shutDownOutput()
{
    if (state() == QAbstractSocket::ConnectedState)
        ::shutdown(static_cast<int>(socketDescriptor()), SHUT_WR);
}

void GuardedSocket::giveBackBodyBytes()
{
    m_table->giveBackBodyBytes(m_bodyBytesTaken);
    m_bodyBytesTaken = 0;
}

void GuardedSocket::checkTime(Time now)
{
    const auto waited = now - m_since;
    switch (m_phase) {
    case Phase::Idle:
        if (waited > (bytesToWrite() > 0 ? m_limits.stallTime : m_limits.idleTime))
            abort();
        return;
    case Phase::Head:
        if (waited > m_limits.headTime)
            refuse(errorAnswer(408, QStringLiteral("The request head took too long")));
        return;
    case Phase::Body:
        if (waited > m_limits.stallTime)
            refuse(errorAnswer(408, QStringLiteral("The request body took too long")));
        return;
    case Phase::Ready:
        if (waited > m_limits.headTime)
            abort();
        return;
    case Phase::Closing:
        if (waited > (bytesToWrite() > 0 ? m_limits.stallTime : m_limits.lingerTime))
            abort();
        return;
    case Phase::Upgrading:
        // QWebSocketServer leaves a connection alone whose client left before the handshake was answered.
        if (state() == QAbstractSocket::UnconnectedState || waited > m_limits.headTime) {
            abort();
            deleteLater();
        }
        return;
    case Phase::Answering:
    case Phase::Upgraded:
        return;
    }
}

} // namespace http
