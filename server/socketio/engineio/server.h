#pragma once

#include "core/http/answer.h"
#include "core/http/request.h"
#include "core/http/responder.h"
#include "server/socketio/engineio/refusal.h"
#include "server/socketio/engineio/session.h"
#include "server/socketio/engineio/settings.h"

#include <QHash>
#include <QObject>
#include <QWebSocket>

#include <memory>
#include <optional>

namespace engineio {

//! Engine.IO v4 (https://socket.io/docs/v4/engine-io-protocol/): knows the sessions by their ids, begins
//! them, and leads each request to its own. It listens nowhere: the HTTP server hands it what arrives.
class Server : public QObject
{
    Q_OBJECT

public:
    explicit Server(Settings settings, QObject *parent = nullptr);
    ~Server() override;

    const Settings &settings() const { return m_settings; }
    //! Whether a request for `path` is for us.
    bool serves(const QString &path) const { return path.startsWith(m_settings.path); }
    int sessionCount() const { return static_cast<int>(m_sessions.size()); }

    // What HttpServer is to be wired to: RequestCheck, Router::addPrefix, UpgradeHandler and
    // WebSocketHandler.

    //! To be asked when a request has its head but not yet its body: refuses bodies that are too large, and a
    //! second POST while one is still arriving. The others go on to handle() or adopt().
    std::optional<http::Answer> checkHead(const http::Request &request, bool isUpgrade);
    //! A request that is no upgrade: handshake, poll, POST or preflight.
    void handle(const http::Request &request, http::Responder responder);
    //! The answer to an upgrade that must not become a WebSocket; nullopt: answer it 101 and adopt() the
    //! socket.
    std::optional<http::Answer> refuseUpgrade(const http::Request &request) const;
    void adopt(std::unique_ptr<QWebSocket> socket, const http::Request &request);
    //! Ends all sessions and takes no new ones.
    void close();

Q_SIGNALS:
    //! A new client; the session deletes itself some time after its closed().
    void opened(engineio::Session *session);

private:
    std::optional<Refusal> verify(const http::Request &request, bool isUpgrade) const;
    bool isOriginAllowed(const http::Request &request) const;
    http::Headers corsHeaders(const http::Request &request) const;
    Session *addSession(const http::Request &request);

    const Settings m_settings;
    QHash<QByteArray, Session *> m_sessions; //!< children
    bool m_isClosed = false;
};

} // namespace engineio
