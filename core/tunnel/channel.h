#pragma once

#include <QByteArray>

namespace tunnel {

//! Where a Session's frames go: a WebSocket, or a test's memory.
class Channel
{
public:
    virtual ~Channel() = default;
    //! One binary message.
    virtual void send(const QByteArray &frame) = 0;
    //! What has been sent and is still waiting in this process.
    virtual qint64 bytesToWrite() const = 0;
};

} // namespace tunnel
