#pragma once

#include "core/tunnel/session.h"

#include <functional>

//! Keeps frames until the test delivers them.
class MemoryChannel final : public tunnel::Channel
{
public:
    void send(const QByteArray &frame) override
    {
        frames.push_back(frame);
        m_bytes += frame.size();
        mostBytes = qMax(mostBytes, m_bytes);
    }
    qint64 bytesToWrite() const override { return m_bytes; }

    QByteArray take()
    {
        QByteArray frame = std::move(frames.front());
        frames.pop_front();
        m_bytes -= frame.size();
        return frame;
    }

    std::deque<QByteArray> frames;
    qint64 mostBytes = 0;

private:
    qint64 m_bytes = 0;
};

//! Keeps what comes on a stream, and lets go of it at the step that a test names.
class KeepingListener final : public tunnel::StreamListener
{
public:
    explicit KeepingListener(tunnel::Stream *of = nullptr)
        : stream(of)
    {
        if (of)
            of->setListener(this);
    }

    void streamData(QByteArrayView bytes) override
    {
        received.append(bytes);
        if (passesOn)
            stream->consumed(bytes.size());
        if (onData)
            onData();
    }
    void streamFinished() override
    {
        isFinished = true;
        if (onFinished)
            onFinished();
    }
    void streamReset(tunnel::ResetCode code, const QString &text) override
    {
        resets.append(code);
        resetText = text;
        stream = nullptr;
        if (onReset)
            onReset();
    }
    void streamWritable() override
    {
        ++writableCalls;
        if (onWritable)
            onWritable();
    }

    void release(tunnel::ResetCode code = tunnel::ResetCode::Cancelled)
    {
        std::exchange(stream, nullptr)->release(code);
    }

    tunnel::Stream *stream;
    bool passesOn = true; //!< bytes are consumed as they come
    QByteArray received;
    bool isFinished = false;
    QList<tunnel::ResetCode> resets;
    QString resetText;
    int writableCalls = 0;
    std::function<void()> onData;
    std::function<void()> onFinished;
    std::function<void()> onReset;
    std::function<void()> onWritable;
};

//! A relay's and a machine's session with nothing but memory between them.
class SessionPair
{
public:
    SessionPair()
    {
        QObject::connect(&machine, &tunnel::Session::streamOpened, &machine, [this](tunnel::Stream *stream) {
            if (!accepts)
                return;
            accepted.push_back(std::make_unique<KeepingListener>(stream));
            accepted.back()->passesOn = passesOn;
        });
        for (auto *session : {&relay, &machine}) {
            QObject::connect(session, &tunnel::Session::failed, session,
                [this](const QString &why) { failures.append(why); });
        }
    }

    //! Opens a stream from the relay, brings the OPEN over, and gives both ends.
    std::pair<KeepingListener *, KeepingListener *> open()
    {
        opened.push_back(std::make_unique<KeepingListener>());
        KeepingListener *here = opened.back().get();
        here->passesOn = passesOn;
        here->stream = relay.open(*here);
        deliver();
        return {here, accepted.empty() ? nullptr : accepted.back().get()};
    }

    //! From now on the machine's other streams have to wait for their turn.
    void fillMachineChannel()
    {
        auto *local = open().second;
        local->stream->write(QByteArray(local->stream->writable(), 'f'));
    }

    //! Brings one frame each way; false if there was none.
    bool step()
    {
        const bool toMachine = move(relayChannel, relay, machine);
        const bool toRelay = move(machineChannel, machine, relay);
        return toMachine || toRelay;
    }
    void deliver()
    {
        while (step()) { }
    }

    // Before the sessions, which use them to their end.
    MemoryChannel relayChannel;
    MemoryChannel machineChannel;
    std::vector<std::unique_ptr<KeepingListener>> opened;
    std::vector<std::unique_ptr<KeepingListener>> accepted;
    bool accepts = true;
    bool passesOn = true;
    QStringList failures;
    tunnel::Session relay{tunnel::Session::Role::Opens, relayChannel};
    tunnel::Session machine{tunnel::Session::Role::Accepts, machineChannel};

private:
    static bool move(MemoryChannel &channel, tunnel::Session &from, tunnel::Session &to)
    {
        if (channel.frames.empty())
            return false;
        to.receive(channel.take());
        from.pump();
        return true;
    }
};
