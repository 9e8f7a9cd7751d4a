#include "server/socketio/engineio/session.h"

#include "server/socketio/engineio/answers.h"
#include "server/socketio/engineio/upgradeprobe.h"

namespace engineio {

namespace {
const QByteArray NoopPacket = QByteArrayLiteral("6");
const QByteArray ClosePacket = QByteArrayLiteral("1");

QByteArray withClosePacket(QByteArray payload)
{
    Frame::control(PacketType::Close).appendTo(payload);
    return payload;
}

Frame openPacket(const QByteArray &sid, bool canUpgrade, const Settings &settings)
{
    // Written by hand: QJsonObject would sort the keys, and nothing here needs escaping.
    return Frame::control(PacketType::Open,
        QByteArrayLiteral("{\"sid\":\"") + sid + QByteArrayLiteral("\",\"upgrades\":[")
            + (canUpgrade ? QByteArrayLiteral("\"websocket\"") : QByteArray())
            + QByteArrayLiteral("],\"pingInterval\":") + QByteArray::number(settings.pingInterval.count())
            + QByteArrayLiteral(",\"pingTimeout\":") + QByteArray::number(settings.pingTimeout.count())
            + QByteArrayLiteral(",\"maxPayload\":") + QByteArray::number(settings.maxPayload) + '}');
}
} // namespace

Session::Session(QByteArray sid, http::Request handshake, const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_sid(std::move(sid))
    , m_handshake(std::move(handshake))
    , m_settings(settings)
    , m_queue(settings.maxQueuedBytes)
    , m_webSocket(settings)
    , m_heartbeat(settings.pingInterval, settings.pingTimeout)
{
    connect(&m_poll, &PollChannel::clientGone, this, [this] { finish(CloseReason::ClientLeft); });
    connect(&m_webSocket, &WebSocketChannel::textReceived, this, &Session::onWebSocketText);
    connect(&m_webSocket, &WebSocketChannel::binaryReceived, this, [this](const QByteArray &data) {
        onPacket(Packet{PacketType::Message, data, true});
    });
    connect(&m_webSocket, &WebSocketChannel::clientGone, this, [this] { finish(CloseReason::ClientLeft); });
    connect(&m_heartbeat, &Heartbeat::pingDue, this, &Session::onPingDue);
    connect(&m_heartbeat, &Heartbeat::expired, this, [this] { finish(CloseReason::PingTimeout); });
    m_noopTimer.setTimerType(Qt::PreciseTimer);
    m_noopTimer.setSingleShot(true);
    connect(&m_noopTimer, &QTimer::timeout, this, [this] { m_poll.answer(NoopPacket); });
    m_closeTimer.setSingleShot(true);
    connect(&m_closeTimer, &QTimer::timeout, this, &Session::endClosing);
}

Session::~Session()
{
    m_poll.answer(ClosePacket); // the server went away with the session open
}

bool Session::isOpen() const
{
    return m_state == State::Polling || m_state == State::Upgrading || m_state == State::WebSocket;
}

void Session::openPolling(const http::Responder &responder)
{
    setState(State::Polling);
    m_heartbeat.start();
    answerPoll(responder, openPacket(m_sid, true, m_settings).bytes());
}

void Session::openWebSocket(std::unique_ptr<WebSocket> socket)
{
    useWebSocket(std::move(socket));
    m_heartbeat.start();
    sendOverWebSocket(openPacket(m_sid, false, m_settings));
}

void Session::poll(const http::Responder &responder)
{
    if (m_state == State::Closing) {
        answerPoll(responder, withClosePacket(m_queue.takePayload()));
        endClosing();
        return;
    }
    if (m_poll.isOpen()) {
        // Two polls at once would tear the order of packets apart.
        answerRefusal(responder, BadRequest);
        finish(CloseReason::BadPacket);
        return;
    }
    m_poll.hold(responder);
    if (!m_queue.isEmpty())
        flushToPoll();
    else if (m_probe && m_probe->isProbed())
        m_noopTimer.start(m_settings.upgradeNoopDelay);
}

bool Session::beginPost()
{
    // A POST that was cut off in its body stays here, and the next one finds it: what it carried is lost.
    if (!std::exchange(m_isPosting, true))
        return true;
    finish(CloseReason::BadPacket);
    return false;
}

void Session::post(const http::Request &request, const http::Responder &responder)
{
    m_isPosting = false;
    if (request.body.size() > m_settings.maxPayload) {
        answerEmpty(responder, 413);
        return;
    }
    if (request.header("content-type").startsWith("application/octet-stream")) {
        answerRefusal(responder, BadRequest);
        finish(CloseReason::BadPacket);
        return;
    }
    const DecodedPayload payload = decodePayload(request.body);
    bool accepted = !payload.error;
    for (const Packet &packet : payload.packets) {
        if (packet.type == PacketType::Ping) { // it is the server that pings
            accepted = false;
            break;
        }
        onPacket(packet);
    }
    if (accepted) {
        answerPost(responder);
    } else {
        answerRefusal(responder, BadRequest);
        finish(CloseReason::BadPacket);
    }
}

void Session::onPacket(const Packet &packet)
{
    if (!isOpen())
        return;
    switch (packet.type) {
    case PacketType::Close:
        finish(CloseReason::ClientLeft);
        return;
    case PacketType::Ping:
        finish(CloseReason::BadPacket);
        return;
    case PacketType::Pong:
        m_heartbeat.pong();
        return;
    case PacketType::Message:
        if (packet.binary)
            Q_EMIT binaryReceived(packet.data);
        else
            Q_EMIT textReceived(packet.data);
        return;
    case PacketType::Open:
    case PacketType::Upgrade:
    case PacketType::Noop:
        return; // mean nothing from a client outside an upgrade; the reference ignores them too
    }
}

void Session::onWebSocketText(const QByteArray &utf8)
{
    const base::Result<Packet> packet = decodeTextPacket(utf8);
    if (packet)
        onPacket(*packet);
    else
        finish(CloseReason::BadPacket);
}

void Session::onPingDue()
{
    if (m_webSocket.isStalled())
        finish(CloseReason::SlowClient);
    else
        send(Frame::control(PacketType::Ping));
}

void Session::upgrade(std::unique_ptr<WebSocket> socket)
{
    if (m_state != State::Polling) {
        WebSocket::turnAway(std::move(socket), parent());
        return;
    }
    setState(State::Upgrading);
    m_probe = new UpgradeProbe(std::move(socket), m_settings.upgradeTimeout, this);
    connect(m_probe, &UpgradeProbe::probed, this, &Session::onUpgradeProbed);
    connect(m_probe, &UpgradeProbe::pong, &m_heartbeat, &Heartbeat::pong);
    connect(m_probe, &UpgradeProbe::completed, this, &Session::onUpgradeCompleted);
    connect(m_probe, &UpgradeProbe::failed, this, &Session::onUpgradeFailed);
}

void Session::onUpgradeProbed()
{
    // The client waits for its open poll before it sends `5`.
    if (m_queue.isEmpty())
        m_poll.answer(NoopPacket);
    else
        flushToPoll();
}

void Session::onUpgradeCompleted()
{
    useWebSocket(endUpgrade());
    // The poll that was open at the probe has its answer: this one was sent after the `5` and overtook it.
    if (m_poll.isOpen())
        answerRefusal(m_poll.take(), BadRequest);
    for (const Frame &frame : m_queue.takeAll())
        sendOverWebSocket(frame);
}

void Session::onUpgradeFailed()
{
    setState(State::Polling);
    WebSocket::retire(endUpgrade(), WebSocketCloseCode::Normal, parent());
}

std::unique_ptr<WebSocket> Session::endUpgrade()
{
    m_noopTimer.stop();
    std::unique_ptr<WebSocket> socket = m_probe->takeSocket();
    m_probe->disconnect(this);
    m_probe->deleteLater(); // we may be inside one of its signals
    m_probe = nullptr;
    return socket;
}

void Session::useWebSocket(std::unique_ptr<WebSocket> socket)
{
    setState(State::WebSocket);
    m_webSocket.open(std::move(socket));
}

void Session::send(const Frame &frame)
{
    if (!isOpen() || m_overflowed)
        return;
    if (m_state == State::WebSocket)
        sendOverWebSocket(frame);
    else if (m_queue.append(frame))
        scheduleFlush();
    else
        dropSlowClient();
}

void Session::sendOverWebSocket(const Frame &frame)
{
    if (!m_overflowed && !m_webSocket.send(frame))
        dropSlowClient();
}

void Session::scheduleFlush()
{
    // At the next turn: what is sent in one go (a reply and its binaries, a burst) leaves in one poll.
    if (!m_poll.isOpen() || std::exchange(m_flushScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_flushScheduled = false;
            flushToPoll();
        },
        Qt::QueuedConnection);
}

void Session::flushToPoll()
{
    if (!m_poll.isOpen() || m_queue.isEmpty())
        return;
    m_noopTimer.stop();
    m_poll.answer(m_queue.takePayload());
}

void Session::dropSlowClient()
{
    // Later: the sender may be in the middle of a broadcast over all sessions.
    m_overflowed = true;
    QMetaObject::invokeMethod(
        this, [this] { finish(CloseReason::SlowClient); }, Qt::QueuedConnection);
}

void Session::close(WebSocketCloseCode code)
{
    if (!isOpen())
        return;
    const bool mustWaitForPoll = m_state != State::WebSocket && !m_poll.isOpen();
    if (mustWaitForPoll)
        m_closeTimer.start(m_settings.closeTimeout);
    else if (m_poll.isOpen())
        m_poll.answer(withClosePacket(m_queue.takePayload()));
    else
        m_webSocket.close(code, parent());
    finish(CloseReason::ServerClosed, mustWaitForPoll ? State::Closing : State::Closed);
}

void Session::finish(CloseReason reason, State next)
{
    if (!isOpen())
        return;
    setState(next);
    m_heartbeat.stop();
    if (m_probe)
        WebSocket::retire(endUpgrade(), WebSocketCloseCode::Normal, parent());
    if (reason == CloseReason::SlowClient)
        m_webSocket.drop();
    else
        m_webSocket.close(WebSocketCloseCode::Normal, parent());
    // A client that says goodbye only waits for its poll to end; the others are told.
    m_poll.answer(reason == CloseReason::ClientLeft ? NoopPacket : ClosePacket);
    Q_EMIT closed(reason);
    if (m_state == State::Closed)
        Q_EMIT ended();
}

void Session::endClosing()
{
    m_closeTimer.stop();
    setState(State::Closed);
    Q_EMIT ended();
}

} // namespace engineio
