#include "core/tunnel/session.h"

namespace tunnel {

namespace {

using Clock = std::chrono::steady_clock;

tl::unexpected<base::Error> violation(const QString &what)
{
    return base::failure(base::ErrorCode::InvalidArgument, what);
}

quint64 markNow()
{
    return static_cast<quint64>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count());
}

} // namespace

Session::Session(Role role, Channel &channel, QObject *parent)
    : QObject(parent)
    , m_role(role)
    , m_channel(channel)
{
}

Session::~Session()
{
    abandon();
}

Stream *Session::open(StreamListener &listener)
{
    if (m_failed || m_goingAway || m_streams.size() >= MaxStreams || m_lastId == UINT32_MAX)
        return nullptr;
    const qint64 window = m_streams.size() < LargeStreams ? InitialWindow : SmallWindow;
    const quint32 id = ++m_lastId;
    auto stream = std::unique_ptr<Stream>(new Stream(*this, id, window));
    stream->setListener(&listener);
    send(openFrame(id, window));
    return m_streams.emplace(id, std::move(stream)).first->second.get();
}

bool Session::receive(QByteArrayView message)
{
    if (m_failed)
        return false;
    m_unansweredPings = 0; // any frame shows that the other side is there
    const auto frame = parseFrame(message);
    if (!frame) {
        fail(frame.error().message);
        return false;
    }
    if (const auto taken = take(*frame); !taken)
        fail(taken.error().message);
    return !m_failed;
}

base::Result<void> Session::take(const FrameView &frame)
{
    switch (frame.type) {
    case FrameType::Open:
        return takeOpen(frame);
    case FrameType::Ping:
        return parseMark(frame.payload).map([this](quint64 mark) { send(pongFrame(mark)); });
    case FrameType::Pong:
        return takePong(frame);
    case FrameType::GoAway:
        return parseFarewell(frame.payload).map([this](const Farewell &farewell) {
            m_goingAway = true;
            Q_EMIT wentAway(farewell.text);
        });
    case FrameType::Data:
    case FrameType::Credit:
    case FrameType::Fin:
    case FrameType::Reset:
        return takeForStream(frame);
    }
    return {};
}

base::Result<void> Session::takeOpen(const FrameView &frame)
{
    if (m_role == Role::Opens)
        return violation(QStringLiteral("an OPEN from the machine"));
    if (frame.stream <= m_lastId)
        return violation(QStringLiteral("an OPEN of stream %1 after %2").arg(frame.stream).arg(m_lastId));
    const auto request = parseOpen(frame.payload);
    if (!request)
        return tl::unexpected(request.error());
    m_lastId = frame.stream;
    if (request->kind != QLatin1String("http")) {
        send(resetFrame(frame.stream, ResetCode::Refused,
            QStringLiteral("Unknown kind of stream: %1").arg(request->kind)));
        return {};
    }
    if (m_goingAway || m_streams.size() >= MaxStreams) {
        send(resetFrame(frame.stream, ResetCode::Refused,
            m_goingAway ? QStringLiteral("Going away") : QStringLiteral("Too many streams")));
        return {};
    }
    auto owned = std::unique_ptr<Stream>(new Stream(*this, frame.stream, request->window));
    Stream *stream = m_streams.emplace(frame.stream, std::move(owned)).first->second.get();
    Q_EMIT streamOpened(stream);
    if (const auto it = m_streams.find(frame.stream); it != m_streams.end() && !it->second->m_listener)
        it->second->release(ResetCode::Refused, QStringLiteral("Nobody takes streams"));
    return {};
}

base::Result<void> Session::takePong(const FrameView &frame)
{
    const auto mark = parseMark(frame.payload);
    if (!mark)
        return tl::unexpected(mark.error());
    const quint64 now = markNow();
    if (*mark > now)
        return violation(QStringLiteral("a PONG to no PING"));
    m_roundTrip = std::chrono::nanoseconds(now - *mark);
    return {};
}

base::Result<void> Session::takeForStream(const FrameView &frame)
{
    if (frame.stream > m_lastId) {
        return violation(QStringLiteral("a frame of type %1 for stream %2, which was never opened")
                             .arg(int(frame.type))
                             .arg(frame.stream));
    }
    const auto it = m_streams.find(frame.stream);
    if (it == m_streams.end())
        return {}; // was on its way while we let the stream go
    Stream &stream = *it->second;
    switch (frame.type) {
    case FrameType::Data:
        return takeData(stream, frame.payload);
    case FrameType::Credit:
        return takeCredit(stream, frame.payload);
    case FrameType::Fin:
        if (std::exchange(stream.m_finReceived, true))
            return violation(QStringLiteral("a second FIN of stream %1").arg(frame.stream));
        if (!stream.m_isLingering)
            stream.m_listener->streamFinished();
        return {};
    default:
        return parseFarewell(frame.payload).map([&](const Farewell &farewell) {
            takeReset(stream, farewell);
        });
    }
}

