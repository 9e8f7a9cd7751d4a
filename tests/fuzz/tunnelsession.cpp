// Frames of a peer that knows the token and means ill: parseFrame and everything behind Session::receive().
// An input is a row of messages, each after its length (two bytes, the higher one first); a message that is
// longer than what is left ends the input.

#include "core/tunnel/session.h"
#include "tests/fuzz/property.h"

#include <QtEndian>

#include <memory>
#include <vector>

using fuzz::require;

namespace {

constexpr qsizetype LengthBytes = 2;

//! Checks that a session speaks its own protocol, and keeps nothing.
class CheckedChannel : public tunnel::Channel
{
public:
    void send(const QByteArray &frame) override
    {
        const auto parsed = tunnel::parseFrame(frame);
        require(parsed.has_value(), "a session sends valid frames only");
        m_sent += frame.size();
    }
    qint64 bytesToWrite() const override { return 0; }
    qint64 sent() const { return m_sent; }

private:
    qint64 m_sent = 0;
};

//! One end of a stream: sends all that it gets back, as far as credit goes, and lets go at the end.
class EchoEnd : public tunnel::StreamListener
{
public:
    void begin(tunnel::Stream &stream) { m_stream = &stream; }
    bool isOver() const { return m_stream == nullptr; }

    void streamData(QByteArrayView bytes) override
    {
        require(!bytes.isEmpty() && !m_isFinished, "data is data, and comes before its end");
        m_unconsumed += bytes.size();
        require(m_unconsumed <= tunnel::MaxWindow, "a stream never holds more than its window");
        const qint64 count = std::min<qint64>(m_stream->writable(), bytes.size());
        if (count > 0)
            m_stream->write(bytes.first(count).toByteArray());
        if (bytes.front() == 'h') // held back, as by a visitor that reads nothing
            return;
        m_stream->consumed(std::exchange(m_unconsumed, 0));
    }
    void streamFinished() override
    {
        m_isFinished = true;
        m_stream->finish();
        if (m_stream->isFinished())
            std::exchange(m_stream, nullptr)->release();
    }
    void streamReset(tunnel::ResetCode, const QString &) override { m_stream = nullptr; }

private:
    tunnel::Stream *m_stream = nullptr;
    qint64 m_unconsumed = 0;
    bool m_isFinished = false;
};

void feed(tunnel::Session &session, QByteArrayView input)
{
    while (input.size() >= LengthBytes) {
        const auto length = qsizetype(qFromBigEndian<quint16>(input.data()));
        input = input.sliced(LengthBytes);
        if (length > input.size())
            return;
        if (!session.receive(input.first(length)))
            return require(!session.receive(tunnel::pingFrame(1)), "a failed session stays failed");
        input = input.sliced(length);
    }
}

//! As the agent machine, to which the relay opens streams.
void accept(QByteArrayView input)
{
    CheckedChannel channel;
    std::vector<std::unique_ptr<EchoEnd>> ends;
    tunnel::Session session(tunnel::Session::Role::Accepts, channel);
    QObject::connect(&session, &tunnel::Session::streamOpened, &session, [&ends](tunnel::Stream *stream) {
        ends.push_back(std::make_unique<EchoEnd>());
        ends.back()->begin(*stream);
        stream->setListener(ends.back().get());
    });
    feed(session, input);
    require(channel.sent() <= 4 * input.size() + 4096, "a few frames make no flood of frames");
    session.abandon();
    for (const auto &end : ends)
        require(end->isOver(), "every stream is told of its end");
    require(session.figures().openStreams == 0, "no stream is left");
}

//! As the relay, which has opened two streams and written to them.
void open(QByteArrayView input)
{
    CheckedChannel channel;
    EchoEnd first;
    EchoEnd second;
    tunnel::Session session(tunnel::Session::Role::Opens, channel);
    for (EchoEnd *end : {&first, &second}) {
        tunnel::Stream *stream = session.open(*end);
        end->begin(*stream);
        stream->write("GET / HTTP/1.1\r\n\r\n");
    }
    feed(session, input);
    session.abandon();
    require(first.isOver() && second.isOver(), "every stream is told of its end");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    accept(input);
    open(input);
    return 0;
}
