#include "server/http/httpserver.h"

#include "server/http/listener.h"
#include "server/http/replychannel.h"

#include <QHttpServerRequest>

namespace http {

HttpServer::HttpServer(Limits limits, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_limits(limits)
    , m_listener(new Listener(
          m_limits, [this](Request &request, bool isUpgrade) { return gate(request, isUpgrade); }, this))
{
    connect(this, &QAbstractHttpServer::newWebSocketConnection, this, &HttpServer::takeWebSockets);
}

HttpServer::~HttpServer()
{
    delete m_listener; // its sockets call back into this object, so they go first
}

void HttpServer::addCheck(RequestCheck check)
{
    m_checks.push_back(std::move(check));
}

void HttpServer::setUpgradeHandler(UpgradeHandler decide, WebSocketHandler accept)
{
    m_decideUpgrade = std::move(decide);
    m_acceptWebSocket = std::move(accept);
}

base::Result<quint16> HttpServer::open(quint16 port, const QHostAddress &address)
{
    const base::Result<quint16> opened = m_listener->open(address, port);
    if (opened)
        bind(m_listener);
    return opened;
}

void HttpServer::closeListener()
{
    m_listener->close();
}

qsizetype HttpServer::connectionCount() const
{
    return m_listener->connections().size();
}

std::optional<Answer> HttpServer::gate(Request &request, bool isUpgrade) const
{
    for (const RequestCheck &check : m_checks) {
        if (auto refusal = check(request, isUpgrade))
            return refusal;
    }
    if (!isUpgrade)
        return std::nullopt;
    if (!m_decideUpgrade)
        return errorAnswer(404, QStringLiteral("No WebSocket is served at ") + request.path);
    return m_decideUpgrade(request).refusal;
}

bool HttpServer::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    auto *guarded = qobject_cast<GuardedSocket *>(socket);
    Q_ASSERT(guarded);
    if (guarded->beginUpgrade())
        return true;
    auto received = guarded->take(request.body());
    if (!received)
        return true;
    Responder responder(std::make_shared<ReplyChannel>(
        guarded, received->number, received->request.header("accept-encoding")));
    if (received->request.path == QLatin1String("*")) { // OPTIONS of the server as a whole
        responder.bytes(204, {}, {});
        return true;
    }
    m_router.route(std::move(received->request), responder);
    return true;
}

void HttpServer::missingHandler(const QHttpServerRequest &, QTcpSocket *socket)
{
    socket->abort(); // handleRequest answers everything, so nothing is missing
}

void HttpServer::takeWebSockets()
{
    while (auto socket = nextPendingWebSocketConnection()) {
        GuardedSocket *connection = connectionOf(*socket);
        if (!connection)
            continue;
        const Request request = connection->handOver(socket.get());
        socket->setMaxAllowedIncomingMessageSize(m_limits.webSocketMessageBytes);
        socket->setMaxAllowedIncomingFrameSize(m_limits.webSocketFrameBytes);
        m_acceptWebSocket(std::move(socket), request);
    }
}

//! Qt does not tell which connection it has made a QWebSocket of; both ends' addresses do.
GuardedSocket *HttpServer::connectionOf(const QWebSocket &socket) const
{
    for (GuardedSocket *connection : m_listener->connections().sockets()) {
        if (connection->isBeingUpgraded() && connection->peerPort() == socket.peerPort()
            && connection->peerAddress() == socket.peerAddress())
            return connection;
    }
    return nullptr;
}

} // namespace http
