#include "server/socketio/engineio/server.h"

#include "server/socketio/engineio/answers.h"
#include "server/socketio/engineio/qtwebsocket.h"
#include "server/socketio/engineio/sid.h"

#include <algorithm>

namespace engineio {

namespace {

const QString Polling = QStringLiteral("polling");
const QString WebSocketTransport = QStringLiteral("websocket");
const QString ProtocolVersion = QStringLiteral("4");

//! A header value holds visible characters, blanks and tabs (RFC 9110, section 5.5).
bool isHeaderValue(const QByteArray &value)
{
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7f;
    });
}

QByteArray sidOf(const http::Request &request)
{
    return request.queryItem("sid").value_or(QString()).toLatin1();
}

} // namespace

Server::Server(Settings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{
}

Server::~Server()
{
    qDeleteAll(m_sessions); // here, as they use the settings
}

std::optional<Refusal> Server::verify(const http::Request &request, bool isUpgrade) const
{
    const QString transport = request.queryItem("transport").value_or(QString());
    if (transport != Polling && transport != WebSocketTransport)
        return UnknownTransport;
    if (!isHeaderValue(request.header("origin")))
        return BadRequest;
    if (!isOriginAllowed(request))
        return Forbidden;
    if (isUpgrade && transport != WebSocketTransport)
        return BadRequest;

    if (const QByteArray sid = sidOf(request); !sid.isEmpty()) {
        const Session *session = m_sessions.value(sid);
        if (!session)
            return UnknownSession;
        const bool usesPolling = session->state() != Session::State::WebSocket;
        if (!isUpgrade && (!usesPolling || transport != Polling))
            return BadRequest;
        return std::nullopt;
    }

    if (request.method != http::Method::Get)
        return BadHandshakeMethod;
    if (transport == WebSocketTransport && !isUpgrade)
        return BadRequest;
    if (request.queryItem("EIO") != ProtocolVersion)
        return UnsupportedProtocol;
    if (m_isClosed || sessionCount() >= m_settings.maxSessions)
        return Unavailable;
    return std::nullopt;
}

bool Server::isOriginAllowed(const http::Request &request) const
{
    const QByteArray origin = request.header("origin");
    return origin.isEmpty() || !m_settings.allowedOrigin || m_settings.allowedOrigin(origin);
}

http::Headers Server::corsHeaders(const http::Request &request) const
{
    if (!m_settings.allowedOrigin)
        return {{"Access-Control-Allow-Origin", "*"}};
    const QByteArray origin = request.header("origin");
    http::Headers headers{{"Vary", "Origin"}};
    if (!origin.isEmpty() && isHeaderValue(origin) && m_settings.allowedOrigin(origin)) {
        headers.emplaceBack("Access-Control-Allow-Origin", origin);
        headers.emplaceBack("Access-Control-Allow-Credentials", "true");
    }
    return headers;
}

std::optional<http::Answer> Server::checkHead(const http::Request &request, bool isUpgrade)
{
    const bool isPost = !isUpgrade && request.method == http::Method::Post && serves(request.path);
    if (!isPost || verify(request, false))
        return std::nullopt; // handle() and refuseUpgrade() have the words for those
    if (request.header("content-length").toLongLong() > m_settings.maxPayload)
        return http::Answer{413, corsHeaders(request), {}};
    if (m_sessions.value(sidOf(request))->beginPost())
        return std::nullopt;
    http::Answer answer{BadRequest.status, corsHeaders(request), BadRequest.json()};
    answer.headers.emplaceBack("Content-Type", "application/json");
    return answer;
}

void Server::handle(const http::Request &request, http::Responder responder)
{
    for (const auto &[name, value] : corsHeaders(request))
        responder.header(name, value);
    if (request.method == http::Method::Options) {
        responder.header("Access-Control-Allow-Methods", "GET, POST");
        responder.header("Access-Control-Allow-Headers", "Authorization, Content-Type");
        answerEmpty(responder, 204);
        return;
    }
    if (const std::optional<Refusal> refusal = verify(request, false)) {
        answerRefusal(responder, *refusal);
        return;
    }
    Session *session = m_sessions.value(sidOf(request));
    if (!session) {
        session = addSession(request);
        session->openPolling(responder);
        Q_EMIT opened(session);
    } else if (request.method == http::Method::Get) {
        session->poll(responder);
    } else if (request.method == http::Method::Post) {
        session->post(request, responder);
    } else {
        answerEmpty(responder, 500);
    }
}

std::optional<http::Answer> Server::refuseUpgrade(const http::Request &request) const
{
    if (!serves(request.path))
        return http::errorAnswer(404, QStringLiteral("No WebSocket is served at ") + request.path);
    const std::optional<Refusal> refusal = verify(request, true);
    if (!refusal)
        return std::nullopt;
    http::Answer answer{refusal->status, corsHeaders(request), refusal->message};
    answer.headers.emplaceBack("Content-Type", "text/plain; charset=UTF-8");
    answer.headers.emplaceBack("Connection", "close");
    return answer;
}

void Server::adopt(std::unique_ptr<QWebSocket> socket, const http::Request &request)
{
    auto adopted = std::make_unique<QtWebSocket>(std::move(socket), m_settings.maxPayload);
    // Between the decision and the 101 the session may have ended, or the last place been taken.
    if (verify(request, true)) {
        WebSocket::turnAway(std::move(adopted), this);
        return;
    }
    if (Session *session = m_sessions.value(sidOf(request))) {
        session->upgrade(std::move(adopted));
        return;
    }
    Session *session = addSession(request);
    session->openWebSocket(std::move(adopted));
    Q_EMIT opened(session);
}

Session *Server::addSession(const http::Request &request)
{
    http::Request handshake = request;
    handshake.body.clear();
    auto *session = new Session(newSid(), std::move(handshake), m_settings, this);
    m_sessions.insert(session->sid(), session);
    connect(session, &Session::ended, this, [this, session] {
        m_sessions.remove(session->sid());
        session->deleteLater();
    });
    return session;
}

void Server::close()
{
    m_isClosed = true;
    const QList<Session *> sessions = m_sessions.values();
    for (Session *session : sessions)
        session->close(WebSocketCloseCode::GoingAway);
}

} // namespace engineio
