#include "server/socketio/engineio/websocket.h"

#include <QTimer>

namespace engineio {

namespace {
//! How long the peer may take to answer our close frame.
constexpr std::chrono::milliseconds CloseGrace{5'000};
} // namespace

void WebSocket::retire(std::unique_ptr<WebSocket> socket, WebSocketCloseCode code, QObject *parent)
{
    if (!socket)
        return;
    WebSocket *leaving = socket.release();
    leaving->disconnect();
    leaving->setParent(parent);
    if (leaving->isClosed()) {
        leaving->deleteLater();
        return;
    }
    connect(leaving, &WebSocket::closed, leaving, &QObject::deleteLater);
    QTimer::singleShot(CloseGrace, leaving, [leaving] {
        leaving->abort();
        leaving->deleteLater();
    });
    leaving->close(code);
}

void WebSocket::turnAway(std::unique_ptr<WebSocket> socket, QObject *parent)
{
    WebSocket *unwanted = socket.release();
    unwanted->setParent(parent);
    QMetaObject::invokeMethod(
        unwanted,
        [unwanted, parent] {
            retire(std::unique_ptr<WebSocket>(unwanted), WebSocketCloseCode::PolicyViolated, parent);
        },
        Qt::QueuedConnection);
}

void WebSocket::drop(std::unique_ptr<WebSocket> socket)
{
    if (!socket)
        return;
    WebSocket *leaving = socket.release();
    leaving->disconnect();
    leaving->abort();
    leaving->deleteLater();
}

} // namespace engineio
