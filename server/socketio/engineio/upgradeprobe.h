#pragma once

#include "server/socketio/engineio/websocket.h"

#include <QTimer>

#include <chrono>
#include <memory>

namespace engineio {

//! A WebSocket that wants to take over from polling: `2probe` is answered `3probe`, then `5` makes it the
//! transport. Any other beginning, its end, or silence ends the attempt, never the session.
class UpgradeProbe : public QObject
{
    Q_OBJECT

public:
    UpgradeProbe(
        std::unique_ptr<WebSocket> socket, std::chrono::milliseconds timeout, QObject *parent = nullptr);

    bool isProbed() const { return m_probed; }
    //! The candidate, after completed(); or to close it, at any time.
    std::unique_ptr<WebSocket> takeSocket();

Q_SIGNALS:
    //! `2probe` came: from now on polls are answered soon, so that the client can stop polling.
    void probed();
    //! A pong may come by either transport while both are up.
    void pong();
    void completed();
    void failed();

private:
    void onText(const QByteArray &text);

    std::unique_ptr<WebSocket> m_socket;
    QTimer m_deadline;
    bool m_probed = false;
};

} // namespace engineio
