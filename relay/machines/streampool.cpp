#include "relay/machines/streampool.h"

namespace machines {

StreamPool::Idle::Idle(StreamPool &pool, tunnel::Stream &stream)
    : m_pool(pool)
    , m_stream(stream)
    , m_since(std::chrono::steady_clock::now())
{
}

//! Nobody has asked for anything.
void StreamPool::Idle::streamData(QByteArrayView)
{
    m_pool.drop(*this);
}

void StreamPool::Idle::streamFinished()
{
    m_pool.drop(*this);
}

void StreamPool::Idle::streamReset(tunnel::ResetCode, const QString &)
{
    m_pool.m_idle.erase(m_self);
}

StreamPool::Draining::Draining(StreamPool &pool, tunnel::Stream &stream)
    : m_pool(pool)
    , m_stream(stream)
    , m_since(std::chrono::steady_clock::now())
{
}

void StreamPool::Draining::streamData(QByteArrayView bytes)
{
    m_stream.consumed(bytes.size());
}

void StreamPool::Draining::streamFinished()
{
    m_pool.drop(*this);
}

void StreamPool::Draining::streamReset(tunnel::ResetCode, const QString &)
{
    m_pool.m_draining.erase(m_self);
}

StreamPool::StreamPool(tunnel::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    m_clock.setInterval(DrainTime / 2);
    connect(&m_clock, &QTimer::timeout, this, &StreamPool::dropOld);
}

StreamPool::~StreamPool()
{
    while (!m_idle.empty())
        drop(m_idle.front());
    while (!m_draining.empty())
        drop(m_draining.front());
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
        return stream.release();
    Idle &idle = m_idle.emplace_back(*this, stream);
    idle.m_self = std::prev(m_idle.end());
    stream.setListener(&idle);
    if (!m_clock.isActive())
        m_clock.start();
}

void StreamPool::drain(tunnel::Stream &stream)
{
    Draining &draining = m_draining.emplace_back(*this, stream);
    draining.m_self = std::prev(m_draining.end());
    stream.setListener(&draining);
    if (!m_clock.isActive())
        m_clock.start();
    stream.finish();
}

void StreamPool::drop(Draining &draining)
{
    tunnel::Stream &stream = draining.m_stream;
    m_draining.erase(draining.m_self);
    stream.release();
}

void StreamPool::drop(Idle &idle)
{
    tunnel::Stream &stream = idle.m_stream;
    m_idle.erase(idle.m_self);
    stream.release();
}

void StreamPool::dropOld()
{
    const auto now = std::chrono::steady_clock::now();
    while (!m_idle.empty() && now - m_idle.front().m_since > IdleTime)
        drop(m_idle.front());
    while (!m_draining.empty() && now - m_draining.front().m_since > DrainTime)
        drop(m_draining.front());
    if (m_idle.empty() && m_draining.empty())
        m_clock.stop();
}

} // namespace machines
