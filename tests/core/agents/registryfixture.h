#pragma once

#include "core/agents/agentregistry.h"
#include "core/journal/syncer.h"
#include "core/store/agentdocuments.h"
#include "core/store/datadirectory.h"
#include "core/store/decisionlog.h"
#include "core/store/documentwriter.h"
#include "tests/core/agents/faketransport.h"
#include "tests/core/agents/scriptedprovider.h"

#include <QTemporaryDir>

//! A registry on a directory of its own, with scripted CLIs instead of processes.
struct RegistryFixture
{
    QTemporaryDir temporary;
    base::SystemClock clock;
    store::DataDirectory directory = *store::DataDirectory::open(temporary.path());
    journal::Syncer syncer;
    store::DocumentWriter writer;
    store::AgentDocuments documents{directory, writer};
    std::unique_ptr<store::DecisionLog> decisions
        = *store::DecisionLog::open(directory.decisionsFile(), syncer);
    FakeHost host;
    QList<FakeTransport *> transports; //!< one for each start of a process, in order
    ScriptedProvider *provider = nullptr;
    std::unique_ptr<agents::AgentRegistry> registry;

    RegistryFixture() { open(); }

    //! What a start of the program does.
    QStringList open()
    {
        registry.reset();
        agents::AgentRegistry::Providers providers;
        auto scripted = std::make_unique<ScriptedProvider>();
        provider = scripted.get();
        providers.push_back(std::move(scripted));
        registry = std::make_unique<agents::AgentRegistry>(
            agents::Storage{directory, documents, *decisions, syncer}, std::move(providers),
            agents::RunHost{directory.holdersDirectory(),
                [this](const QString &folder) {
                    auto made = host.transportFor(folder);
                    transports.append(made.get());
                    return made;
                }},
            clock);
        return registry->load();
    }

    agents::NewAgent request(const QString &name) const
    {
        agents::NewAgent agent;
        agent.name = name;
        agent.config.provider = QStringLiteral("scripted");
        agent.config.directory = QStringLiteral("/tmp");
        agent.config.prompt = QStringLiteral("first");
        return agent;
    }

    //! An agent whose process runs and is idle.
    base::AgentId idleAgent(const QString &name = QStringLiteral("agent"))
    {
        const base::AgentId id = *registry->create(request(name));
        transports.last()->sayStarted();
        const auto first = registry->find(id)->messagesBefore(0, 1)->messages.first().id;
        transports.last()->say({"ready", "turn", "taken " + first.toString().toUtf8(), "end"});
        return id;
    }
};
