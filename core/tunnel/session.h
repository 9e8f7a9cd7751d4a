#pragma once

#include "core/base/result.h"
#include "core/tunnel/channel.h"
#include "core/tunnel/stream.h"

#include <QObject>

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

namespace tunnel {

//! What one tunnel has done so far; for the status that people see.
struct SessionFigures
{
    qint64 bytesReceived = 0; //!< payloads of DATA
    qint64 bytesSent = 0;
    qsizetype openStreams = 0;
    std::optional<std::chrono::nanoseconds> roundTrip; //!< the last one; nullopt before the first PONG
};

//! One authenticated tunnel: streams, credit, fair turns, pings. No sockets and no timers: frames come in by
//! receive() and go out through the Channel; the owner calls heartbeat() every PingInterval and pump()
//! whenever the channel has room again. The relay opens streams, the agent machine accepts them.
class Session : public QObject
{
    Q_OBJECT

public:
    enum class Role { Opens, Accepts };

    //! `channel` must outlive this.
    Session(Role role, Channel &channel, QObject *parent = nullptr);
    //! Listeners of open streams are told that the link is lost.
    ~Session() override;

    //! A new stream; null when there are MaxStreams, after a GOAWAY, or after a failure.
    Stream *open(StreamListener &listener);

    //! Takes one binary message. False once the session has failed.
    bool receive(QByteArrayView message);
    //! Sends what waits, as long as the channel takes it.
    void pump();
    //! Sends a PING, or fails when MaxUnansweredPings got no frame in return.
    void heartbeat();
    //! Tells the other side to open no new streams, and opens none.
    void goAway(const QString &text);
    //! Ends every stream; nothing is sent any more.
    void abandon();

    bool isGoingAway() const { return m_goingAway; }
    SessionFigures figures() const;

Q_SIGNALS:
    //! The machine has a new stream. Its listener is set by the slot; without one the stream is refused.
    void streamOpened(tunnel::Stream *stream);
    //! The other side wants no new streams.
    void wentAway(const QString &text);
    //! The other side broke the protocol or does not answer. The owner closes the link, by a queued
    //! connection: streams are on the stack.
    void failed(const QString &why);

private:
    friend class Stream;

    base::Result<void> take(const FrameView &frame);
    base::Result<void> takeOpen(const FrameView &frame);
    base::Result<void> takePong(const FrameView &frame);
    base::Result<void> takeForStream(const FrameView &frame);
    base::Result<void> takeData(Stream &stream, QByteArrayView payload);
    base::Result<void> takeCredit(Stream &stream, QByteArrayView payload);
    void takeReset(Stream &stream, const Farewell &farewell);

    bool hasRoom() const { return m_channel.bytesToWrite() < MaxBytesToWrite; }
    void send(const QByteArray &frame);
    void makeReady(Stream &stream);
    void sendTurn(Stream &stream);
    void sendDataOf(Stream &stream, QByteArrayView bytes);
    void remove(quint32 id);
    void fail(const QString &why);

    Role m_role;
    Channel &m_channel;
    GrowthBudget m_budget;
    std::unordered_map<quint32, std::unique_ptr<Stream>> m_streams;
    std::deque<quint32> m_ready; //!< streams with something to send, in the order of their turns
    quint32 m_lastId = 0; //!< of the streams opened so far
    bool m_goingAway = false;
    bool m_failed = false;
    int m_unansweredPings = 0;
    std::optional<std::chrono::nanoseconds> m_roundTrip;
    qint64 m_bytesReceived = 0;
    qint64 m_bytesSent = 0;
};

} // namespace tunnel
