#include "server/socketio/client.h"

#include "server/socketio/clientsocket.h"
#include "server/socketio/roomednamespace.h"

namespace socketio {

Client::Client(engineio::Session *session, FindNamespace findNamespace, ConnectCheck check,
    std::chrono::milliseconds connectTimeout)
    : QObject(session)
    , m_session(session)
    , m_findNamespace(std::move(findNamespace))
    , m_check(std::move(check))
{
    connect(session, &engineio::Session::textReceived, this,
        [this](const QByteArray &utf8) { onDecoded(m_decoder.addText(utf8)); });
    connect(session, &engineio::Session::binaryReceived, this,
        [this](const QByteArray &data) { onDecoded(m_decoder.addBinary(data)); });
    connect(session, &engineio::Session::closed, this, &Client::onClosed);
    m_connectDeadline.setTimerType(Qt::PreciseTimer);
    m_connectDeadline.setSingleShot(true);
    connect(&m_connectDeadline, &QTimer::timeout, this, [this] { m_session->close(); });
    m_connectDeadline.start(connectTimeout);
}

QString Client::peer() const
{
    return m_session->handshake().peer.toString();
}

void Client::send(const EncodedPacket &packet)
{
    for (const engineio::Frame &frame : packet.frames())
        m_session->send(frame);
}

void Client::remove(ClientSocket *socket)
{
    m_sockets.remove(socket->space().name());
    socket->retire();
}

void Client::onDecoded(const base::Result<std::optional<Packet>> &packet)
{
    if (!packet) {
        m_session->close();
        return;
    }
    if (const std::optional<Packet> &complete = *packet)
        onPacket(*complete);
}

void Client::onPacket(const Packet &packet)
{
    if (packet.type == PacketType::Connect) {
        onConnect(packet);
        return;
    }
    ClientSocket *socket = m_sockets.value(packet.space);
    if (!socket) {
        m_session->close();
        return;
    }
    switch (packet.type) {
    case PacketType::Disconnect:
        remove(socket);
        return;
    case PacketType::Event:
    case PacketType::BinaryEvent:
        socket->receive(packet);
        return;
    case PacketType::Ack:
    case PacketType::BinaryAck:
        return; // we ask for none
    case PacketType::Connect:
    case PacketType::ConnectError:
        break; // handled above; refused by the decoder
    }
}

void Client::onConnect(const Packet &packet)
{
    if (m_sockets.contains(packet.space)) {
        m_session->close();
        return;
    }
    RoomedNamespace *space = m_findNamespace(packet.space);
    if (!space) {
        send(EncodedPacket::connectError(packet.space, QStringLiteral("Invalid namespace")));
        return;
    }
    QString user;
    if (m_check) {
        const base::Result<QString> checked = m_check(m_session->handshake(), packet.payload);
        if (!checked) {
            send(EncodedPacket::connectError(packet.space, checked.error().message));
            return;
        }
        user = *checked;
    }
    m_connectDeadline.stop();
    auto *socket = new ClientSocket(*this, *space, packet.payload, user);
    m_sockets.insert(packet.space, socket);
    send(EncodedPacket::connect(packet.space, socket->id()));
    space->add(socket);
}

void Client::onClosed()
{
    m_connectDeadline.stop();
    const QHash<QString, ClientSocket *> sockets = std::exchange(m_sockets, {});
    for (ClientSocket *socket : sockets)
        socket->retire();
}

} // namespace socketio
