#include "core/terminals/terminalregistry.h"

#include "core/base/logging.h"
#include "core/holder/holderfolder.h"
#include "core/terminals/loginshell.h"

#include <algorithm>

namespace terminals {

using base::AgentId;
using base::ErrorCode;
using base::failure;

namespace {

base::Error notFound()
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such terminal")};
}

} // namespace

bool TerminalRegistry::Key::operator<(const Key &other) const
{
    return agentId == other.agentId ? terminalId < other.terminalId : agentId < other.agentId;
}

TerminalRegistry::TerminalRegistry(TerminalHost host, QObject *parent)
    : QObject(parent)
    , m_host(std::move(host))
{
}

TerminalRegistry::~TerminalRegistry() = default;

void TerminalRegistry::load(const std::function<QString(const AgentId &)> &directoryOf)
{
    for (const holder::HolderFolder &folder : holder::holderFoldersIn(m_host.folder)) {
        const auto document = TerminalDocument::load(folder.path());
        if (!document) {
            if (document.error().code != ErrorCode::NotFound)
                qCWarning(base::logAgents).noquote()
                    << QStringLiteral("[Terminal] %1").arg(document.error().message);
            continue;
        }
        const QString directory = directoryOf(document->agentId);
        if (directory.isEmpty() || terminal(document->agentId, document->terminalId))
            continue;
        Terminal *found
            = adopt(std::make_unique<Terminal>(*document, folder.path(), m_host.newTransport(folder.path())));
        found->takeOver(loginShell(directory, m_host.environment, document->columns, document->rows));
    }
}

Terminal *TerminalRegistry::adopt(std::unique_ptr<Terminal> owned)
{
    Terminal *made = owned.get();
    const Key key{made->document().agentId, made->document().terminalId};
    connect(made, &Terminal::outputRead, this,
        [this, key](const QByteArray &bytes) { Q_EMIT outputRead(key.agentId, key.terminalId, bytes); });
    connect(made, &Terminal::ended, this,
        [this, made](int exitCode, const QString &error) { onEnded(made, exitCode, error); });
    m_terminals.emplace(key, std::move(owned));
    return made;
}

QStringList TerminalRegistry::folderIds() const
{
    QStringList ids;
    for (const auto &[key, terminal] : m_terminals)
        ids.append(terminal->folderId());
    for (const auto &terminal : m_leaving)
        ids.append(terminal->folderId());
    return ids;
}

Terminal *TerminalRegistry::terminal(const AgentId &agentId, const QString &terminalId) const
{
    const auto entry = m_terminals.find(Key{agentId, terminalId});
    return entry == m_terminals.end() ? nullptr : entry->second.get();
}

const Terminal *TerminalRegistry::find(const AgentId &agentId, const QString &terminalId) const
{
    return terminal(agentId, terminalId);
}

QList<const Terminal *> TerminalRegistry::of(const AgentId &agentId) const
{
    QList<const Terminal *> found;
    for (const auto &[key, terminal] : m_terminals) {
        if (key.agentId == agentId)
            found.append(terminal.get());
    }
    return found;
}

base::Result<const Terminal *> TerminalRegistry::open(const TerminalRequest &request)
{
    if (m_shuttingDown)
        return failure(ErrorCode::Unavailable, QStringLiteral("The server is shutting down"));
    if (Terminal *there = terminal(request.agentId, request.terminalId)) {
        there->resize(request.columns, request.rows);
        return there;
    }
    if (of(request.agentId).size() >= MaxOfOneAgent) {
        return failure(
            ErrorCode::Conflict, QStringLiteral("An agent has at most %1 terminals").arg(MaxOfOneAgent));
    }
    if (m_terminals.size() >= static_cast<std::size_t>(MaxInAll))
        return failure(ErrorCode::Conflict, QStringLiteral("There are at most %1 terminals").arg(MaxInAll));

    const holder::HolderFolder folder(m_host.folder + QLatin1Char('/') + base::newUuid());
    const TerminalDocument document{request.agentId, request.terminalId, request.columns, request.rows};
    if (const auto made = folder.create().and_then([&] { return document.save(folder.path()); }); !made)
        return tl::unexpected(made.error());
    Terminal *opened
        = adopt(std::make_unique<Terminal>(document, folder.path(), m_host.newTransport(folder.path())));
    opened->start(loginShell(request.directory, m_host.environment, request.columns, request.rows),
        request.initialCommand);
    return opened;
}

base::Result<void> TerminalRegistry::type(
    const AgentId &agentId, const QString &terminalId, const QByteArray &bytes)
{
    Terminal *target = terminal(agentId, terminalId);
    if (!target)
        return tl::unexpected(notFound());
    target->type(bytes);
    return {};
}

base::Result<void> TerminalRegistry::resize(
    const AgentId &agentId, const QString &terminalId, int columns, int rows)
{
    Terminal *target = terminal(agentId, terminalId);
    if (!target)
        return tl::unexpected(notFound());
    target->resize(columns, rows);
    return {};
}

base::Result<void> TerminalRegistry::close(const AgentId &agentId, const QString &terminalId)
{
    Terminal *target = terminal(agentId, terminalId);
    if (!target)
        return tl::unexpected(notFound());
    closeTerminal(target);
    return {};
}

void TerminalRegistry::closeAllOf(const AgentId &agentId)
{
    for (const Terminal *each : of(agentId))
        closeTerminal(terminal(agentId, each->document().terminalId));
}

// Its id is free for a new one at once.
void TerminalRegistry::closeTerminal(Terminal *terminal)
{
    const auto entry = m_terminals.find({terminal->document().agentId, terminal->document().terminalId});
    m_leaving.push_back(std::move(entry->second));
    m_terminals.erase(entry);
    disconnect(terminal, &Terminal::outputRead, this, nullptr);
    terminal->close();
}

void TerminalRegistry::onEnded(Terminal *terminal, int exitCode, const QString &error)
{
    const TerminalDocument document = terminal->document();
    if (!terminal->isClosing()) {
        const auto entry = m_terminals.find({document.agentId, document.terminalId});
        m_leaving.push_back(std::move(entry->second));
        m_terminals.erase(entry);
    }
    // It is the sender of this signal, so it goes a turn of the event loop later.
    QMetaObject::invokeMethod(
        this,
        [this, terminal] {
            std::erase_if(m_leaving, [terminal](const auto &each) { return each.get() == terminal; });
            reportIfIdle();
        },
        Qt::QueuedConnection);
    // The id of one that was closed may be another's by now.
    if (!this->terminal(document.agentId, document.terminalId))
        Q_EMIT ended(document.agentId, document.terminalId, exitCode, error);
}

void TerminalRegistry::shutDown(bool closeTerminals)
{
    m_shuttingDown = true;
    while (closeTerminals && !m_terminals.empty())
        closeTerminal(m_terminals.begin()->second.get());
    if (!closeTerminals) {
        m_terminals.clear();
        m_leaving.clear();
    }
    QMetaObject::invokeMethod(this, &TerminalRegistry::reportIfIdle, Qt::QueuedConnection);
}

void TerminalRegistry::reportIfIdle()
{
    if (m_shuttingDown && m_terminals.empty() && m_leaving.empty())
        Q_EMIT idle();
}

} // namespace terminals
