#include "server/socketio/engineio/outgoingqueue.h"

namespace engineio {

namespace {
//! An empty frame costs memory too: without this a flood of tiny ones would pass below the bound.
constexpr qint64 FrameOverhead = 64;
} // namespace

bool OutgoingQueue::append(const Frame &frame)
{
    const qint64 cost = frame.size() + FrameOverhead;
    if (m_bytes + cost > m_maxBytes)
        return false;
    m_bytes += cost;
    m_frames.push_back(frame);
    return true;
}

std::vector<Frame> OutgoingQueue::takeAll()
{
    m_bytes = 0;
    return std::exchange(m_frames, {});
}

QByteArray OutgoingQueue::takePayload()
{
    QByteArray payload;
    payload.reserve(m_bytes);
    for (const Frame &frame : takeAll())
        frame.appendTo(payload);
    return payload;
}

} // namespace engineio
