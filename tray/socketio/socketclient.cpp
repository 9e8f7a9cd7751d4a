#include "tray/socketio/socketclient.h"

#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkRequest>

namespace tray {

SocketClient::SocketClient(QObject *parent)
    : QObject(parent)
{
    m_deadline.setSingleShot(true);
    connect(
        &m_deadline, &QTimer::timeout, this, [this] { fail(QStringLiteral("The server does not answer")); });
}

SocketClient::~SocketClient()
{
    close();
}

void SocketClient::setState(State state)
{
    m_state = state;
}

void SocketClient::open(quint16 port, const base::Secret &token)
{
    close();
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setMaxAllowedIncomingFrameSize(MaxMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(MaxMessageBytes);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &SocketClient::take);
    connect(m_socket.get(), &QWebSocket::disconnected, this,
        [this] { fail(QStringLiteral("The connection was closed")); });
    connect(m_socket.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this] {
        // Qt 6.4 has no other way to tell the status of a refused upgrade.
        const QString words = m_socket->errorString();
        fail(words, words.contains(QLatin1String("401")));
    });
    setState(State::Opening);
    m_deadline.start(ConnectTime);

    QNetworkRequest request(
        QUrl(QStringLiteral("ws://127.0.0.1:%1/socket.io/?EIO=4&transport=websocket").arg(port)));
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.reveal());
    m_socket->open(request);
}

void SocketClient::close()
{
    setState(State::Closed);
    m_deadline.stop();
    m_waiting.clear();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // it may be on the stack
}

void SocketClient::fail(const QString &reason, bool refused)
{
    if (m_state == State::Closed)
        return;
    close();
    Q_EMIT lost(reason, refused);
}

void SocketClient::send(const QString &event, const QJsonArray &arguments, Acknowledged acknowledged)
{
    if (m_state != State::Connected)
        return;
    QJsonArray data{event};
    for (const QJsonValue &argument : arguments)
        data.append(argument);
    SocketPacket packet{SocketPacket::Type::Event, std::nullopt, data};
    if (acknowledged) {
        packet.id = m_nextId++;
        m_waiting.insert(*packet.id, std::move(acknowledged));
    }
    sendPacket(packet);
}

void SocketClient::sendPacket(const SocketPacket &packet)
{
    m_socket->sendTextMessage(encodeEnginePacket({EnginePacket::Type::Message, encodeSocketPacket(packet)}));
}

void SocketClient::take(const QString &text)
{
    const auto packet = decodeEnginePacket(text);
    if (!packet) {
        fail(packet.error().message);
        return;
    }
    switch (packet->type) {
    case EnginePacket::Type::Open:
        takeHandshake(packet->data);
        return;
    case EnginePacket::Type::Close:
        fail(QStringLiteral("The server closed the connection"));
        return;
    case EnginePacket::Type::Ping:
        m_socket->sendTextMessage(encodeEnginePacket({EnginePacket::Type::Pong, packet->data}));
        if (m_state == State::Connected)
            expectPing();
        return;
    case EnginePacket::Type::Message:
        break;
    case EnginePacket::Type::Pong:
    case EnginePacket::Type::Upgrade:
    case EnginePacket::Type::Noop:
        return;
    }
    const auto message = decodeSocketPacket(packet->data);
    if (message)
        takePacket(*message);
    else
        fail(message.error().message);
}

void SocketClient::takeHandshake(const QString &json)
{
    const auto handshake = decodeEngineHandshake(json);
    if (m_state != State::Opening || !handshake) {
        fail(QStringLiteral("The server does not speak Engine.IO"));
        return;
    }
    m_handshake = *handshake;
    setState(State::Joining);
    sendPacket({SocketPacket::Type::Connect, std::nullopt, QJsonValue(QJsonValue::Undefined)});
}

void SocketClient::expectPing()
{
    m_deadline.start(m_handshake.pingInterval + m_handshake.pingTimeout);
}

void SocketClient::takePacket(const SocketPacket &packet)
{
    switch (packet.type) {
    case SocketPacket::Type::Connect:
        if (m_state != State::Joining)
            return;
        setState(State::Connected);
        expectPing();
        Q_EMIT connected();
        return;
    case SocketPacket::Type::ConnectError:
        fail(packet.data[QLatin1String("message")].toString(), true);
        return;
    case SocketPacket::Type::Disconnect:
        fail(QStringLiteral("The server ended the connection"));
        return;
    case SocketPacket::Type::Event:
        Q_EMIT received(packet.data[0].toString(), packet.data[1]);
        return;
    case SocketPacket::Type::Ack:
        if (const Acknowledged acknowledged = m_waiting.take(*packet.id))
            acknowledged(packet.data.toArray());
        return;
    case SocketPacket::Type::BinaryEvent:
    case SocketPacket::Type::BinaryAck:
        return; // terminals': never asked for
    }
}

} // namespace tray
