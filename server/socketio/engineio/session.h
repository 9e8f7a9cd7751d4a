#pragma once

#include "core/http/request.h"
#include "core/http/responder.h"
#include "server/socketio/engineio/heartbeat.h"
#include "server/socketio/engineio/outgoingqueue.h"
#include "server/socketio/engineio/pollchannel.h"
#include "server/socketio/engineio/settings.h"
#include "server/socketio/engineio/websocketchannel.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace engineio {

class UpgradeProbe;

enum class CloseReason {
    ClientLeft, //!< said so, or its connection is gone
    BadPacket,
    PingTimeout,
    SlowClient, //!< too much waits for it, or its socket does not drain
    ServerClosed,
};

//! One client, whatever carries it: polling, then perhaps a WebSocket, or a WebSocket from the start.
class Session : public QObject
{
    Q_OBJECT

public:
    enum class State {
        New, //!< until openPolling() or openWebSocket()
        Polling,
        Upgrading, //!< polling, and a WebSocket that wants to take over
        WebSocket,
        Closing, //!< closed by us while no poll was open: the next poll is told
        Closed,
    };

    //! `handshake` is the request that began the session: what its cookies and address are read from.
    Session(QByteArray sid, http::Request handshake, const Settings &settings, QObject *parent = nullptr);
    ~Session() override;

    const QByteArray &sid() const { return m_sid; }
    const http::Request &handshake() const { return m_handshake; }
    State state() const { return m_state; }
    bool isOpen() const;

    // What the network does; the server has checked that the request belongs here.
    void openPolling(const http::Responder &responder);
    void openWebSocket(std::unique_ptr<WebSocket> socket);
    void poll(const http::Responder &responder);
    //! A POST has its head, post() follows with its body. False if another one is still arriving: packets
    //! would lose their order, so that ends the session.
    bool beginPost();
    void post(const http::Request &request, const http::Responder &responder);
    //! A WebSocket with our sid: probed, or closed if the session cannot be upgraded (any more).
    void upgrade(std::unique_ptr<WebSocket> socket);

    // What the application does.

    //! Queues or sends; beyond the bound the client is dropped (closed() comes later, never from within).
    void send(const Frame &frame);
    //! A polling client learns it from its open or next poll, a WebSocket from the code.
    void close(WebSocketCloseCode code = WebSocketCloseCode::Normal);

Q_SIGNALS:
    void textReceived(const QByteArray &utf8);
    void binaryReceived(const QByteArray &data);
    //! Once, when the session leaves the open states; nothing is sent or received after it.
    void closed(engineio::CloseReason reason);
    //! Once, after closed(): no request needs this session any more.
    void ended();

private:
    void setState(State state) { m_state = state; }
    void onPacket(const Packet &packet);
    void onWebSocketText(const QByteArray &utf8);
    void onPingDue();
    void onUpgradeProbed();
    void onUpgradeCompleted();
    void onUpgradeFailed();
    std::unique_ptr<WebSocket> endUpgrade();
    void useWebSocket(std::unique_ptr<WebSocket> socket);
    void sendOverWebSocket(const Frame &frame);
    void scheduleFlush();
    void flushToPoll();
    void dropSlowClient();
    void finish(CloseReason reason, State next = State::Closed);
    void endClosing();

    const QByteArray m_sid;
    const http::Request m_handshake;
    const Settings &m_settings;
    State m_state = State::New;
    OutgoingQueue m_queue;
    PollChannel m_poll;
    WebSocketChannel m_webSocket;
    Heartbeat m_heartbeat;
    QTimer m_noopTimer;
    QTimer m_closeTimer;
    UpgradeProbe *m_probe = nullptr; //!< child; set while Upgrading
    bool m_isPosting = false;
    bool m_flushScheduled = false;
    bool m_overflowed = false;
};

} // namespace engineio
