#include "server/application.h"

#include "core/base/logging.h"
#include "core/holder/holdertransport.h"
#include "core/process/environment.h"
#include "core/store/legacyimport.h"
#include "server/webfront.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <cstdio>
#include <cstdlib>

namespace server {

namespace {

//! The holder's program stands beside the server's.
holder::HolderSettings holderSettings()
{
    holder::HolderSettings settings;
    settings.program = QCoreApplication::applicationDirPath() + QStringLiteral("/agentmonitor-holder");
    return settings;
}

} // namespace

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
    , m_localAccess(m_directory)
    , m_documents(m_directory, m_writer)
    , m_settings(m_directory.settingsFile(), m_writer,
          [](const model::Settings &settings) -> base::Result<void> {
              if (const auto own = acp::ownAgents(settings.acpAgents); !own)
                  return tl::unexpected(own.error());
              return {};
          })
    , m_providers(m_options)
{
    connect(&m_settings, &store::SettingsStore::changed, this, &Application::takeOwnAgents);
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

void Application::takeOwnAgents()
{
    // They were checked before they became settings.
    m_providers.setOwn(acp::ownAgents(m_settings.settings().acpAgents).value_or(QList<acp::AcpAgent>()));
    if (m_registry)
        m_registry->setProviders(m_providers.all());
    if (m_discovery)
        m_discovery->setProviders(m_providers.all());
}

void Application::makeRegistry()
{
    takeOwnAgents();
    const auto newTransport = [settings = holderSettings()](const QString &folder) {
        return std::make_unique<holder::HolderTransport>(settings, holder::HolderFolder(folder));
    };
    m_registry = std::make_unique<agents::AgentRegistry>(
        agents::Storage{m_directory, m_documents, *m_decisions, m_syncer}, m_providers.all(),
        agents::RunHost{m_directory.holdersDirectory(), newTransport}, m_clock);
    connect(m_registry.get(), &agents::AgentRegistry::idle, this, [this] {
        m_agentsAreIdle = true;
        quitWhenIdle();
    });
}

void Application::makeTerminals()
{
    holder::HolderSettings settings = holderSettings();
    settings.spoolLimit = terminals::TerminalHost::SpoolLimit;
    const auto newTransport = [settings](const QString &folder) {
        return std::make_unique<holder::HolderTransport>(settings, holder::HolderFolder(folder));
    };
    m_terminals = std::make_unique<terminals::TerminalRegistry>(
        terminals::TerminalHost{m_directory.holdersDirectory(), newTransport, process::cleanEnvironment()});
    connect(m_terminals.get(), &terminals::TerminalRegistry::idle, this, [this] {
        m_terminalsAreIdle = true;
        quitWhenIdle();
    });
}

void Application::loadTerminals()
{
    m_terminals->load([this](const base::AgentId &id) {
        const agents::Agent *agent = m_registry->find(id);
        return agent ? agent->document().config.directory : QString();
    });
}

void Application::quitWhenIdle()
{
    if (!m_agentsAreIdle || !m_terminalsAreIdle)
        return;
    m_writer.flush();
    m_syncer.flush();
    qCInfo(base::logServer) << "[Server] Stopped";
    QCoreApplication::quit();
}

void Application::sweepOrphans()
{
    const QStringList known = m_registry->runIds() + m_terminals->folderIds();
    QList<holder::HolderFolder> orphans;
    for (const holder::HolderFolder &folder : holder::holderFoldersIn(m_directory.holdersDirectory())) {
        if (!known.contains(folder.id()))
            orphans.append(folder);
    }
    if (!orphans.isEmpty())
        m_sweep = std::make_unique<holder::HolderSweep>(
            holderSettings(), orphans, holder::HolderSweep::Manner::Forget);
}

base::Result<void> Application::start()
{
    if (const auto opened = openStores(); !opened)
        return opened;
    makeRegistry();
    makeTerminals();
    makeTunnel();
    m_discovery
        = std::make_unique<provider::Discovery>(m_registry->providers(), m_directory.inquiryDirectory());
    m_front = std::make_unique<WebFront>(m_options, m_localAccess.token(), *m_registry, *m_discovery,
        m_settings, *m_terminals, m_tunnel.get(), m_clock);

    const auto port = m_front->listen(m_options.port);
    if (!port)
        return tl::unexpected(port.error());
    report(m_registry->load());
    m_sampler = std::make_unique<agents::ResourceSampler>(*m_registry, m_clock);
    loadTerminals();
    sweepOrphans();
    m_retention = std::make_unique<agents::Retention>(
        *m_registry, [this] { return m_settings.settings(); }, m_clock);
    m_retention->sweep();

    if (const auto published = m_localAccess.publish(*port); !published)
        report({published.error().message});
    qCInfo(base::logServer).noquote() << QStringLiteral("[Server] AgentMonitor %1, data in %2")
                                             .arg(QStringLiteral(AGENTMONITOR_VERSION), m_directory.path());
    std::printf("Agent Monitor server running on port %u\nDashboard: http://localhost:%u\n", *port, *port);
    std::fflush(stdout);
    if (m_tunnel)
        m_tunnel->start(*port);
    return {};
}

int Application::stopAgents(const Options &options)
{
    const auto directory = store::DataDirectory::open(options.dataDirectory);
    if (!directory) {
        std::fprintf(stderr, "%s\n", qPrintable(directory.error().message));
        return EXIT_FAILURE;
    }
    const holder::HolderSweep sweep(holderSettings(), holder::holderFoldersIn(directory->holdersDirectory()),
        holder::HolderSweep::Manner::Stop);
    QObject::connect(
        &sweep, &holder::HolderSweep::finished, QCoreApplication::instance(), &QCoreApplication::quit);
    QCoreApplication::exec();
    std::printf("Agents and terminals that were ended: %d\n", sweep.count());
    return EXIT_SUCCESS;
}

void Application::shutDown()
{
    if (std::exchange(m_shuttingDown, true))
        return;
    const int running = m_registry->runningCount();
    if (m_options.stopAgentsOnExit)
        qCInfo(base::logServer) << "[Server] Stopping: ending every agent's process";
    else if (running > 0)
        qCInfo(base::logServer).noquote()
            << QStringLiteral("[Server] Stopping; agents that go on: %1").arg(running);
    else
        qCInfo(base::logServer) << "[Server] Stopping; no agent runs";
    if (m_tunnel)
        m_tunnel->shutDown();
    m_front->close();
    m_registry->shutDown(m_options.stopAgentsOnExit);
    m_terminals->shutDown(m_options.stopAgentsOnExit);
}

} // namespace server
