#include "server/socketio/engineio/pollchannel.h"

#include "server/socketio/engineio/answers.h"

namespace engineio {

void PollChannel::hold(const http::Responder &responder)
{
    Q_ASSERT(!isOpen());
    m_responder = responder;
    m_watch = std::make_unique<QObject>();
    m_responder->whenGone(m_watch.get(), [this] {
        m_responder.reset();
        // We are called in the context of the watch: it must outlive this call.
        m_watch.release()->deleteLater();
        Q_EMIT clientGone();
    });
}

http::Responder PollChannel::take()
{
    Q_ASSERT(isOpen());
    m_watch.reset();
    http::Responder responder = std::move(*m_responder);
    m_responder.reset();
    return responder;
}

void PollChannel::answer(const QByteArray &payload)
{
    if (isOpen())
        answerPoll(take(), payload);
}

} // namespace engineio
