#include "core/agents/agentregistry.h"

#include "core/agents/agentsession.h"
#include "core/base/logging.h"
#include "core/journal/syncer.h"
#include "core/provider/provider.h"
#include "core/store/agentdocuments.h"
#include "core/store/datadirectory.h"
#include "core/store/decisionlog.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace agents {

using base::AgentId;
using base::ErrorCode;
using base::failure;

namespace {

//! The decision is in the agent's journal; the log of all decisions is beside it.
void reportFailure(const base::Result<void> &logged)
{
    if (!logged)
        qCWarning(base::logStore).noquote()
            << QStringLiteral("[Store] A decision could not be logged: %1").arg(logged.error().message);
}

base::Error notFound()
{
    return base::Error{ErrorCode::NotFound, QStringLiteral("Agent not found")};
}

} // namespace

AgentRegistry::AgentRegistry(
    const Storage &storage, Providers providers, RunHost host, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_storage(storage)
    , m_providers(std::move(providers))
    , m_host(std::move(host))
    , m_clock(clock)
{
}

AgentRegistry::~AgentRegistry() = default;

QStringList AgentRegistry::load()
{
    QStringList problems;
    const store::AgentDocuments::Loaded loaded = m_storage.documents.load();
    problems += loaded.problems;
    for (const model::AgentDocument &document : loaded.documents) {
        auto journal
            = journal::Journal::open(m_storage.directory.agentDirectory(document.id), m_storage.syncer);
        if (!journal) {
            problems.append(QStringLiteral("Agent %1 (%2) cannot be opened: %3")
                                .arg(document.name, document.id.toString(), journal.error().message));
            continue;
        }
        adopt(std::make_unique<AgentSession>(
            document, std::move(*journal), found(document.config.provider), m_host, m_clock));
    }
    for (const auto &[id, session] : m_sessions)
        session->recover();
    return problems;
}

AgentSession *AgentRegistry::adopt(std::unique_ptr<AgentSession> owned)
{
    AgentSession *session = owned.get();
    const AgentId id = session->document().id;
    connect(session, &AgentSession::recordsAppended, this,
        [this, id](const QList<model::Record> &records) { Q_EMIT recordsAppended(id, records); });
    connect(session, &AgentSession::lineRead, this,
        [this, id](const QByteArray &line) { Q_EMIT lineRead(id, line); });
    connect(session, &AgentSession::terminalRead, this,
        [this, id](const QByteArray &bytes) { Q_EMIT terminalRead(id, bytes); });
    connect(session, &AgentSession::terminalEnded, this,
        [this, id](int exitCode) { Q_EMIT terminalEnded(id, exitCode); });
    connect(session, &AgentSession::changed, this, [this, id] { Q_EMIT agentChanged(id); });
    connect(session, &AgentSession::documentChanged, this, [this, id, session] {
        save(session->document());
        Q_EMIT agentChanged(id);
    });
    connect(session, &AgentSession::approvalDecided, this, [this, id](const model::Approval &approval) {
        reportFailure(m_storage.decisions.append(id, approval));
    });
    connect(session, &AgentSession::questionAnswered, this, [this, id](const model::Question &question) {
        reportFailure(m_storage.decisions.append(id, question));
    });
    connect(session, &AgentSession::ended, this, &AgentRegistry::reportIfIdle);
    m_sessions.emplace(id, std::move(owned));
    return session;
}

void AgentRegistry::save(const model::AgentDocument &document)
{
    m_storage.documents.save(document);
}

QList<AgentId> AgentRegistry::ids() const
{
    QList<const AgentSession *> sessions;
    for (const auto &[id, session] : m_sessions)
        sessions.append(session.get());
    std::sort(sessions.begin(), sessions.end(), [](const AgentSession *a, const AgentSession *b) {
        const model::AgentDocument &first = a->document();
        const model::AgentDocument &second = b->document();
        return first.createdAt != second.createdAt ? first.createdAt > second.createdAt
                                                   : second.id < first.id;
    });
    QList<AgentId> ids;
    for (const AgentSession *session : sessions)
        ids.append(session->document().id);
    return ids;
}

const Agent *AgentRegistry::find(const AgentId &id) const
{
    return session(id);
}

AgentSession *AgentRegistry::session(const AgentId &id) const
{
    const auto entry = m_sessions.find(id);
    return entry == m_sessions.end() ? nullptr : entry->second.get();
}

std::shared_ptr<const provider::Provider> AgentRegistry::found(const QString &providerId) const
{
    const auto named = [this](QStringView name) {
        const auto entry = std::find_if(m_providers.begin(), m_providers.end(),
            [name](const auto &candidate) { return candidate->id() == name; });
        return entry == m_providers.end() ? nullptr : *entry;
    };
    if (auto exact = named(providerId))
        return exact;
    const qsizetype colon = providerId.indexOf(QLatin1Char(':'));
    return colon > 0 ? named(QStringView(providerId).first(colon)) : nullptr;
}

void AgentRegistry::setProviders(Providers providers)
{
    m_providers = std::move(providers);
    for (const auto &[id, session] : m_sessions)
        session->setProvider(found(session->document().config.provider));
}

base::Result<AgentId> AgentRegistry::create(const NewAgent &request)
{
    if (m_shuttingDown)
        return failure(ErrorCode::Unavailable, QStringLiteral("The server is shutting down"));
    if (!request.clientId.isEmpty()) {
        for (const auto &[id, session] : m_sessions) {
            if (session->document().clientId == request.clientId)
                return id;
        }
    }
    const auto chosen = found(request.config.provider);
    if (!chosen || chosen->id() != request.config.provider) {
        QStringList known;
        for (const auto &candidate : m_providers)
            known.append(candidate->id());
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("provider must be one of ") + known.join(QStringLiteral(", ")));
    }
    if (!QDir::isAbsolutePath(request.config.directory))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("directory must be an absolute path"));
    if (!QFileInfo(request.config.directory).isDir())
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("directory does not exist: ") + request.config.directory);
    if (const auto checked = chosen->check(request.config); !checked)
        return tl::unexpected(checked.error());

    model::AgentDocument document;
    document.id = AgentId(base::newUuid());
    document.name = request.name;
    document.config = chosen->standingAlone(request.config);
    document.config.directory = QDir::cleanPath(request.config.directory);
    document.createdAt = m_clock.now();
    document.clientId = request.clientId;
    if (const auto created = m_storage.documents.create(document); !created)
        return tl::unexpected(created.error());
    auto journal = journal::Journal::open(m_storage.directory.agentDirectory(document.id), m_storage.syncer);
    if (!journal) {
        m_storage.documents.remove(document.id);
        return tl::unexpected(journal.error());
    }
    AgentSession *session
        = adopt(std::make_unique<AgentSession>(document, std::move(*journal), chosen, m_host, m_clock));
    if (const auto begun = session->begin(); !begun) {
        m_sessions.erase(document.id);
        m_storage.documents.remove(document.id);
        return tl::unexpected(begun.error());
    }
    Q_EMIT agentAdded(document.id);
    return document.id;
}

