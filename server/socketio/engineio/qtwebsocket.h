#pragma once

#include "server/socketio/engineio/websocket.h"

#include <QWebSocket>

#include <memory>

namespace engineio {

//! A WebSocket over QWebSocket. A message above `maxPayload` is answered by close code 1009, as Qt does.
class QtWebSocket final : public WebSocket
{
    Q_OBJECT

public:
    QtWebSocket(std::unique_ptr<QWebSocket> socket, qint64 maxPayload, QObject *parent = nullptr);
    ~QtWebSocket() override;

    void send(const Frame &frame) override;
    qint64 bytesToWrite() const override;
    void flush() override;
    void close(WebSocketCloseCode code) override;
    void abort() override;
    bool isClosed() const override;

private:
    const std::unique_ptr<QWebSocket> m_socket;
};

} // namespace engineio
