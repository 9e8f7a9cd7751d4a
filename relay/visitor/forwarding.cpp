#include "relay/visitor/forwarding.h"

#include "core/http/forwardedhead.h"
#include "relay/frontdoor/limits.h"
#include "relay/frontdoor/pendingoutput.h"

#include <limits>

namespace visitor {

namespace {

constexpr qsizetype MaxResponseHeadBytes = 64 * 1024;
constexpr quint64 AnySize = std::numeric_limits<qint64>::max();

} // namespace

Forwarding::Forwarding(Owner &owner, QTcpSocket &socket, machines::Machine &machine,
    const http::RequestHead &head, QByteArray forwardedHead)
    : m_owner(owner)
    , m_socket(socket)
    , m_machine(&machine)
    , m_requestHead(std::move(forwardedHead))
    , m_requestBody(head, AnySize)
    , m_hasRequestBody(!m_requestBody.isDone())
    , m_exchange(http::Exchange::of(head))
    , m_responseHead(MaxResponseHeadBytes)
{
}

Forwarding::~Forwarding()
{
    letGo(false);
}

void Forwarding::begin()
{
    const machines::StreamPool::Lease lease = m_machine->streams().take(*this);
    m_stream = lease.stream;
    m_isUsedStream = lease.isUsed;
    if (!m_stream)
        return fail(503, QStringLiteral("The tunnel takes no more requests; try again"));
    send();
}

void Forwarding::readVisitor()
{
    if (m_stage == Stage::Raw)
        sendRaw();
    else if (m_stream && !m_requestSent)
        send();
}

void Forwarding::send()
{
    if (!sendHead())
        return;
    if (m_requestBody.isDone())
        m_requestSent = std::chrono::steady_clock::now();
    else
        sendBody();
}

//! A long head may need more credit than a stream begins with.
bool Forwarding::sendHead()
{
    const qsizetype count = std::min<qsizetype>(m_stream->writable(), m_requestHead.size() - m_headSent);
    if (count > 0) {
        m_stream->write(QByteArrayView(m_requestHead).sliced(m_headSent, count));
        m_headSent += count;
    }
    return m_headSent == m_requestHead.size();
}

//! What comes after the body stays in the socket: it is the visitor's next request.
void Forwarding::sendBody()
{
    while (!m_requestBody.isDone()) {
        const qint64 count
            = std::min({m_socket.bytesAvailable(), m_stream->writable(), qint64(tunnel::MaxDataBytes)});
        if (count <= 0)
            return;
        m_socket.startTransaction();
        QByteArray bytes = m_socket.read(count);
        const qsizetype taken = m_requestBody.feed(bytes);
        if (taken < bytes.size()) {
            m_socket.rollbackTransaction();
            m_socket.skip(taken);
            bytes.truncate(taken);
        } else {
            m_socket.commitTransaction();
        }
        if (m_requestBody.error())
            return m_stage == Stage::Head
                ? fail(m_requestBody.error()->status, m_requestBody.error()->message)
                : m_owner.exchangeBroken();
        m_stream->write(bytes);
    }
    m_requestSent = std::chrono::steady_clock::now();
}

void Forwarding::sendRaw()
{
    while (m_stream) {
        const qint64 count
            = std::min({m_socket.bytesAvailable(), m_stream->writable(), qint64(tunnel::MaxDataBytes)});
        if (count <= 0)
            return;
        m_stream->write(m_socket.read(count));
    }
}

void Forwarding::streamWritable()
{
    readVisitor();
}

void Forwarding::visitorFinished()
{
    sendRaw();
    if (!m_stream || !m_machine)
        return;
    m_stream->consumed(std::exchange(m_owed, 0));
    m_machine->streams().drain(*std::exchange(m_stream, nullptr));
}

void Forwarding::streamData(QByteArrayView bytes)
{
    m_owed += bytes.size();
    if (m_stage == Stage::Raw) {
        toVisitor(bytes);
        return giveCredit();
    }
    QByteArray out;
    while (m_stage == Stage::Head && !bytes.isEmpty()) {
        const qsizetype taken = takeHead(bytes, out);
        if (taken < 0)
            return; // failed
        bytes = bytes.sliced(taken);
    }
    if (m_stage == Stage::Raw) {
        out.append(bytes);
        toVisitor(out);
        giveCredit();
        return sendRaw();
    }
    if (m_stage == Stage::Body)
        takeBody(bytes, std::move(out));
    else if (!out.isEmpty())
        toVisitor(out); // an interim response
}

//! Gives how many bytes it took, or -1 when the exchange has failed. What goes to the visitor is added to
//! `out`.
qsizetype Forwarding::takeHead(QByteArrayView bytes, QByteArray &out)
{
    const qsizetype taken = m_responseHead.feed(bytes);
    std::optional<http::ProtocolError> error = m_responseHead.error();
    if (!error && !m_responseHead.isDone())
        return taken;
    const http::ResponseHead &head = m_responseHead.head();
    if (!error)
        error = m_exchange.mismatch(head);
    if (error) {
        fail(error->status, error->message);
        return -1;
    }
    if (!head.isInterim() && !m_requestSent)
        m_exchange.keepAlive = false; // the rest of the request will not be read, so nothing can follow it
    out.append(http::forwardedResponseHead(head, m_exchange));
    if (head.isInterim()) {
        m_hasInterim = true;
        m_responseHead.reset();
    } else if (head.status == 101) {
        m_stage = Stage::Raw;
        m_requestHead.clear();
    } else {
        m_stage = Stage::Body;
        m_keepsServer = m_exchange.keepsServerAfter(head);
        m_keepsVisitor = m_exchange.keepsVisitorAfter(head);
        m_responseBody.emplace(head, m_exchange);
    }
    return taken;
}

void Forwarding::takeBody(QByteArrayView bytes, QByteArray out)
{
    const qsizetype taken = m_responseBody->feed(bytes);
    if (out.isEmpty()) {
        toVisitor(bytes.first(taken));
    } else {
        out.append(bytes.first(taken)); // head and a short body in one packet
        toVisitor(out);
    }
    if (m_responseBody->error())
        return m_owner.exchangeBroken();
    if (m_responseBody->isDone())
        return bodyDone(taken < bytes.size());
    giveCredit();
}

void Forwarding::toVisitor(QByteArrayView bytes)
{
    if (!bytes.isEmpty())
        m_socket.write(bytes.data(), bytes.size());
    m_socket.flush();
}

void Forwarding::bodyDone(bool hasMore)
{
    m_stage = Stage::Over;
    const bool requestIsOver = m_requestSent.has_value();
    letGo(m_keepsServer && requestIsOver && !hasMore);
    m_owner.exchangeDone(m_keepsVisitor && requestIsOver);
}

//! The other side may send more once the visitor has taken what it has sent.
void Forwarding::giveCredit()
{
    if (m_owed > 0 && m_stream && frontdoor::pendingOutput(m_socket) <= frontdoor::MaxOutputBytes)
        m_stream->consumed(std::exchange(m_owed, 0));
}

void Forwarding::visitorTook()
{
    giveCredit();
}

void Forwarding::streamFinished()
{
    switch (m_stage) {
    case Stage::Head:
        if (canTryAgain()) {
            letGo(false);
            m_isUsedStream = false;
            m_headSent = 0;
            m_requestSent.reset();
            m_stream = m_machine->streams().open(*this);
            if (m_stream)
                return send();
        }
        return fail(502, QStringLiteral("Local server closed the connection without an answer"));
    case Stage::Body:
        if (!m_responseBody->endsWithConnection())
            return m_owner.exchangeBroken();
        m_stage = Stage::Over;
        letGo(false);
        return m_owner.exchangeDone(false);
    case Stage::Raw:
        letGo(false);
        m_stage = Stage::Over;
        return m_owner.webSocketEnded();
    case Stage::Over:
        return;
    }
}

//! A stream that had been idle may have ended just when the request was sent. Without a body the request is
//! still at hand, and the local server has not begun to answer it.
bool Forwarding::canTryAgain() const
{
    return m_isUsedStream && isFirstByte() && !m_hasRequestBody && m_machine;
}

void Forwarding::streamReset(tunnel::ResetCode code, const QString &)
{
    m_stream = nullptr;
    m_owed = 0;
    if (m_stage == Stage::Over)
        return;
    if (m_stage != Stage::Head || m_hasInterim)
        return m_owner.exchangeBroken();
    switch (code) {
    case tunnel::ResetCode::LinkLost:
        return fail(502, QStringLiteral("Tunnel disconnected"));
    case tunnel::ResetCode::Unreachable:
        return fail(502, QStringLiteral("Local server unreachable"));
    case tunnel::ResetCode::Refused:
        return fail(503, QStringLiteral("The machine takes no more requests; try again"));
    case tunnel::ResetCode::Cancelled:
    case tunnel::ResetCode::Broken:
        break;
    }
    fail(502, QStringLiteral("Local server broke the connection"));
}

std::optional<Forwarding::Time> Forwarding::waitsForResponseSince() const
{
    if (m_stage != Stage::Head)
        return std::nullopt;
    return m_requestSent;
}

void Forwarding::letGo(bool reusable)
{
    tunnel::Stream *stream = std::exchange(m_stream, nullptr);
    if (!stream)
        return;
    if (m_owed > 0)
        stream->consumed(std::exchange(m_owed, 0));
    if (reusable && m_machine)
        m_machine->streams().put(*stream);
    else
        stream->release();
}

void Forwarding::fail(int status, const QString &message)
{
    letGo(false);
    const bool begun = m_stage != Stage::Head || m_hasInterim;
    m_stage = Stage::Over;
    if (begun)
        return m_owner.exchangeBroken();
    m_owner.exchangeFailed(status, message);
}

} // namespace visitor
