#pragma once

#include "core/agents/agent.h"
#include "core/agents/agentregistry.h"
#include "core/agents/promptledger.h"
#include "core/agents/run.h"
#include "core/agents/statetracker.h"
#include "core/agents/timeline.h"
#include "core/provider/provider.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace agents {

//! An Agent at work: brings its CLI's process, its Protocol, its Timeline and its Journal together.
//!
//! Order of everything that changes something: first the journal, then the CLI, then the browsers. What
//! cannot be journaled is not done: a person's command is refused, and the CLI's output waits in its pipe
//! (see commit()).
class AgentSession : public QObject, public Agent
{
    Q_OBJECT

public:
    //! `provider` is null if this program does not know it: then the agent can be read, but not run.
    AgentSession(model::AgentDocument document, std::unique_ptr<journal::Journal> journal,
        std::shared_ptr<const provider::Provider> provider, RunHost host, const base::Clock &clock);
    ~AgentSession() override;

    //! After the program has started: takes over the process that an earlier one left running; if there is
    //! none, closes what is open. Goes on with prompts that were accepted but never given to the CLI.
    void recover();
    //! Starts a new agent with its first prompt; with the flag `resume` after reading that session's history.
    base::Result<void> begin();

    base::Result<PromptReceipt> send(const QString &text, const QString &clientId);
    base::Result<void> interrupt();
    base::Result<void> resume();
    void stop();
    base::Result<AskOutcome<model::Approval>> decide(const QString &approvalId, const Verdict &verdict);
    base::Result<AskOutcome<model::Question>> answer(const QString &questionId, const Answer &answer);
    base::Result<void> setMode(const QString &mode);
    base::Result<void> setModel(const QString &model);
    base::Result<void> setEffort(const QString &effort);
    //! Raw input for its terminal. Conflict: it has none now.
    base::Result<void> typeInTerminal(const QByteArray &bytes);
    base::Result<void> resizeTerminal(int columns, int rows);
    //! What its terminal showed until now is in `folder`/output, up to `position`; nullopt: it has none now.
    std::optional<TerminalPlace> terminal() const;
    void setName(const QString &name);
    void setClaudeMd(const QString &content);

    bool hasProcess() const { return m_run != nullptr; }
    //! Of the CLI; 0 when there is none (yet).
    qint64 processId() const;
    //! True if it differs noticeably from what was noted as different before.
    bool noteResources(const AgentResources &resources);
    //! Lets go of the process, which goes on in its holder.
    void leave();
    //! Of an agent that is removed: the holder of its ended process goes, though the end could not be noted.
    void dismissEnded();
    //! Its folder in RunHost::folder; empty when there is no process.
    QString runId() const { return m_tracker.state().runId; }
    const provider::Provider *provider() const { return m_provider.get(); }
    //! Null: none by the name that the agent's configuration says.
    void setProvider(std::shared_ptr<const provider::Provider> provider) { m_provider = std::move(provider); }

    const model::AgentDocument &document() const override { return m_document; }
    //! While a process of before a restart is caught up with, what was recorded last is what is true.
    const model::AgentState &state() const override
    {
        return m_run && m_run->isCatchingUp() ? m_recordedState : m_tracker.state();
    }
    QString problem() const override { return m_problem.isEmpty() ? m_stalled : m_problem; }
    QList<model::Message> pending() const override { return m_timeline.pending(); }
    std::optional<AgentResources> resources() const override;
    const provider::ChoicesReported &choices() const override { return m_choices; }
    base::Sequence lastSequence() const override;
    qint64 messageCount() const override;
    base::Result<journal::MessagePage> messagesBefore(base::Sequence before, int limit) const override;
    base::Result<journal::MessagePage> messagesAfter(base::Sequence after, int limit) const override;
    base::Result<model::Message> messageAt(base::Sequence seq) const override;
    base::Result<std::optional<QList<model::Record>>> recordsAfter(
        base::Sequence after, int maxRecords, qint64 maxBytes) const override;

Q_SIGNALS:
    void recordsAppended(const QList<model::Record> &records);
    void lineRead(const QByteArray &line);
    //! The agent runs on a terminal, which is to show this.
    void terminalRead(const QByteArray &bytes);
    void terminalEnded(int exitCode);
    //! Problem or choices changed.
    void changed();
    //! The configuration changed and wants to be saved.
    void documentChanged();
    void approvalDecided(const model::Approval &approval);
    void questionAnswered(const model::Question &question);
    //! The process is gone and what it did is in the journal.
    void ended();

private:
    static constexpr std::chrono::milliseconds StorageRetryInterval{1000};

    void start();
    void addFirstPrompt();
    //! The session of elsewhere that this agent is to go on with and whose history it has not read yet; else
    //! empty.
    QString sessionToImport() const;
    void readHistory();
    void onHistory(const QString &sessionId, const base::Result<QList<provider::HistoryEntry>> &history);
    void startProcess();
    void adopt(std::unique_ptr<Run> run);
    //! False if there is no process to take over.
    bool takeOver();
    void onGone();
    void onSaid(const provider::Events &events);
    void onRepeated(const provider::Events &events);
    void onStalled(const QString &reason);
    void onEnded(const process::ProcessResult &result, const provider::Events &events);
    void deliverPrompts();
    //! Puts a Command into the timeline; it is given to the CLI as soon as that is in the journal.
    void issue(const provider::Command &command);
    void giveIssued();
    //! A Command that changes nothing that is shown; refused when it cannot be journaled.
    base::Result<void> command(const provider::Command &command);
    void fail(const QString &error);
    //! Brings the state up to what the timeline knows and records it if it changed.
    void settle();
    //! Writes what the timeline made. False: storage is full; the CLI is paused and it is tried again every
    //! StorageRetryInterval until it works.
    bool commit();
    //! Makes a person's change, or none of it if it cannot be journaled.
    base::Result<void> change(const std::function<void()> &mutation);
    void setProblem(const QString &problem);
    journal::MessagePage withOpenText(journal::MessagePage page) const;

    model::AgentDocument m_document;
    std::unique_ptr<journal::Journal> m_journal;
    std::shared_ptr<const provider::Provider> m_provider;
    RunHost m_host;
    const base::Clock &m_clock;

    Timeline m_timeline;
    StateTracker m_tracker;
    model::AgentState m_recordedState;
    PromptLedger m_ledger;
    provider::ChoicesReported m_choices;
    QList<model::Record> m_unsaved;
    QString m_problem;
    QTimer m_storageRetry;

    std::unique_ptr<Run> m_run;
    std::unique_ptr<Run> m_endedRun; //!< until its end is in the journal
    struct Issued
    {
        base::Sequence record = 0;
        qint64 offset = 0;
        provider::Command command;
    };
    QList<Issued> m_issued; //!< not in the journal yet
    QString m_stalled;
    bool m_readingHistory = false;

    struct Resources
    {
        qint64 processId = 0; //!< whose they are
        AgentResources now;
        process::ResourceUse shown; //!< as they were when they last differed noticeably
    };
    Resources m_resources;
};

} // namespace agents
