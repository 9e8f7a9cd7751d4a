#include "server/tunnel/localconnection.h"

#include <QtEndian>

#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace uplink {

namespace {

using tunnel::ResetCode;

//! One connection's turn of the event loop: a fast one must not keep the others waiting.
constexpr int MaxReadsPerTurn = 4;

process::FileDescriptor connectTo(quint16 port)
{
    process::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.isValid())
        return socket;
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(port);
    address.sin_addr.s_addr = qToBigEndian<quint32>(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(*-reinterpret-cast): what the socket interface asks for
    const int done = ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof(address));
    if (done != 0 && errno != EINPROGRESS)
        socket.reset();
    return socket;
}

bool isForLater(int errorNumber)
{
    return errorNumber == EAGAIN || errorNumber == EWOULDBLOCK;
}

} // namespace

LocalConnection::LocalConnection(tunnel::Stream &stream, QByteArray &readBuffer, QObject *parent)
    : QObject(parent)
    , m_stream(&stream)
    , m_readBuffer(readBuffer)
{
    stream.setListener(this);
}

LocalConnection::~LocalConnection()
{
    if (m_stream)
        m_stream->release(ResetCode::Cancelled);
}

void LocalConnection::open(quint16 port)
{
    m_socket = connectTo(port);
    if (!m_socket.isValid())
        return fail(errno);
    // Also tells of a refused connection: reading gives the error then.
    m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &LocalConnection::readSome);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &LocalConnection::writeSome);
}

void LocalConnection::streamData(QByteArrayView bytes)
{
    qsizetype done = 0;
    if (m_takesNoMore)
        done = bytes.size();
    else if (m_unsent.isEmpty())
        done = send(bytes);
    if (!m_stream)
        return;
    if (done < bytes.size()) {
        m_unsent.append(bytes.sliced(done));
        m_writable->setEnabled(true);
    }
    if (done > 0)
        m_stream->consumed(done);
}

void LocalConnection::streamFinished()
{
    m_peerHasFinished = true;
    closeWritingIfDone();
}

void LocalConnection::streamReset(ResetCode, const QString &)
{
    m_stream = nullptr;
    end();
}

void LocalConnection::streamWritable()
{
    if (!m_hasEnded)
        m_readable->setEnabled(true);
}

void LocalConnection::readSome()
{
    for (int i = 0; i < MaxReadsPerTurn && m_stream; ++i) {
        const qint64 room = qMin<qint64>(m_stream->writable(), m_readBuffer.size());
        if (room <= 0) {
            m_readable->setEnabled(false); // until streamWritable()
            return;
        }
        const ssize_t count = ::recv(m_socket.get(), m_readBuffer.data(), static_cast<size_t>(room), 0);
        if (count < 0 && (isForLater(errno) || errno == EINTR))
            return;
        // EPIPE: it ended in order and refused only what we sent afterwards.
        if (count < 0 && errno != EPIPE)
            return fail(errno);
        if (count <= 0)
            return serverHasEnded();
        m_stream->write(QByteArrayView(m_readBuffer.constData(), count));
        if (count < room)
            return;
    }
}

void LocalConnection::serverHasEnded()
{
    if (m_wasReset)
        return fail(ECONNRESET);
    m_hasEnded = true;
    m_readable->setEnabled(false);
    m_stream->finish();
    endIfDone();
}

//! How many of them went; the rest is for writeSome().
qsizetype LocalConnection::send(QByteArrayView bytes)
{
    const ssize_t count
        = ::send(m_socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    if (isForLater(errno) || errno == EINTR)
        return 0;
    if (errno == EPIPE || errno == ECONNRESET) {
        // It reads no more, but its last words may still be there to be read.
        m_takesNoMore = true;
        m_wasReset = errno == ECONNRESET; // told only once; reading will end as if in order
        return bytes.size();
    }
    fail(errno);
    return 0;
}

void LocalConnection::writeSome()
{
    const qsizetype waiting = m_unsent.size() - m_unsentOffset;
    const qsizetype done = send(QByteArrayView(m_unsent).sliced(m_unsentOffset));
    if (!m_stream)
        return;
    m_unsentOffset += done;
    if (done == waiting) {
        m_writable->setEnabled(false);
        m_unsent = {};
        m_unsentOffset = 0;
    } else if (m_unsentOffset > m_unsent.size() / 2) {
        m_unsent.remove(0, std::exchange(m_unsentOffset, 0));
    }
    if (done > 0)
        m_stream->consumed(done);
    if (m_peerHasFinished)
        closeWritingIfDone();
}

void LocalConnection::closeWritingIfDone()
{
    if (!m_unsent.isEmpty())
        return;
    ::shutdown(m_socket.get(), SHUT_WR);
    endIfDone();
}

void LocalConnection::endIfDone()
{
    if (!m_hasEnded || !m_peerHasFinished || !m_unsent.isEmpty())
        return;
    std::exchange(m_stream, nullptr)->release();
    end();
}

void LocalConnection::fail(int errorNumber)
{
    if (!m_stream)
        return;
    const QString why = QString::fromLocal8Bit(std::strerror(errorNumber));
    tunnel::Stream *stream = std::exchange(m_stream, nullptr);
    if (!m_socket.isValid() || errorNumber == ECONNREFUSED)
        stream->release(ResetCode::Unreachable, why);
    else
        stream->breakOff(ResetCode::Broken, why);
    end();
}

void LocalConnection::end()
{
    if (m_readable) {
        m_readable->setEnabled(false); // one of them may be on the stack
        m_writable->setEnabled(false);
    }
    m_socket.reset();
    deleteLater();
}

} // namespace uplink
