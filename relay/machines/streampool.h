#pragma once

#include "core/tunnel/session.h"

#include <QTimer>

#include <list>

namespace machines {

//! Streams of one machine that are between two requests, as connections to an upstream server are kept: the
//! next request then costs no round trip of OPEN and no new connection to the local server.
class StreamPool : public QObject
{
    Q_OBJECT

public:
    static constexpr size_t MaxIdle = 64;
    //! Well under the 75 seconds after which the local server would close the connection under a request.
    static constexpr std::chrono::seconds IdleTime{30};

    explicit StreamPool(tunnel::Session &session, QObject *parent = nullptr);
    ~StreamPool() override;

    //! A stream, and whether it has served requests before; no stream if the session takes no new ones.
    struct Lease
    {
        tunnel::Stream *stream = nullptr;
        bool isUsed = false;
    };
    Lease take(tunnel::StreamListener &listener);
    //! A fresh one, in no case a used one.
    tunnel::Stream *open(tunnel::StreamListener &listener);
    //! Takes back a stream on which both request and response are over.
    void put(tunnel::Stream &stream);

    //! Takes a stream whose visitor has left: what was sent still arrives, what comes back is thrown away.
    void drain(tunnel::Stream &stream);

private:
    //! How long the local server may take to close what it serves nobody on.
    static constexpr std::chrono::seconds DrainTime{10};

    //! A stream without a visitor: idle, and not used again if anything comes on it; or one that only has to
    //! end.
    struct Parked final : tunnel::StreamListener
    {
        Parked(StreamPool &pool, tunnel::Stream &stream, std::list<Parked> &place);
        void streamData(QByteArrayView bytes) override;
        void streamFinished() override;
        void streamReset(tunnel::ResetCode code, const QString &text) override;

        StreamPool &m_pool;
        tunnel::Stream &m_stream;
        std::list<Parked> &m_place;
        std::chrono::steady_clock::time_point m_since;
        std::list<Parked>::iterator m_self;
    };

    void park(tunnel::Stream &stream, std::list<Parked> &place);
    void drop(Parked &parked);
    void dropOld(std::list<Parked> &place, std::chrono::seconds age);

    tunnel::Session &m_session;
    std::list<Parked> m_idle; //!< the longest idle first; the newest is taken first
    std::list<Parked> m_draining; //!< the oldest first
    QTimer m_clock;
};

} // namespace machines
