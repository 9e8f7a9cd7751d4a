#include "server/socketio/server.h"

#include "server/socketio/client.h"
#include "server/socketio/roomednamespace.h"

namespace socketio {

Server::Server(Settings settings, ConnectCheck check, QObject *parent)
    : QObject(parent)
    , m_check(std::move(check))
    , m_connectTimeout(settings.connectTimeout)
    , m_engine(std::move(settings.engine))
{
    const auto findNamespace = [this](const QString &name) {
        return m_namespaces.value(name);
    };
    connect(&m_engine, &engineio::Server::opened, this, [this, findNamespace](engineio::Session *session) {
        new Client(session, findNamespace, m_check, m_connectTimeout);
    });
}

Server::~Server() = default;

Namespace &Server::of(const QString &name)
{
    RoomedNamespace *&space = m_namespaces[name];
    if (!space)
        space = new RoomedNamespace(name, this);
    return *space;
}

std::optional<http::Answer> Server::checkHead(const http::Request &request, bool isUpgrade)
{
    return m_engine.checkHead(request, isUpgrade);
}

void Server::handlePoll(const http::Request &request, const http::Responder &responder)
{
    m_engine.handle(request, responder);
}

std::optional<http::Answer> Server::refuseUpgrade(const http::Request &request) const
{
    return m_engine.refuseUpgrade(request);
}

void Server::adopt(std::unique_ptr<QWebSocket> socket, const http::Request &request)
{
    m_engine.adopt(std::move(socket), request);
}

void Server::close()
{
    m_engine.close();
}

} // namespace socketio
