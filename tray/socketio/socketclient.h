#pragma once

#include "core/base/secret.h"
#include "tray/socketio/enginepacket.h"
#include "tray/socketio/socketpacket.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QWebSocket>

#include <functional>
#include <memory>

namespace tray {

//! A Socket.IO client over a WebSocket to this machine: events and acknowledgements, no binary, no polling,
//! and no reconnecting of its own. One object, one connection after the other.
class SocketClient final : public QObject
{
    Q_OBJECT

public:
    using Acknowledged = std::function<void(const QJsonArray &arguments)>;

    //! From opening the WebSocket until the namespace is joined.
    static constexpr std::chrono::milliseconds ConnectTime{10'000};
    //! Far more than any snapshot; a server of ours never sends so much.
    static constexpr quint64 MaxMessageBytes = quint64{16} * 1024 * 1024;

    explicit SocketClient(QObject *parent = nullptr);
    ~SocketClient() override;

    void open(quint16 port, const base::Secret &token);
    //! Without a signal.
    void close();
    bool isConnected() const { return m_state == State::Connected; }

    void send(const QString &event, const QJsonArray &arguments = {}, Acknowledged acknowledged = {});

Q_SIGNALS:
    void connected();
    void received(const QString &event, const QJsonValue &payload);
    //! It could not be opened, or is lost; `refused`: for want of the right token.
    void lost(const QString &reason, bool refused);

private:
    enum class State {
        Closed, // open(): Opening
        Opening, // the WebSocket is up and the server says hello: Joining
        Joining, // the server has taken us in: Connected
        Connected, // every other end: Closed
    };

    void setState(State state);
    void take(const QString &text);
    void takeHandshake(const QString &json);
    void takePacket(const SocketPacket &packet);
    void expectPing();
    void fail(const QString &reason, bool refused = false);
    void sendPacket(const SocketPacket &packet);

    State m_state = State::Closed;
    std::unique_ptr<QWebSocket> m_socket;
    EngineHandshake m_handshake;
    QTimer m_deadline; //!< while opening: for all of it; then: for the server's next ping
    quint64 m_nextId = 0;
    QHash<quint64, Acknowledged> m_waiting;
};

} // namespace tray
