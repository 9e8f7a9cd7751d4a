#include "relay/visitor/visitor.h"

#include "core/http/forwardedhead.h"
#include "core/http/handshake.h"
#include "core/http/target.h"
#include "relay/frontdoor/pendingoutput.h"
#include "relay/visitor/ownrequest.h"

#include <QSslSocket>

#include <array>

namespace visitor {

namespace {

constexpr qsizetype ReadChunk = 16 * 1024;
constexpr char TunnelPath[] = "/tunnel";

//! Answers an own request at once, or a visitor that has left in the meantime not at all.
class AnswerSink final : public http::Responder::Sink
{
public:
    using Send = std::function<void(const http::Answer &)>;
    AnswerSink(QObject *context, Send send)
        : m_context(context)
        , m_send(std::move(send))
    {
    }

    void send(int status, const http::Headers &headers, const QByteArray &body) override
    {
        if (m_context)
            m_send({status, headers, body});
    }

private:
    QPointer<QObject> m_context;
    Send m_send;
};

} // namespace

Visitor::Visitor(
    std::unique_ptr<QTcpSocket> socket, bool speaksTls, const Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_socket(std::move(socket))
    , m_speaksTls(speaksTls)
    , m_parser(services.limits.headBytes)
{
    m_socket->setParent(nullptr); // ours alone
    m_socket->setReadBufferSize(frontdoor::MaxInputBytes + 1);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &Visitor::onReadyRead);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &Visitor::onBytesWritten);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket.get()))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &Visitor::onBytesWritten);
    // Queued, since a failing write() may be on the stack.
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &Visitor::onDisconnected, Qt::QueuedConnection);
    restartTimer();
}

Visitor::~Visitor()
{
    if (m_socket)
        m_socket->disconnect(this);
    m_forwarding.reset();
}

void Visitor::onReadyRead()
{
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Head:
        return takeUp();
    case Phase::OwnBody: // small, so its time is for all of it and not for each byte
        return readOwnBody();
    case Phase::Forwarding:
        restartTimer();
        if (m_forwarding)
            m_forwarding->readVisitor();
        return;
    case Phase::Closing:
        return discardInput();
    case Phase::Gone:
        return;
    }
}

void Visitor::onBytesWritten()
{
    restartTimer();
    if (m_phase == Phase::Forwarding && m_forwarding)
        m_forwarding->visitorTook();
    else if (m_phase == Phase::Closing && frontdoor::pendingOutput(*m_socket) == 0)
        beginClosing();
    else if (m_phase == Phase::Idle && m_socket->bytesAvailable() > 0)
        takeUp();
}

void Visitor::onDisconnected()
{
    if (m_phase == Phase::Forwarding && m_forwarding && m_forwarding->isWebSocket())
        m_forwarding->visitorFinished();
    leave();
}

//! Begins or goes on with a request, unless the answer to the last one still waits to be read: a visitor that
//! sends requests and reads nothing would make us hold all their answers.
void Visitor::takeUp()
{
    if (m_phase == Phase::Idle) {
        if (frontdoor::pendingOutput(*m_socket) > 0 || m_socket->bytesAvailable() == 0)
            return;
        m_phase = Phase::Head;
        restartTimer();
        m_parser.reset();
        m_socket->startTransaction();
    }
    readHead();
}

//! The head stays in the socket until it is known not to be a tunnel's, whose WebSocket handshake is Qt's to
//! read.
void Visitor::readHead()
{
    std::array<char, ReadChunk> chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
    while (!m_parser.isDone()) {
        const qint64 count = m_socket->read(chunk.data(), chunk.size());
        if (count <= 0)
            return;
        m_parser.feed(QByteArrayView(chunk.data(), count));
        if (m_parser.error()) {
            m_socket->commitTransaction();
            m_form = {};
            return refuse(m_parser.error()->status, m_parser.error()->message);
        }
    }
    m_socket->rollbackTransaction();
    headDone();
}

