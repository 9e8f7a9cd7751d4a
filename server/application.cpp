#include "server/application.h"

#include "core/base/logging.h"
#include "core/process/childprocess.h"
#include "core/provider/claude/claudeprovider.h"
#include "core/store/legacyimport.h"
#include "server/webfront.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <cstdio>

namespace server {

base::Result<std::unique_ptr<Application>> Application::create(const Options &options)
{
    auto directory = store::DataDirectory::open(options.dataDirectory);
    if (!directory)
        return tl::unexpected(directory.error());
    auto lock = store::DirectoryLock::acquire(directory->lockFile());
    if (!lock)
        return tl::unexpected(lock.error());
    return std::unique_ptr<Application>(new Application(options, std::move(*directory), std::move(*lock)));
}

Application::Application(const Options &options, store::DataDirectory directory, store::DirectoryLock lock)
    : m_options(options)
    , m_directory(std::move(directory))
    , m_lock(std::move(lock))
    , m_documents(m_directory, m_writer)
    , m_settings(m_directory.settingsFile(), m_writer)
{
    connect(
        &m_writer, &store::DocumentWriter::writeFailed, this, [](const QString &, const base::Error &error) {
            qCWarning(base::logStore).noquote() << QStringLiteral("[Store] %1").arg(error.message);
        });
}

Application::~Application() = default;

base::Result<void> Application::openStores()
{
    if (const auto loaded = m_settings.load(); !loaded) {
        if (loaded.error().code != base::ErrorCode::Corrupt)
            return loaded;
        report({loaded.error().message});
    }
    auto decisions = store::DecisionLog::open(m_directory.decisionsFile(), m_syncer);
    if (!decisions)
        return tl::unexpected(decisions.error());
    m_decisions = std::move(*decisions);
    return {};
}

base::Result<QStringList> Application::import(const QString &directory)
{
    const auto done = store::LegacyImport(m_directory, m_syncer).run(directory);
    if (!done)
        return tl::unexpected(done.error());
    QStringList lines{QStringLiteral("Imported from %1: %2 agents with %3 messages, %4 templates, %5 tasks%6")
                          .arg(directory)
                          .arg(done->agents)
                          .arg(done->messages)
                          .arg(done->templates)
                          .arg(done->tasks)
                          .arg(done->settings ? QStringLiteral(", settings") : QString())};
    for (const QString &problem : done->problems)
        lines.append(QStringLiteral("Not imported: ") + problem);
    return lines;
}

void Application::makeTunnel()
{
    if (m_options.relayUrl.isEmpty())
        return;
    m_tunnel = std::make_unique<uplink::TunnelClient>(
        uplink::RelayTarget{m_options.relayUrl, m_options.relayToken, m_options.relayMachine,
            QStringLiteral(AGENTMONITOR_VERSION)},
        m_clock, uplink::Backoff({}, [] { return QRandomGenerator::global()->generateDouble(); }));
    m_networkWatch = std::make_unique<uplink::NetworkWatch>();
    m_wakeWatch = std::make_unique<uplink::WakeWatch>(m_clock);
    connect(
        m_networkWatch.get(), &uplink::NetworkWatch::cameBack, m_tunnel.get(), &uplink::TunnelClient::nudge);
    connect(m_wakeWatch.get(), &uplink::WakeWatch::woke, m_tunnel.get(), &uplink::TunnelClient::nudge);
}

void Application::report(const QStringList &problems) const
{
    for (const QString &problem : problems)
        qCWarning(base::logStore).noquote() << QStringLiteral("[Store] %1").arg(problem);
}

base::Result<void> Application::start()
{
    if (const auto opened = openStores(); !opened)
        return opened;
    std::vector<std::unique_ptr<provider::Provider>> providers;
    providers.push_back(std::make_unique<claude::ClaudeProvider>(claude::thisHost()));
    m_registry = std::make_unique<agents::AgentRegistry>(
        agents::Storage{m_directory, m_documents, *m_decisions, m_syncer}, std::move(providers),
        [] { return std::make_unique<process::ChildProcess>(); }, m_clock);
    connect(m_registry.get(), &agents::AgentRegistry::idle, this, [this] {
        m_writer.flush();
        m_syncer.flush();
        qCInfo(base::logServer) << "[Server] Stopped";
        QCoreApplication::quit();
    });
    makeTunnel();
    m_front = std::make_unique<WebFront>(m_options, *m_registry, m_settings, m_tunnel.get(), m_clock);

    const auto port = m_front->listen(m_options.port);
    if (!port)
        return tl::unexpected(port.error());
    report(m_registry->load());
    m_retention = std::make_unique<agents::Retention>(
        *m_registry, [this] { return m_settings.settings(); }, m_clock);
    m_retention->sweep();

    qCInfo(base::logServer).noquote() << QStringLiteral("[Server] AgentMonitor %1, data in %2")
                                             .arg(QStringLiteral(AGENTMONITOR_VERSION), m_directory.path());
    if (!m_options.codexBinary.isEmpty())
        qCWarning(base::logServer) << "[Server] CODEX_BIN is set, but this version cannot run Codex yet";
    std::printf("Agent Monitor server running on port %u\nDashboard: http://localhost:%u\n", *port, *port);
    std::fflush(stdout);
    if (m_tunnel)
        m_tunnel->start(*port);
    return {};
}

void Application::shutDown()
{
    if (std::exchange(m_shuttingDown, true))
        return;
    qCInfo(base::logServer) << "[Server] Stopping: ending every agent's process";
    if (m_tunnel)
        m_tunnel->shutDown();
    m_front->close();
    m_registry->shutDown();
}

} // namespace server
