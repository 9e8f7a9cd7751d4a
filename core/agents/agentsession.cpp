// The life of an agent and its journal. Its process is in agentprocess.cpp, what a person does to it in
// agentcommands.cpp, what is read back of its history in agentreading.cpp.
#include "core/agents/agentsession.h"
#include "core/agents/oversizedrecord.h"

#include "core/base/logging.h"

namespace agents {

AgentSession::AgentSession(model::AgentDocument document, std::unique_ptr<journal::Journal> journal,
    std::shared_ptr<const provider::Provider> provider, RunHost host, const base::Clock &clock)
    : m_document(std::move(document))
    , m_journal(std::move(journal))
    , m_provider(std::move(provider))
    , m_host(std::move(host))
    , m_clock(clock)
    , m_timeline(m_journal->lastSequence(), m_journal->recovery().open)
    , m_tracker(m_journal->recovery().state.value_or(model::AgentState{}))
    , m_recordedState(m_tracker.state())
{
    m_storageRetry.setInterval(StorageRetryInterval);
    connect(&m_storageRetry, &QTimer::timeout, this, [this] { commit(); });
}

AgentSession::~AgentSession() = default;

void AgentSession::recover()
{
    const base::Timestamp now = m_clock.now();
    if (takeOver())
        return;
    const journal::Recovery &recovery = m_journal->recovery();
    if (recovery.tornBytes > 0 || recovery.unreadableRecords > 0) {
        m_timeline.addNotice(model::NoticeLevel::Warning,
            QStringLiteral("The journal was damaged: %1 bytes of an unfinished record were set aside, "
                           "%2 records cannot be read")
                .arg(recovery.tornBytes)
                .arg(recovery.unreadableRecords),
            now);
    }
    onGone();
    if (messageCount() == 0)
        begin(); // made, but the program ended before it began
    else if (!m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty())
        start();
}

void AgentSession::onGone()
{
    const base::Timestamp now = m_clock.now();
    const model::Phase last = m_tracker.state().phase;
    m_timeline.closeAll(now);
    if (last != model::Phase::Stopped && last != model::Phase::Failed) {
        if (last != model::Phase::Idle) {
            m_timeline.addNotice(model::NoticeLevel::Warning,
                QStringLiteral("The server ended while the agent was at work, and its process is gone. "
                               "A message lets it go on from here."),
                now);
        }
        process::ProcessResult gone;
        gone.stopRequested = true; // not the CLI's failure
        m_tracker.processEnded(gone, now);
    }
    settle();
    commit();
}

base::Result<void> AgentSession::begin()
{
    if (!sessionToImport().isEmpty()) {
        readHistory();
        return {};
    }
    if (const auto accepted = change([this] { addFirstPrompt(); }); !accepted)
        return accepted;
    start();
    return {};
}

void AgentSession::addFirstPrompt()
{
    m_timeline.addPrompt(base::newUuid(),
        model::Prompt{m_document.config.prompt, {}, model::DeliveryState::Accepted}, m_clock.now());
}

void AgentSession::start()
{
    if (m_run || m_readingHistory)
        return;
    if (!m_provider)
        fail(QStringLiteral("This version of AgentMonitor cannot run %1 agents")
                 .arg(m_document.config.provider));
    else if (!sessionToImport().isEmpty())
        readHistory();
    else
        startProcess();
}

void AgentSession::fail(const QString &error)
{
    const base::Timestamp now = m_clock.now();
    m_timeline.addNotice(model::NoticeLevel::Error, error, now);
    m_tracker.failed(error, now);
    settle();
    commit();
    Q_EMIT ended();
}

void AgentSession::settle()
{
    const QList<model::Message> waiting = m_timeline.pending();
    QString title;
    if (!waiting.isEmpty()) {
        const model::MessageBody &first = waiting.first().body;
        if (const auto *approval = std::get_if<model::Approval>(&first))
            title = QStringLiteral("Waits for you: ") + approval->title;
        else if (const auto *question = std::get_if<model::Question>(&first);
                 question && !question->items.isEmpty())
            title = question->items.first().text;
    }
    const bool underway = !m_timeline.promptsIn(model::DeliveryState::Sent).isEmpty()
        || !m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty();
    m_tracker.setWaiting(!waiting.isEmpty(), title, underway);
    if (m_run && m_run->isCatchingUp())
        return; // its flags are those of some time ago
    if (m_tracker.state() == m_recordedState)
        return;
    m_recordedState = m_tracker.state();
    m_timeline.addState(m_recordedState, m_clock.now());
}

bool AgentSession::commit()
{
    m_unsaved += m_timeline.take();
    if (m_unsaved.isEmpty())
        return true;
    if (m_run)
        m_unsaved.last().taken = m_run->position();
    auto appended = m_journal->append(m_unsaved);
    if (!appended && appended.error().code == base::ErrorCode::TooLarge) {
        shortenTexts(m_unsaved);
        appended = m_journal->append(m_unsaved);
    }
    if (!appended) {
        setProblem(appended.error().message
            + QStringLiteral(". The agent waits and goes on by itself when it can be written."));
        // One that is being stopped must come to its end, room or not; the little it still says waits here.
        if (m_run && !m_run->isStopping())
            m_run->pause();
        if (!m_storageRetry.isActive())
            m_storageRetry.start();
        return false;
    }
    m_storageRetry.stop();
    const QList<model::Record> records = std::exchange(m_unsaved, {});
    Q_EMIT recordsAppended(records);
    if (!m_problem.isEmpty()) {
        setProblem({});
        if (m_run)
            m_run->resume();
    }
    dismissEnded();
    giveIssued();
    return true;
}

void AgentSession::dismissEnded()
{
    if (!m_endedRun)
        return;
    m_endedRun->dismiss();
    m_endedRun.release()->deleteLater(); // it may be the sender of this signal
}

base::Result<void> AgentSession::change(const std::function<void()> &mutation)
{
    if (!commit())
        return base::failure(base::ErrorCode::StorageFull, m_problem);
    const Timeline timeline = m_timeline;
    const StateTracker tracker = m_tracker;
    const model::AgentState recorded = m_recordedState;
    mutation();
    settle();
    QList<model::Record> records = m_timeline.take();
    if (records.isEmpty())
        return {};
    if (m_run)
        records.last().taken = m_run->position();
    if (const auto appended = m_journal->append(records); !appended) {
        m_timeline = timeline;
        m_tracker = tracker;
        m_recordedState = recorded;
        m_issued.clear();
        return appended;
    }
    Q_EMIT recordsAppended(records);
    giveIssued();
    return {};
}

void AgentSession::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    if (!problem.isEmpty())
        qCWarning(base::logAgents).noquote()
            << QStringLiteral("[Agent] %1: %2").arg(m_document.name, problem);
    Q_EMIT changed();
}

} // namespace agents
