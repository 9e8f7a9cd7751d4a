#pragma once

#include "core/http/request.h"
#include "core/http/responder.h"
#include "server/socketio/connectcheck.h"
#include "server/socketio/engineio/server.h"
#include "server/socketio/namespace.h"
#include "server/socketio/settings.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <optional>

namespace socketio {

class RoomedNamespace;

//! Socket.IO v5 over Engine.IO v4, as npm socket.io-client 4.x speaks it.
class Server : public QObject
{
    Q_OBJECT

public:
    //! Without a check everybody may join every namespace.
    explicit Server(Settings settings = {}, ConnectCheck check = {}, QObject *parent = nullptr);
    ~Server() override;

    const QString &path() const { return m_engine.settings().path; }
    int sessionCount() const { return m_engine.sessionCount(); }

    //! The namespace of a name, made at the first call; clients can only join those that exist.
    Namespace &of(const QString &name);

    // What HttpServer is to be wired to: RequestCheck, Router::addPrefix(path()), UpgradeHandler,
    // WebSocketHandler.

    std::optional<http::Answer> checkHead(const http::Request &request, bool isUpgrade);
    void handlePoll(const http::Request &request, const http::Responder &responder);
    std::optional<http::Answer> refuseUpgrade(const http::Request &request) const;
    void adopt(std::unique_ptr<QWebSocket> socket, const http::Request &request);

    //! For shutdown: every client is told that the connection ends (and will try again), new ones are
    //! refused.
    void close();

private:
    const ConnectCheck m_check;
    const std::chrono::milliseconds m_connectTimeout;
    QHash<QString, RoomedNamespace *> m_namespaces; //!< children
    engineio::Server m_engine;
};

} // namespace socketio