base::Result<PromptReceipt> AgentRegistry::send(
    const AgentId &id, const QString &text, const QString &clientId)
{
    if (m_shuttingDown)
        return failure(ErrorCode::Unavailable, QStringLiteral("The server is shutting down"));
    AgentSession *target = session(id);
    return target ? target->send(text, clientId) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::interrupt(const AgentId &id)
{
    AgentSession *target = session(id);
    return target ? target->interrupt() : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::resume(const AgentId &id)
{
    if (m_shuttingDown)
        return failure(ErrorCode::Unavailable, QStringLiteral("The server is shutting down"));
    AgentSession *target = session(id);
    return target ? target->resume() : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::stop(const AgentId &id)
{
    AgentSession *target = session(id);
    if (!target)
        return tl::unexpected(notFound());
    target->stop();
    return {};
}

void AgentRegistry::stopAll()
{
    for (const auto &[id, session] : m_sessions)
        session->stop();
}

base::Result<void> AgentRegistry::remove(const AgentId &id, bool purgeSessionFiles)
{
    const auto entry = m_sessions.find(id);
    if (entry == m_sessions.end())
        return tl::unexpected(notFound());
    // The folder is renamed first, so that a crash from here on cannot bring the agent back.
    if (const auto removed = m_storage.documents.remove(id); !removed)
        return removed;

    std::unique_ptr<AgentSession> owned = std::move(entry->second);
    m_sessions.erase(entry);
    AgentSession *leaving = owned.get();
    leaving->disconnect(this);
    const auto finish = [this, leaving, purgeSessionFiles] {
        leaving->dismissEnded();
        if (purgeSessionFiles && leaving->provider() && !leaving->state().sessionId.isEmpty())
            leaving->provider()->purgeSession(leaving->state().sessionId);
        // Called from a signal of the session, so it goes a turn of the event loop later; owned by the
        // registry all the while, because its journal must not outlive the storage.
        QMetaObject::invokeMethod(
            this,
            [this, leaving] {
                std::erase_if(
                    m_leaving, [leaving](const auto &candidate) { return candidate.get() == leaving; });
            },
            Qt::QueuedConnection);
        reportIfIdle();
    };
    m_leaving.push_back(std::move(owned));
    if (leaving->hasProcess()) {
        connect(leaving, &AgentSession::ended, this, finish);
        leaving->stop();
    } else {
        finish();
    }
    Q_EMIT agentRemoved(id);
    return {};
}

base::Result<AskOutcome<model::Approval>> AgentRegistry::decide(
    const AgentId &id, const QString &approvalId, const Verdict &verdict)
{
    AgentSession *target = session(id);
    return target ? target->decide(approvalId, verdict) : tl::unexpected(notFound());
}

base::Result<AskOutcome<model::Question>> AgentRegistry::answer(
    const AgentId &id, const QString &questionId, const Answer &answer)
{
    AgentSession *target = session(id);
    return target ? target->answer(questionId, answer) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::setMode(const AgentId &id, const QString &mode)
{
    AgentSession *target = session(id);
    return target ? target->setMode(mode) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::setModel(const AgentId &id, const QString &model)
{
    AgentSession *target = session(id);
    return target ? target->setModel(model) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::setEffort(const AgentId &id, const QString &effort)
{
    AgentSession *target = session(id);
    return target ? target->setEffort(effort) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::rename(const AgentId &id, const QString &name)
{
    AgentSession *target = session(id);
    if (!target)
        return tl::unexpected(notFound());
    target->setName(name);
    return {};
}

base::Result<void> AgentRegistry::setClaudeMd(const AgentId &id, const QString &content)
{
    AgentSession *target = session(id);
    if (!target)
        return tl::unexpected(notFound());
    target->setClaudeMd(content);
    return {};
}

base::Result<void> AgentRegistry::typeInTerminal(const AgentId &id, const QByteArray &bytes)
{
    AgentSession *target = session(id);
    return target ? target->typeInTerminal(bytes) : tl::unexpected(notFound());
}

base::Result<void> AgentRegistry::resizeTerminal(const AgentId &id, int columns, int rows)
{
    AgentSession *target = session(id);
    return target ? target->resizeTerminal(columns, rows) : tl::unexpected(notFound());
}

std::optional<TerminalPlace> AgentRegistry::terminal(const AgentId &id) const
{
    const AgentSession *target = session(id);
    return target ? target->terminal() : std::nullopt;
}

QStringList AgentRegistry::runIds() const
{
    QStringList ids;
    for (const auto &[id, session] : m_sessions) {
        if (!session->runId().isEmpty())
            ids.append(session->runId());
    }
    return ids;
}

int AgentRegistry::runningCount() const
{
    return static_cast<int>(std::count_if(
        m_sessions.begin(), m_sessions.end(), [](const auto &entry) { return entry.second->hasProcess(); }));
}

QHash<AgentId, qint64> AgentRegistry::processIds() const
{
    QHash<AgentId, qint64> pids;
    for (const auto &[id, session] : m_sessions) {
        if (const qint64 pid = session->processId(); pid > 0)
            pids.insert(id, pid);
    }
    return pids;
}

void AgentRegistry::noteResources(const AgentId &id, const AgentResources &resources)
{
    if (AgentSession *found = session(id))
        Q_EMIT resourcesSampled(id, found->noteResources(resources));
}

void AgentRegistry::shutDown(bool stopAgents)
{
    m_shuttingDown = true;
    if (stopAgents) {
        stopAll();
    } else {
        for (const auto &[id, session] : m_sessions)
            session->leave();
    }
    QMetaObject::invokeMethod(this, &AgentRegistry::reportIfIdle, Qt::QueuedConnection);
}

void AgentRegistry::reportIfIdle()
{
    if (!m_shuttingDown || m_reportedIdle)
        return;
    const bool busy = std::any_of(m_sessions.begin(), m_sessions.end(),
                          [](const auto &entry) { return entry.second->hasProcess(); })
        || std::any_of(
            m_leaving.begin(), m_leaving.end(), [](const auto &leaving) { return leaving->hasProcess(); });
    if (busy)
        return;
    m_reportedIdle = true;
    Q_EMIT idle();
}

} // namespace agents
