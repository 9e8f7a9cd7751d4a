#pragma once

#include "core/tunnel/frame.h"
#include "core/tunnel/window.h"

#include <QByteArray>

#include <deque>

namespace tunnel {

class Session;

//! What happens on a stream. Plain virtual functions, because data comes tens of thousands of times a second.
class StreamListener
{
public:
    virtual ~StreamListener() = default;
    //! Bytes from the other side. Stream::consumed() must follow for every one of them, now or later.
    virtual void streamData(QByteArrayView bytes) = 0;
    //! The other side has sent all.
    virtual void streamFinished() = 0;
    //! The stream has failed; it must not be touched from now on.
    virtual void streamReset(ResetCode code, const QString &text) = 0;
    //! writable() has become larger after it was too small for what was offered.
    virtual void streamWritable() { }
};

//! One connection inside the tunnel: bytes both ways, each with credit. A Session makes and owns it; its
//! listener lets it go by release(), after which neither knows of the other.
class Stream
{
public:
    quint32 id() const { return m_id; }
    void setListener(StreamListener *listener) { m_listener = listener; }

    //! How many bytes may be given to write() now: what the other side has granted, less what still waits.
    qint64 writable() const { return m_sendCredit - m_queuedBytes; }
    //! At most writable() of them. They are copied once, into a frame, unless they have to wait.
    void write(QByteArrayView bytes);
    //! Everything has been written.
    void finish();
    //! Received bytes were passed on: the other side gets credit for them.
    void consumed(qint64 bytes);
    //! Lets the stream go; it must not be touched afterwards. After finish() here and FIN from there it ends
    //! in peace: what is queued is still sent. Otherwise the queue is dropped and the other side is told by
    //! RESET.
    void release(ResetCode code = ResetCode::Cancelled, const QString &text = {});
    //! Lets the stream go too, but what is queued is sent before the RESET: for a sender that broke off.
    void breakOff(ResetCode code, const QString &text);

    //! Both sides have sent all.
    bool isFinished() const { return m_finSent && m_finReceived; }

private:
    friend class Session;
    Stream(Session &session, quint32 id, qint64 window);
    void linger(const QByteArray &lastFrame);

    Session &m_session;
    quint32 m_id;
    StreamListener *m_listener = nullptr;
    std::deque<QByteArray> m_queue; //!< given to write(), waiting for their turn
    qsizetype m_queueOffset = 0; //!< of the front, already sent
    qint64 m_queuedBytes = 0;
    qint64 m_sendCredit; //!< granted, queued bytes included
    bool m_wantsWritable = false; //!< writable() was all used up
    bool m_isReady = false; //!< in the session's round
    bool m_finQueued = false;
    bool m_finSent = false;
    bool m_finReceived = false;
    bool m_isLingering = false; //!< released; only the queue and the last frame are left to send
    QByteArray m_lastFrame; //!< RESET, or empty: nothing but the FIN
    ReceiveWindow m_window;
};

} // namespace tunnel
