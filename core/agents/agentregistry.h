#pragma once

#include "core/agents/agent.h"
#include "core/process/transport.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace journal {
class Syncer;
}
namespace store {
class AgentDocuments;
class DataDirectory;
class DecisionLog;
} // namespace store

namespace agents {

class AgentSession;

//! Where the processes of agents are held: each has a folder of its own in `folder`, for which a Transport is
//! made.
struct RunHost
{
    QString folder;
    std::function<std::unique_ptr<process::Transport>(const QString &runFolder)> newTransport;
};

//! Where agents are kept.
struct Storage
{
    const store::DataDirectory &directory;
    store::AgentDocuments &documents;
    store::DecisionLog &decisions;
    journal::Syncer &syncer;
};

struct NewAgent
{
    QString name;
    model::AgentConfig config;
    QString clientId; //!< a repeated one gives the agent that the first one made
};

//! All agents of this machine: makes, finds, steers and deletes them, and says what happens to them.
//! Every call that changes something has written it to the disk's cache when it returns without an error.
class AgentRegistry : public QObject
{
    Q_OBJECT

public:
    using Providers = std::vector<std::shared_ptr<const provider::Provider>>;

    AgentRegistry(const Storage &storage, Providers providers, RunHost host, const base::Clock &clock,
        QObject *parent = nullptr);
    ~AgentRegistry() override;

    //! Opens every agent on disk; what cannot be read is set aside and told in the result, never fatal.
    QStringList load();

    //! Newest first.
    QList<base::AgentId> ids() const;
    const Agent *find(const base::AgentId &id) const;
    //! By its id. One that was taken out of the settings ("acp:<id>") is stood in for by that of the part
    //! before the colon, to which the agent's own flags say what it needs.
    const provider::Provider *provider(const QString &id) const { return found(id).get(); }
    const Providers &providers() const { return m_providers; }
    //! A process that runs stays what it is; the next one is the new provider's.
    void setProviders(Providers providers);

    base::Result<base::AgentId> create(const NewAgent &request);
    base::Result<PromptReceipt> send(const base::AgentId &id, const QString &text, const QString &clientId);
    base::Result<void> interrupt(const base::AgentId &id);
    base::Result<void> resume(const base::AgentId &id);
    base::Result<void> stop(const base::AgentId &id);
    void stopAll();
    base::Result<void> remove(const base::AgentId &id, bool purgeSessionFiles);

    base::Result<AskOutcome<model::Approval>> decide(
        const base::AgentId &id, const QString &approvalId, const Verdict &verdict);
    base::Result<AskOutcome<model::Question>> answer(
        const base::AgentId &id, const QString &questionId, const Answer &answer);

    base::Result<void> setMode(const base::AgentId &id, const QString &mode);
    base::Result<void> setModel(const base::AgentId &id, const QString &model);
    //! An empty effort is the CLI's own default.
    base::Result<void> setEffort(const base::AgentId &id, const QString &effort);
    base::Result<void> rename(const base::AgentId &id, const QString &name);
    base::Result<void> setClaudeMd(const base::AgentId &id, const QString &content);

    //! The terminal of an agent that runs on one: see AgentSession.
    base::Result<void> typeInTerminal(const base::AgentId &id, const QByteArray &bytes);
    base::Result<void> resizeTerminal(const base::AgentId &id, int columns, int rows);
    std::optional<TerminalPlace> terminal(const base::AgentId &id) const;

    //! The folders of RunHost::folder that belong to an agent.
    QStringList runIds() const;
    int runningCount() const;
    //! Of every CLI that runs.
    QHash<base::AgentId, qint64> processIds() const;
    void noteResources(const base::AgentId &id, const AgentResources &resources);

    //! Emits idle() when this program may end: at once, for the processes go on in their holders; or, with
    //! `stopAgents`, when the last one is gone.
    void shutDown(bool stopAgents);

Q_SIGNALS:
    void agentAdded(const base::AgentId &id);
    void agentRemoved(const base::AgentId &id);
    //! Configuration, name or problem changed (state changes come as records).
    void agentChanged(const base::AgentId &id);
    //! Already in the journal. In order, without gaps.
    void recordsAppended(const base::AgentId &id, const QList<model::Record> &records);
    //! What its processes use was looked at; noticeable: it is worth telling.
    void resourcesSampled(const base::AgentId &id, bool noticeable);
    //! A line of the CLI as it came, for the original's clients.
    void lineRead(const base::AgentId &id, const QByteArray &line);
    void terminalRead(const base::AgentId &id, const QByteArray &bytes);
    void terminalEnded(const base::AgentId &id, int exitCode);
    void idle();

private:
    std::shared_ptr<const provider::Provider> found(const QString &providerId) const;
    AgentSession *session(const base::AgentId &id) const;
    AgentSession *adopt(std::unique_ptr<AgentSession> owned);
    void save(const model::AgentDocument &document);
    void reportIfIdle();

    Storage m_storage;
    Providers m_providers;
    RunHost m_host;
    const base::Clock &m_clock;
    std::map<base::AgentId, std::unique_ptr<AgentSession>> m_sessions;
    std::vector<std::unique_ptr<AgentSession>> m_leaving; //!< deleted, their processes still ending
    bool m_shuttingDown = false;
    bool m_reportedIdle = false;
};

} // namespace agents
