#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/process/transport.h"
#include "core/terminals/terminal.h"

#include <QObject>
#include <QProcessEnvironment>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace terminals {

//! Where terminals are held, and with what environment.
struct TerminalHost
{
    //! Of output that waits to be told; then the programs wait.
    static constexpr qint64 SpoolLimit = qint64{4} * 1024 * 1024;

    QString folder; //!< a holder's folder is made in it for each
    std::function<std::unique_ptr<process::Transport>(const QString &holderFolder)> newTransport;
    QProcessEnvironment environment;
};

struct TerminalRequest
{
    base::AgentId agentId;
    QString terminalId;
    QString directory; //!< the agent's
    int columns = 80;
    int rows = 24;
    QString initialCommand;
};

//! The terminals of all agents, by agent and terminalId.
class TerminalRegistry : public QObject
{
    Q_OBJECT

public:
    static constexpr int MaxOfOneAgent = 8;
    static constexpr int MaxInAll = 64;

    explicit TerminalRegistry(TerminalHost host, QObject *parent = nullptr);
    ~TerminalRegistry() override;

    //! Finds again what an earlier program left running. `directoryOf` an agent; empty: there is none, and
    //! what it had is left alone.
    void load(const std::function<QString(const base::AgentId &)> &directoryOf);
    //! The folders of TerminalHost::folder that belong to a terminal.
    QStringList folderIds() const;

    //! Opens a terminal, or takes the one that is there: then it gets the size, and the initial command has
    //! no effect. Conflict: there are too many.
    base::Result<const Terminal *> open(const TerminalRequest &request);
    const Terminal *find(const base::AgentId &agentId, const QString &terminalId) const;
    QList<const Terminal *> of(const base::AgentId &agentId) const;

    // NotFound: there is no such terminal.
    base::Result<void> type(const base::AgentId &agentId, const QString &terminalId, const QByteArray &bytes);
    base::Result<void> resize(const base::AgentId &agentId, const QString &terminalId, int columns, int rows);
    base::Result<void> close(const base::AgentId &agentId, const QString &terminalId);
    void closeAllOf(const base::AgentId &agentId);

    //! Emits idle() when this program may end: at once, for terminals go on in their holders; or, with
    //! `closeTerminals`, when the last one is gone.
    void shutDown(bool closeTerminals);

Q_SIGNALS:
    void outputRead(const base::AgentId &agentId, const QString &terminalId, const QByteArray &bytes);
    void ended(const base::AgentId &agentId, const QString &terminalId, int exitCode, const QString &error);
    void idle();

private:
    struct Key
    {
        base::AgentId agentId;
        QString terminalId;
        bool operator<(const Key &other) const;
    };

    Terminal *adopt(std::unique_ptr<Terminal> owned);
    Terminal *terminal(const base::AgentId &agentId, const QString &terminalId) const;
    void onEnded(Terminal *terminal, int exitCode, const QString &error);
    void closeTerminal(Terminal *terminal);
    void reportIfIdle();

    const TerminalHost m_host;
    std::map<Key, std::unique_ptr<Terminal>> m_terminals;
    std::vector<std::unique_ptr<Terminal>> m_leaving; //!< closed, their processes still ending
    bool m_shuttingDown = false;
};

} // namespace terminals
