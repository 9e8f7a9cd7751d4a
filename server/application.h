#pragma once

#include "core/agents/agentregistry.h"
#include "core/agents/resourcesampler.h"
#include "core/agents/retention.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/holder/holdersweep.h"
#include "core/journal/syncer.h"
#include "core/provider/discovery/discovery.h"
#include "core/store/agentdocuments.h"
#include "core/store/datadirectory.h"
#include "core/store/decisionlog.h"
#include "core/store/directorylock.h"
#include "core/store/documentwriter.h"
#include "core/store/settingsstore.h"
#include "core/terminals/terminalregistry.h"
#include "server/config/options.h"
#include "server/localaccess.h"
#include "server/providers.h"
#include "server/tunnel/networkwatch.h"
#include "server/tunnel/tunnelclient.h"
#include "server/tunnel/wakewatch.h"

#include <QObject>

#include <memory>
#include <optional>

namespace server {

class WebFront;

//! The server as a whole: what it keeps and runs. Everything is made and wired here and in WebFront, and
//! nowhere else.
class Application : public QObject
{
    Q_OBJECT

public:
    //! Opens the data directory. Errors are in words for the person who starts the program.
    static base::Result<std::unique_ptr<Application>> create(const Options &options);
    ~Application() override;

    //! Ends all that runs in holders of the data directory, whether a server runs there or not. The exit
    //! code.
    static int stopAgents(const Options &options);

    //! Takes over the data of an original AgentMonitor. Call it before start().
    base::Result<QStringList> import(const QString &directory);

    //! Loads the agents and listens; the port is printed.
    base::Result<void> start();
    //! Takes no more requests and writes everything; quit() follows. The agents go on, unless the options say
    //! that they end with the server.
    void shutDown();

private:
    Application(const Options &options, store::DataDirectory directory, store::DirectoryLock lock);
    base::Result<void> openStores();
    void makeRegistry();
    void takeOwnAgents();
    void makeTerminals();
    void loadTerminals();
    void quitWhenIdle();
    void sweepOrphans();
    void makeTunnel();
    void report(const QStringList &problems) const;

    Options m_options;
    base::SystemClock m_clock;
    store::DataDirectory m_directory;
    store::DirectoryLock m_lock;
    LocalAccess m_localAccess;
    journal::Syncer m_syncer;
    store::DocumentWriter m_writer;
    store::AgentDocuments m_documents;
    store::SettingsStore m_settings;
    std::unique_ptr<store::DecisionLog> m_decisions;
    Providers m_providers;
    std::unique_ptr<agents::AgentRegistry> m_registry;
    std::unique_ptr<agents::ResourceSampler> m_sampler;
    std::unique_ptr<provider::Discovery> m_discovery;
    std::unique_ptr<terminals::TerminalRegistry> m_terminals;
    std::unique_ptr<agents::Retention> m_retention;
    // None of the three without a RELAY_URL.
    std::unique_ptr<uplink::TunnelClient> m_tunnel;
    std::unique_ptr<uplink::NetworkWatch> m_networkWatch;
    std::unique_ptr<uplink::WakeWatch> m_wakeWatch;
    std::unique_ptr<WebFront> m_front;
    std::unique_ptr<holder::HolderSweep> m_sweep;
    bool m_shuttingDown = false;
    bool m_agentsAreIdle = false;
    bool m_terminalsAreIdle = false;
};

} // namespace server
