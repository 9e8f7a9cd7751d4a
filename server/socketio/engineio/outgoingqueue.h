#pragma once

#include "server/socketio/engineio/frame.h"

#include <vector>

namespace engineio {

//! What waits for the next poll, or for the end of an upgrade; bounded in bytes.
class OutgoingQueue
{
public:
    explicit OutgoingQueue(qint64 maxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    //! False, and nothing queued, if the bound would be passed.
    [[nodiscard]] bool append(const Frame &frame);
    bool isEmpty() const { return m_frames.empty(); }
    qint64 bytes() const { return m_bytes; }
    //! Everything, in order; empties the queue.
    std::vector<Frame> takeAll();
    //! Everything as one polling payload; empties the queue.
    QByteArray takePayload();

private:
    const qint64 m_maxBytes;
    std::vector<Frame> m_frames;
    qint64 m_bytes = 0;
};

} // namespace engineio
