#pragma once

#include "core/http/router.h"
#include "server/http/guardedsocket.h"
#include "server/http/limits.h"

#include <QAbstractHttpServer>
#include <QWebSocket>

#include <functional>
#include <memory>
#include <vector>

namespace http {

class Listener;

//! What an upgrade is answered with; made by UpgradeHandler before the 101.
struct UpgradeDecision
{
    //! Absent: accepted. Otherwise this answer is sent instead of the 101 and the connection is closed.
    std::optional<Answer> refusal;

    static UpgradeDecision accept() { return {}; }
    static UpgradeDecision refuse(int status, Headers headers, QByteArray body)
    {
        return {Answer{status, std::move(headers), std::move(body)}};
    }
};

//! Asked about every valid WebSocket handshake that the checks have let through.
using UpgradeHandler = std::function<UpgradeDecision(const Request &request)>;
//! Gets every accepted WebSocket, connected, with the request that asked for it.
using WebSocketHandler = std::function<void(std::unique_ptr<QWebSocket> socket, const Request &request)>;
//! Looked through in order for every request, by its head; the first Answer refuses it. May set
//! Request::user.
using RequestCheck = std::function<std::optional<Answer>(Request &request, bool isUpgrade)>;

//! The HTTP server: guarded connections, checks, routes, WebSockets. The only class that knows QHttpServer's
//! API, so that a newer Qt changes this file pair only. Requests reach the router whole and one at a time per
//! connection; answers leave in the order of the requests.
class HttpServer final : public QAbstractHttpServer
{
    Q_OBJECT

public:
    explicit HttpServer(Limits limits = {}, QObject *parent = nullptr);
    ~HttpServer() override;

    Router &router() { return m_router; }
    void addCheck(RequestCheck check);
    //! Without one, every upgrade is refused with 404.
    void setUpgradeHandler(UpgradeHandler decide, WebSocketHandler accept);

    //! Loopback unless told otherwise; port 0 takes any free one. Returns the port.
    base::Result<quint16> open(quint16 port, const QHostAddress &address = QHostAddress::LocalHost);
    //! Takes no new connections; those that exist go on.
    void closeListener();

    //! Connections that are open, WebSockets included.
    qsizetype connectionCount() const;

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;

private:
    std::optional<Answer> gate(Request &request, bool isUpgrade) const;
    void takeWebSockets();
    GuardedSocket *connectionOf(const QWebSocket &socket) const;

    Limits m_limits;
    Router m_router;
    std::vector<RequestCheck> m_checks;
    UpgradeHandler m_decideUpgrade;
    WebSocketHandler m_acceptWebSocket;
    Listener *m_listener = nullptr;
};

} // namespace http
