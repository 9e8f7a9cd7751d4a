#include "tests/server/socketio/echo/echoserver.h"

#include "server/socketio/engineio/frame.h"

namespace {

engineio::Settings plainEngine(const socketio::Settings &settings)
{
    engineio::Settings engine = settings.engine;
    engine.path = QStringLiteral("/engine.io/");
    return engine;
}

void echoMessages(engineio::Session *session)
{
    QObject::connect(session, &engineio::Session::textReceived, session,
        [session](const QByteArray &utf8) { session->send(engineio::Frame::text(utf8)); });
    QObject::connect(session, &engineio::Session::binaryReceived, session,
        [session](const QByteArray &data) { session->send(engineio::Frame::binary(data)); });
}

void emitAuth(socketio::Socket *socket)
{
    socket->emitEvent(QStringLiteral("auth"), QJsonArray{socket->auth()});
}

void echoEvents(socketio::Socket *socket)
{
    QObject::connect(socket, &socketio::Socket::received, socket,
        [socket](const QString &event, const socketio::Arguments &arguments,
            const socketio::Acknowledge &acknowledge) {
            if (event == QLatin1String("message"))
                socket->emitEvent(QStringLiteral("message-back"), arguments);
            else if (event == QLatin1String("message-with-ack"))
                acknowledge(arguments);
        });
}

} // namespace

EchoServer::EchoServer(const socketio::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_engine(plainEngine(settings))
    , m_server(settings)
{
    connect(&m_engine, &engineio::Server::opened, this, &echoMessages);
    connect(&m_server.of(QStringLiteral("/")), &socketio::Namespace::connected, this,
        [](socketio::Socket *socket) {
            emitAuth(socket);
            echoEvents(socket);
        });
    connect(&m_server.of(QStringLiteral("/custom")), &socketio::Namespace::connected, this, &emitAuth);

    m_http.addCheck([this](http::Request &request, bool isUpgrade) {
        std::optional<http::Answer> refusal = m_engine.checkHead(request, isUpgrade);
        return refusal ? refusal : m_server.checkHead(request, isUpgrade);
    });
    m_http.router().addPrefix(
        m_engine.settings().path, [this](const http::Request &request, const http::Responder &responder) {
            m_engine.handle(request, responder);
        });
    m_http.router().addPrefix(
        m_server.path(), [this](const http::Request &request, const http::Responder &responder) {
            m_server.handlePoll(request, responder);
        });
    m_http.setUpgradeHandler(
        [this](const http::Request &request) {
            return http::UpgradeDecision{m_engine.serves(request.path) ? m_engine.refuseUpgrade(request)
                                                                       : m_server.refuseUpgrade(request)};
        },
        [this](std::unique_ptr<QWebSocket> socket, const http::Request &request) {
            if (m_engine.serves(request.path))
                m_engine.adopt(std::move(socket), request);
            else
                m_server.adopt(std::move(socket), request);
        });
}

base::Result<quint16> EchoServer::open(quint16 port)
{
    return m_http.open(port);
}
