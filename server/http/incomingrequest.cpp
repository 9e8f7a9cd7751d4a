#include "server/http/incomingrequest.h"

#include "core/http/handshake.h"
#include "core/http/target.h"

namespace http {

IncomingRequest::IncomingRequest(const Limits &limits, const Gate &gate, const QHostAddress &peer)
    : m_limits(limits)
    , m_gate(gate)
    , m_peer(peer)
    , m_parser(limits.headBytes)
{
}

void IncomingRequest::feed(QByteArrayView bytes)
{
    if (m_state == State::Head) {
        const qsizetype taken = m_parser.feed(bytes);
        m_wireBytes += taken;
        bytes = bytes.sliced(taken);
        if (m_parser.error())
            return refuse(*m_parser.error());
        if (m_parser.isDone())
            headDone();
    }
    if (m_state != State::Body)
        return;
    m_wireBytes += m_body->feed(bytes);
    if (m_body->error())
        return refuse(*m_body->error());
    if (m_body->isDone())
        m_state = State::Complete;
}

bool IncomingRequest::expectsContinue() const
{
    const RequestHead &head = m_parser.head();
    return head.minorVersion >= 1 && head.count("expect") > 0;
}

void IncomingRequest::headDone()
{
    const RequestHead &head = m_parser.head();
    m_form = {head.keepAlive(), head.method == "HEAD"};
    m_isUpgrade = head.isWebSocketUpgrade();

    auto request = requestOf(head, m_peer);
    if (!request)
        return refuse(request.error());
    m_request = std::move(*request);
    if (auto error = m_isUpgrade ? checkHandshake(head) : checkNoHandshake(head))
        return refuse(std::move(*error));
    if (auto refusal = m_gate(m_request, m_isUpgrade))
        return refuse(std::move(*refusal));
    if (head.count("expect") > 0 && head.field("expect").compare("100-continue", Qt::CaseInsensitive) != 0)
        return refuse(errorAnswer(417, QStringLiteral("The only expectation served here is 100-continue")));

    m_body.emplace(head, m_limits.bodyBytes);
    if (m_body->error())
        return refuse(*m_body->error());
    m_state = m_body->isDone() ? State::Complete : State::Body;
}

void IncomingRequest::refuse(Answer answer)
{
    m_state = State::Refused;
    m_refusal = std::move(answer);
}

void IncomingRequest::refuse(const ProtocolError &error)
{
    refuse(errorAnswer(error.status, error.message));
}

} // namespace http
