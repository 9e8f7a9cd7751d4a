#include "relay/application.h"

#include "core/base/logging.h"
#include "relay/frontdoor/certificate.h"

#include <QCoreApplication>
#include <QMessageAuthenticationCode>

#include <cstdio>

namespace relay {

namespace {

using base::logRelay;

//! How long requests in hand may take when the relay stops.
constexpr std::chrono::seconds FarewellTime{3};

//! Another password or another token ends every session.
QByteArray sessionKey(const Options &options)
{
    return QMessageAuthenticationCode::hash(
        options.password.reveal(), options.token.reveal(), QCryptographicHash::Sha256)
        .toHex();
}

//! A reverse proxy may hand over its own idea of the Host, so the domain's origins count as well.
QStringList originsOf(const QString &domain)
{
    if (domain.isEmpty())
        return {};
    return {QStringLiteral("https://") + domain, QStringLiteral("http://") + domain};
}

} // namespace

Application::Application(const Options &options, const frontdoor::Limits &limits)
    : m_options(options)
    , m_limits(limits)
    , m_proxies(options.trustedProxies)
    , m_gate(options.password, {"relay_token", QStringLiteral("relay")}, sessionKey(options), m_clock)
    , m_loginRate(m_clock)
    , m_origins(originsOf(options.domain), {QStringLiteral("/")})
    , m_dashboard(dashboard::embeddedFiles())
    , m_machines(options.token, m_limits.tunnelHandshakeTime, m_clock)
    , m_own(m_gate, m_loginRate, m_machines, m_dashboard, m_clock)
    , m_visitors({m_limits, m_proxies, m_gate, m_origins, m_own, m_machines,
          [this](QTcpSocket *socket) {
              m_tunnelDoor.admit(socket);
          }})
    , m_frontDoor(m_limits, m_proxies)
{
    connect(&m_frontDoor, &frontdoor::FrontDoor::arrived, &m_visitors, &visitor::Visitors::admit);
    connect(&m_tunnelDoor, &machines::TunnelDoor::arrived, this, [this] {
        while (auto socket = m_tunnelDoor.next())
            m_machines.adopt(std::move(socket));
    });
    connect(&m_visitors, &visitor::Visitors::left, this, &Application::finish);
}

Application::~Application() = default;

base::Result<void> Application::loadTls()
{
    if (m_options.tlsCertificate.isEmpty()) {
        // QWebSocket loads the TLS library even when it needs none: 6 MB. It is a plugin, the only one that
        // we use.
        QCoreApplication::setLibraryPaths({});
        return {};
    }
    auto tls = frontdoor::loadCertificate(m_options.tlsCertificate, m_options.tlsKey);
    if (!tls)
        return tl::unexpected(tls.error());
    m_frontDoor.setTls(*tls);
    return {};
}

base::Result<void> Application::start()
{
    if (const auto loaded = loadTls(); !loaded)
        return loaded;
    const auto port = m_frontDoor.open(m_options.host, m_options.port);
    if (!port)
        return tl::unexpected(port.error());
    announce(*port);
    return {};
}

void Application::announce(quint16 port) const
{
    qCInfo(logRelay).noquote()
        << QStringLiteral("[Relay] AgentMonitor %1").arg(QStringLiteral(AGENTMONITOR_VERSION));
    if (!m_gate.isRequired()) {
        qCWarning(logRelay)
            << "[Relay] RELAY_PASSWORD is not set: ANYONE who can reach this port can control "
               "your agents. Set a password.";
    }
    if (!m_options.domain.isEmpty())
        qCInfo(logRelay).noquote() << QStringLiteral("[Relay] Domain: %1").arg(m_options.domain);
    std::printf("Agent Monitor relay running on port %u\n", port);
    if (!m_options.domain.isEmpty())
        std::printf("Dashboard: https://%s\n", qPrintable(m_options.domain));
    else
        std::printf("Dashboard: %s://<this host>:%u\n", m_frontDoor.hasTls() ? "https" : "http", port);
    std::fflush(stdout);
}

void Application::reload()
{
    if (m_options.tlsCertificate.isEmpty()) {
        qCInfo(logRelay) << "[Relay] Nothing to read again: there is no certificate";
    } else if (const auto loaded = loadTls(); !loaded) {
        qCWarning(logRelay).noquote()
            << QStringLiteral("[Relay] The old certificate stays in use: %1").arg(loaded.error().message);
    } else {
        qCInfo(logRelay) << "[Relay] The certificate was read again";
    }
}

void Application::shutDown()
{
    if (std::exchange(m_shuttingDown, true))
        return;
    qCInfo(logRelay) << "[Relay] Stopping";
    m_frontDoor.close();
    QTimer::singleShot(FarewellTime, this, &Application::finish);
    m_visitors.leaveSoon();
}

void Application::finish()
{
    if (std::exchange(m_finished, true))
        return;
    m_machines.shutDown();
    qCInfo(logRelay) << "[Relay] Stopped";
    QCoreApplication::quit();
}

} // namespace relay