base::Result<void> Session::takeData(Stream &stream, QByteArrayView payload)
{
    if (stream.m_finReceived)
        return violation(QStringLiteral("DATA after the FIN of stream %1").arg(stream.id()));
    if (!stream.m_window.received(payload.size())) {
        return violation(QStringLiteral("%1 bytes on stream %2, more than was granted")
                             .arg(payload.size())
                             .arg(stream.id()));
    }
    m_bytesReceived += payload.size();
    if (!stream.m_isLingering)
        stream.m_listener->streamData(payload);
    return {};
}

base::Result<void> Session::takeCredit(Stream &stream, QByteArrayView payload)
{
    const auto credit = parseCredit(payload);
    if (!credit)
        return tl::unexpected(credit.error());
    stream.m_sendCredit += *credit;
    if (stream.m_sendCredit > MaxWindow) {
        return violation(
            QStringLiteral("a CREDIT for more than %1 bytes on stream %2").arg(MaxWindow).arg(stream.id()));
    }
    if (std::exchange(stream.m_wantsWritable, false) && !stream.m_isLingering)
        stream.m_listener->streamWritable();
    return {};
}

void Session::takeReset(Stream &stream, const Farewell &farewell)
{
    StreamListener *listener = stream.m_listener;
    remove(stream.id());
    if (listener)
        listener->streamReset(static_cast<ResetCode>(farewell.code), farewell.text);
}

void Session::pump()
{
    while (!m_ready.empty() && hasRoom()) {
        const quint32 id = m_ready.front();
        m_ready.pop_front();
        if (const auto it = m_streams.find(id); it != m_streams.end())
            sendTurn(*it->second);
    }
}

void Session::makeReady(Stream &stream)
{
    if (std::exchange(stream.m_isReady, true))
        return;
    m_ready.push_back(stream.id());
    pump();
}

//! One DATA frame at most, then it is the next stream's turn.
void Session::sendTurn(Stream &stream)
{
    stream.m_isReady = false;
    if (!stream.m_queue.empty()) {
        const QByteArray &front = stream.m_queue.front();
        const qsizetype bytes = qMin(front.size() - stream.m_queueOffset, MaxDataBytes);
        stream.m_queuedBytes -= bytes;
        sendDataOf(stream, QByteArrayView(front).sliced(stream.m_queueOffset, bytes));
        stream.m_queueOffset += bytes;
        if (stream.m_queueOffset == front.size()) {
            stream.m_queue.pop_front();
            stream.m_queueOffset = 0;
        }
    }
    if (!stream.m_queue.empty()) {
        stream.m_isReady = true;
        m_ready.push_back(stream.id());
        return;
    }
    if (!stream.m_lastFrame.isEmpty()) {
        send(stream.m_lastFrame);
    } else if (stream.m_finQueued && !stream.m_finSent) {
        stream.m_finSent = true;
        send(finFrame(stream.id()));
    }
    if (stream.m_isLingering)
        remove(stream.id());
}

void Session::sendDataOf(Stream &stream, QByteArrayView bytes)
{
    stream.m_sendCredit -= bytes.size();
    m_bytesSent += bytes.size();
    send(dataFrame(stream.id(), bytes));
}

void Session::heartbeat()
{
    if (m_failed)
        return;
    if (m_unansweredPings >= MaxUnansweredPings) {
        return fail(
            QStringLiteral("No answer for %1 seconds").arg(m_unansweredPings * int(PingInterval.count())));
    }
    ++m_unansweredPings;
    send(pingFrame(markNow()));
}

void Session::goAway(const QString &text)
{
    if (m_failed)
        return;
    m_goingAway = true;
    send(goAwayFrame(static_cast<quint16>(CloseCode::GoingAway), text));
}

void Session::abandon()
{
    m_failed = true;
    m_ready.clear();
    while (!m_streams.empty()) {
        const auto stream = std::move(m_streams.begin()->second);
        m_streams.erase(m_streams.begin());
        if (stream->m_listener)
            stream->m_listener->streamReset(ResetCode::LinkLost, QStringLiteral("Tunnel disconnected"));
    }
}

SessionFigures Session::figures() const
{
    return {m_bytesReceived, m_bytesSent, static_cast<qsizetype>(m_streams.size()), m_roundTrip};
}

void Session::send(const QByteArray &frame)
{
    if (m_failed)
        return;
    m_channel.send(frame);
    if (m_channel.bytesToWrite() > MaxUnsentBytes)
        fail(QStringLiteral("The other side reads nothing"));
}

void Session::remove(quint32 id)
{
    m_streams.erase(id);
}

void Session::fail(const QString &why)
{
    if (std::exchange(m_failed, true))
        return;
    Q_EMIT failed(why);
}

} // namespace tunnel
