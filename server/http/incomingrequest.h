#pragma once

#include "core/http/bodymeter.h"
#include "core/http/headparser.h"
#include "server/http/gate.h"
#include "server/http/limits.h"

#include <optional>

namespace http {

//! One request on its way in: its head is parsed and let through by the gate, its body is counted but not
//! kept; no I/O.
class IncomingRequest
{
public:
    enum class State {
        Head,
        Body, //!< the head is accepted
        Complete,
        Refused, //!< the connection cannot be read any further
    };

    //! `limits` and `gate` must outlive this.
    IncomingRequest(const Limits &limits, const Gate &gate, const QHostAddress &peer);

    //! Takes bytes up to the end of the request.
    void feed(QByteArrayView bytes);

    State state() const { return m_state; }
    //! Only when refused.
    const Answer &refusal() const { return m_refusal; }
    //! What has been taken so far, as it came over the wire.
    qint64 wireBytes() const { return m_wireBytes; }
    qint64 bodyWireBytes() const { return m_wireBytes - m_parser.size(); }
    //! Of the body, without chunking.
    quint64 contentSize() const { return m_body ? m_body->contentSize() : 0; }
    bool expectsContinue() const;
    bool isUpgrade() const { return m_isUpgrade; }
    //! How to answer it.
    const AnswerForm &form() const { return m_form; }
    //! Everything but the body; when the head is accepted.
    Request takeRequest() { return std::move(m_request); }

private:
    void headDone();
    void refuse(Answer answer);
    void refuse(const ProtocolError &error);

    const Limits &m_limits;
    const Gate &m_gate;
    QHostAddress m_peer;
    State m_state = State::Head;
    HeadParser m_parser;
    std::optional<BodyMeter> m_body;
    qint64 m_wireBytes = 0;
    Request m_request;
    AnswerForm m_form;
    bool m_isUpgrade = false;
    Answer m_refusal;
};

} // namespace http
