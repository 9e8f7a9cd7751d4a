#include "relay/machines/streampool.h"

namespace machines {

StreamPool::Parked::Parked(StreamPool &pool, tunnel::Stream &stream, std::list<Parked> &place)
    : m_pool(pool)
    , m_stream(stream)
    , m_place(place)
    , m_since(std::chrono::steady_clock::now())
{
}

void StreamPool::Parked::streamData(QByteArrayView bytes)
{
    if (&m_place == &m_pool.m_draining)
        m_stream.consumed(bytes.size());
    else
        m_pool.drop(*this); // nobody has asked for anything
}

void StreamPool::Parked::streamFinished()
{
    m_pool.drop(*this);
}

void StreamPool::Parked::streamReset(tunnel::ResetCode, const QString &)
{
    m_place.erase(m_self);
}

StreamPool::StreamPool(tunnel::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    m_clock.setInterval(DrainTime / 2);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        dropOld(m_idle, IdleTime);
        dropOld(m_draining, DrainTime);
        if (m_idle.empty() && m_draining.empty())
            m_clock.stop();
    });
}

StreamPool::~StreamPool()
{
    for (auto *place : {&m_idle, &m_draining}) {
        while (!place->empty())
            drop(place->front());
    }
}

StreamPool::Lease StreamPool::take(tunnel::StreamListener &listener)
{
    if (m_idle.empty() || m_session.isGoingAway())
        return {open(listener), false};
    tunnel::Stream &stream = m_idle.back().m_stream;
    m_idle.pop_back();
    stream.setListener(&listener);
    return {&stream, true};
}

tunnel::Stream *StreamPool::open(tunnel::StreamListener &listener)
{
    return m_session.open(listener);
}

void StreamPool::put(tunnel::Stream &stream)
{
    if (m_idle.size() >= MaxIdle)
        stream.release();
    else
        park(stream, m_idle);
}

void StreamPool::drain(tunnel::Stream &stream)
{
    park(stream, m_draining);
    stream.finish();
}

void StreamPool::park(tunnel::Stream &stream, std::list<Parked> &place)
{
    Parked &parked = place.emplace_back(*this, stream, place);
    parked.m_self = std::prev(place.end());
    stream.setListener(&parked);
    if (!m_clock.isActive())
        m_clock.start();
}

void StreamPool::drop(Parked &parked)
{
    tunnel::Stream &stream = parked.m_stream;
    parked.m_place.erase(parked.m_self);
    stream.release();
}

void StreamPool::dropOld(std::list<Parked> &place, std::chrono::seconds age)
{
    const auto now = std::chrono::steady_clock::now();
    while (!place.empty() && now - place.front().m_since > age)
        drop(place.front());
}

} // namespace machines