void Visitor::headDone()
{
    const http::RequestHead &head = m_parser.head();
    m_form = {head.keepAlive() && !m_leavesSoon, head.method == "HEAD"};
    auto request = http::requestOf(head, m_services.proxies.clientOf(m_socket->peerAddress(), head));
    const bool isUpgrade = head.isWebSocketUpgrade();
    std::optional<http::Answer> refusal;
    if (!request)
        refusal = http::errorAnswer(request.error().status, request.error().message);
    else
        refusal = isUpgrade ? http::checkHandshake(head) : http::checkNoHandshake(head);
    if (!refusal && isUpgrade && request->path == QLatin1String(TunnelPath))
        return becomeTunnel(*request);
    m_socket->skip(m_parser.size());
    if (refusal)
        return answer(*refusal, false);
    request->isSecure = m_services.proxies.isSecure(m_socket->peerAddress(), m_speaksTls, head);
    if ((refusal = m_services.origins(*request, isUpgrade)))
        return answer(*refusal, m_form.keepAlive && head.framing == http::Framing::None);
    dispatch(head, std::move(*request));
}

void Visitor::dispatch(const http::RequestHead &head, http::Request request)
{
    const bool hasBody = head.framing != http::Framing::None;
    if (m_services.own.takes(request)) {
        if (head.framing == http::Framing::Chunked)
            return answer(http::errorAnswer(411, QStringLiteral("A Content-Length is needed here")), false);
        m_ownRequest = std::make_unique<OwnRequest>(head, std::move(request), m_services.limits.ownBodyBytes);
        m_phase = Phase::OwnBody;
        restartTimer();
        if (hasBody && head.count("expect") > 0 && head.minorVersion >= 1)
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        return readOwnBody();
    }
    if (const auto allowed = m_services.gate.check(request); !allowed)
        return answer(http::errorAnswer(401, allowed.error().message), m_form.keepAlive && !hasBody);
    forward(head, request);
}

void Visitor::readOwnBody()
{
    while (!m_ownRequest->isDone() && !m_ownRequest->error() && m_socket->bytesAvailable() > 0) {
        m_socket->startTransaction();
        const QByteArray bytes = m_socket->read(ReadChunk);
        const qsizetype taken = m_ownRequest->feed(bytes);
        m_socket->rollbackTransaction();
        m_socket->skip(taken);
    }
    if (const auto &error = m_ownRequest->error())
        return refuse(error->status, error->message);
    if (m_ownRequest->isDone())
        answerRequest(m_ownRequest->take());
}

void Visitor::answerRequest(http::Request request)
{
    m_ownRequest.reset();
    const http::Responder responder(std::make_shared<AnswerSink>(
        this, [this](const http::Answer &own) { answer(own, m_form.keepAlive); }));
    m_services.own.answer(request, responder);
}

void Visitor::forward(const http::RequestHead &head, const http::Request &request)
{
    machines::Machine *machine = m_services.machines.current();
    if (!machine) {
        return answer(http::errorAnswer(502, QStringLiteral("Tunnel not connected")),
            m_form.keepAlive && head.framing == http::Framing::None);
    }
    http::ForwardingContext context;
    context.clientAddress = request.peer.toString().toLatin1();
    context.isHttps = request.isSecure;
    context.privateCookies = {m_services.gate.kind().cookieName};
    context.bearerIsPrivate = m_services.gate.ownsBearer(request);
    m_phase = Phase::Forwarding;
    restartTimer();
    Forwarding::Owner &owner = *this;
    m_forwarding = std::make_unique<Forwarding>(
        owner, *m_socket, *machine, head, http::forwardedRequestHead(head, context));
    m_forwarding->begin();
}

void Visitor::becomeTunnel(const http::Request &request)
{
    if (!request.header("origin").isEmpty()) { // a browser has no business here
        m_socket->skip(m_parser.size());
        return answer(http::errorAnswer(403, QStringLiteral("Refused: a tunnel has no Origin")), false);
    }
    m_phase = Phase::Gone;
    m_socket->disconnect(this);
    m_socket->setReadBufferSize(0);
    m_services.takeTunnel(m_socket.release());
    Q_EMIT gone();
}

void Visitor::answer(const http::Answer &answer, bool keepAlive)
{
    m_form.keepAlive = keepAlive && !m_leavesSoon;
    QByteArray bytes = http::headBytes(answer, m_form);
    if (http::hasBody(answer, m_form))
        bytes.append(answer.body);
    m_socket->write(bytes);
    m_socket->flush();
    if (m_form.keepAlive)
        nextRequest();
    else
        beginClosing();
}

void Visitor::refuse(int status, const QString &message)
{
    answer(http::errorAnswer(status, message), false);
}

void Visitor::nextRequest()
{
    m_phase = Phase::Idle;
    m_ownRequest.reset();
    restartTimer();
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &Visitor::onReadyRead, Qt::QueuedConnection);
}

} // namespace visitor
