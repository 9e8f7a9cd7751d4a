#include "server/webfront.h"

#include "core/auth/authroutes.h"
#include "core/http/origincheck.h"
#include "server/http/hostcheck.h"

namespace server {

namespace {

//! One text for every reason, as the contract says: a client shows its login page on it.
socketio::ConnectCheck connectCheck(const auth::AuthGate &gate)
{
    return
        [&gate](const http::Request &handshake, const QJsonObject &authentication) -> base::Result<QString> {
            const QByteArray token = authentication.value(QStringLiteral("token")).toString().toUtf8();
            if (gate.check(handshake) || gate.acceptsToken(token))
                return handshake.user;
            return base::failure(base::ErrorCode::Unauthorized, QStringLiteral("Authentication required"));
        };
}

} // namespace

WebFront::WebFront(const Options &options, const base::Secret &localToken, agents::AgentRegistry &registry,
    provider::Discovery &discovery, store::SettingsStore &settings, terminals::TerminalRegistry &terminals,
    uplink::TunnelClient *tunnel, const base::Clock &clock)
    : m_gate(auth::AuthGate::ofServer(options.dashboardPassword, localToken, clock))
    , m_loginRate(clock)
    , m_list(registry)
    , m_agentRoutes(registry, m_list)
    , m_askRoutes(registry)
    , m_capabilityRoutes(registry, discovery, clock)
    , m_settingsRoutes(settings)
    , m_terminalRoutes(registry, terminals)
    , m_tunnelRoutes(tunnel, clock)
    , m_dashboard(dashboard::embeddedFiles())
    , m_sockets({}, connectCheck(m_gate))
    , m_broadcaster(registry, m_sockets.of(QStringLiteral("/")))
    , m_events(m_sockets.of(QStringLiteral("/")))
    , m_commands(registry, m_events, clock)
    , m_terminalCommands(registry, terminals, m_sockets.of(QStringLiteral("/")), m_events)
    , m_tunnelFeed(tunnel, m_sockets.of(QStringLiteral("/")), clock)
    , m_shownAgents(m_sockets.of(QStringLiteral("/")), m_events)
{
    installChecks(options);
    installRoutes();
    installSocketIo();
}

base::Result<quint16> WebFront::listen(quint16 port)
{
    return m_http.open(port);
}

void WebFront::close()
{
    m_http.closeListener();
    m_sockets.close();
}

void WebFront::installChecks(const Options &options)
{
    m_http.addCheck(http::HostCheck(options.allowedHosts));
    m_http.addCheck(http::OriginCheck(options.allowedOrigins, {m_sockets.path()}));
    m_http.addCheck([this](http::Request &request, bool) { return m_gate.refusal(request); });
    m_http.addCheck(
        [this](http::Request &request, bool isUpgrade) { return m_sockets.checkHead(request, isUpgrade); });
}

void WebFront::installRoutes()
{
    http::Router &router = m_http.router();
    auth::addAuthRoutes(router, m_gate, m_loginRate);
    m_agentRoutes.install(router);
    m_askRoutes.install(router);
    m_capabilityRoutes.install(router);
    m_directoryRoutes.install(router);
    m_healthRoutes.install(router);
    m_settingsRoutes.install(router);
    m_terminalRoutes.install(router);
    m_tunnelRoutes.install(router);
    router.setFallback([this](const http::Request &request, http::Responder responder) {
        m_dashboard.serve(request, std::move(responder));
    });
}

void WebFront::installSocketIo()
{
    m_http.router().addPrefix(
        m_sockets.path(), [this](const http::Request &request, http::Responder responder) {
            m_sockets.handlePoll(request, responder);
        });
    m_http.setUpgradeHandler(
        [this](
            const http::Request &request) { return http::UpgradeDecision{m_sockets.refuseUpgrade(request)}; },
        [this](std::unique_ptr<QWebSocket> socket, const http::Request &request) {
            m_sockets.adopt(std::move(socket), request);
        });
}

} // namespace server
