#pragma once

#include "server/http/httpserver.h"
#include "server/socketio/server.h"

#include <QObject>

//! Sends back what it is sent: the server under test for clients and suites of any language.
//! - `/engine.io/`: plain Engine.IO; every message as it came, text or binary.
//! - `/socket.io/`, namespace `/`: at connection `auth` with the CONNECT payload; `message` → `message-back`;
//!   `message-with-ack` → its acknowledgement.
//! - namespace `/custom`: at connection `auth`, nothing else. There are no other namespaces.
class EchoServer : public QObject
{
    Q_OBJECT

public:
    explicit EchoServer(const socketio::Settings &settings, QObject *parent = nullptr);

    //! On loopback; port 0 takes a free one. Returns the port.
    base::Result<quint16> open(quint16 port);
    //! Sessions of both protocols.
    int sessionCount() const { return m_engine.sessionCount() + m_server.sessionCount(); }
    socketio::Server &server() { return m_server; }

private:
    engineio::Server m_engine;
    socketio::Server m_server;
    http::HttpServer m_http;
};
