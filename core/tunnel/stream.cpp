#include "core/tunnel/stream.h"

#include "core/tunnel/session.h"

namespace tunnel {

Stream::Stream(Session &session, quint32 id, qint64 window)
    : m_session(session)
    , m_id(id)
    , m_sendCredit(window)
    , m_window(window, session.m_budget, std::chrono::steady_clock::now())
{
}

void Stream::write(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() <= writable() && !m_finQueued);
    if (bytes.isEmpty())
        return;
    if (!m_isReady && bytes.size() <= MaxDataBytes && m_session.hasRoom() && m_session.m_ready.empty()) {
        m_session.sendDataOf(*this, bytes); // nobody else waits: no need to queue
    } else {
        m_queuedBytes += bytes.size();
        // Many small pieces would cost more than their bytes, here and as frames.
        if (!m_queue.empty() && m_queue.back().size() + bytes.size() <= MaxDataBytes)
            m_queue.back().append(bytes);
        else
            m_queue.push_back(bytes.toByteArray());
        m_session.makeReady(*this);
    }
    m_wantsWritable = writable() == 0;
}

void Stream::finish()
{
    if (std::exchange(m_finQueued, true))
        return;
    m_session.makeReady(*this);
}

void Stream::consumed(qint64 bytes)
{
    const auto credit = m_window.consumed(bytes, std::chrono::steady_clock::now(),
        m_session.m_roundTrip.value_or(std::chrono::nanoseconds::zero()));
    if (credit && !m_finReceived)
        m_session.send(creditFrame(m_id, *credit));
}

void Stream::release(ResetCode code, const QString &text)
{
    if (m_finQueued && m_finReceived && !m_finSent)
        return linger({});
    if (!isFinished())
        m_session.send(resetFrame(m_id, code, text));
    m_session.remove(m_id); // deletes this
}

void Stream::breakOff(ResetCode code, const QString &text)
{
    if (m_queue.empty())
        return release(code, text);
    m_finQueued = true; // nothing more can be written
    linger(resetFrame(m_id, code, text));
}

//! The queue has credit already, so it only waits for room in the channel.
void Stream::linger(const QByteArray &lastFrame)
{
    m_listener = nullptr;
    m_isLingering = true;
    m_lastFrame = lastFrame;
    m_session.makeReady(*this);
}

} // namespace tunnel
