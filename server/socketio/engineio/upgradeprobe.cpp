#include "server/socketio/engineio/upgradeprobe.h"

namespace engineio {

namespace {
const QByteArray ProbeData = QByteArrayLiteral("probe");
}

UpgradeProbe::UpgradeProbe(
    std::unique_ptr<WebSocket> socket, std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
{
    connect(m_socket.get(), &WebSocket::textReceived, this, &UpgradeProbe::onText);
    connect(m_socket.get(), &WebSocket::binaryReceived, this, &UpgradeProbe::failed);
    connect(m_socket.get(), &WebSocket::closed, this, &UpgradeProbe::failed);
    m_deadline.setTimerType(Qt::PreciseTimer);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &UpgradeProbe::failed);
    m_deadline.start(timeout);
}

std::unique_ptr<WebSocket> UpgradeProbe::takeSocket()
{
    m_deadline.stop();
    if (m_socket)
        m_socket->disconnect(this);
    return std::move(m_socket);
}

void UpgradeProbe::onText(const QByteArray &text)
{
    const base::Result<Packet> packet = decodeTextPacket(text);
    if (packet && packet->type == PacketType::Ping && packet->data == ProbeData) {
        m_socket->send(Frame::control(PacketType::Pong, ProbeData));
        if (!std::exchange(m_probed, true))
            Q_EMIT probed();
    } else if (packet && m_probed && packet->type == PacketType::Pong) {
        Q_EMIT pong();
    } else if (packet && m_probed && packet->type == PacketType::Upgrade) {
        Q_EMIT completed();
    } else {
        Q_EMIT failed();
    }
}

} // namespace engineio
