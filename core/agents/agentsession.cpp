// The life of an agent: its process, its lines, its journal. What a person does to it is in
// agentcommands.cpp, what is read back of its history in agentreading.cpp.
#include "core/agents/agentsession.h"
#include "core/agents/oversizedrecord.h"

#include "core/base/logging.h"

namespace agents {

AgentSession::AgentSession(model::AgentDocument document, std::unique_ptr<journal::Journal> journal,
    const provider::Provider *provider, TransportFactory newTransport, const base::Clock &clock)
    : m_document(std::move(document))
    , m_journal(std::move(journal))
    , m_provider(provider)
    , m_newTransport(std::move(newTransport))
    , m_clock(clock)
    , m_timeline(m_journal->lastSequence(), m_journal->recovery().open)
    , m_tracker(m_journal->recovery().state.value_or(model::AgentState{}))
    , m_recordedState(m_tracker.state())
{
    m_storageRetry.setInterval(StorageRetryInterval);
    connect(&m_storageRetry, &QTimer::timeout, this, [this] { commit(); });
}

AgentSession::~AgentSession()
{
    // A process that is still there says goodbye while it is destroyed; by then nobody may listen.
    if (m_transport)
        m_transport->disconnect(this);
}

void AgentSession::recover()
{
    const journal::Recovery &recovery = m_journal->recovery();
    const base::Timestamp now = m_clock.now();
    const model::Phase last = m_tracker.state().phase;
    const bool wasAlive = last != model::Phase::Stopped && last != model::Phase::Failed;

    if (recovery.tornBytes > 0 || recovery.unreadableRecords > 0) {
        m_timeline.addNotice(model::NoticeLevel::Warning,
            QStringLiteral("The journal was damaged: %1 bytes of an unfinished record were set aside, "
                           "%2 records cannot be read")
                .arg(recovery.tornBytes)
                .arg(recovery.unreadableRecords),
            now);
    }
    m_timeline.closeAll(now);
    if (wasAlive) {
        if (last != model::Phase::Idle) {
            m_timeline.addNotice(model::NoticeLevel::Warning,
                QStringLiteral("The server ended while the agent was at work, and its process with it. "
                               "A message lets it go on from here."),
                now);
        }
        process::ProcessResult gone;
        gone.stopRequested = true; // not the CLI's failure
        m_tracker.processEnded(gone, now);
    }
    settle();
    commit();
    if (messageCount() == 0)
        begin(); // made, but the program ended before it began
    else if (!m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty())
        start();
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
    if (m_transport || m_readingHistory)
        return;
    if (!m_provider)
        fail(QStringLiteral("This version of AgentMonitor cannot run %1 agents")
                 .arg(m_document.config.provider));
    else if (!sessionToImport().isEmpty())
        readHistory();
    else
        startProcess();
}

void AgentSession::startProcess()
{
    const base::Timestamp now = m_clock.now();
    provider::LaunchRequest request;
    request.config = m_document.config;
    request.mode = m_tracker.state().mode;
    request.sessionId = m_tracker.state().sessionId;
    request.resume = !request.sessionId.isEmpty() && m_provider->canResume(request.sessionId);
    if (!request.resume) {
        if (m_tracker.state().tokens.output > 0) {
            m_timeline.addNotice(model::NoticeLevel::Warning,
                QStringLiteral(
                    "The earlier session is no longer on this machine; a new one begins without its context"),
                now);
        }
        request.sessionId = m_provider->takesSessionId() ? base::newUuid() : QString();
    }

    const auto plan = m_provider->plan(request);
    if (!plan) {
        fail(plan.error().message);
        return;
    }
    m_started = m_stopping = false;
    m_protocol = m_provider->newProtocol(request);
    m_transport = m_newTransport();
    connect(m_transport.get(), &process::Transport::started, this, &AgentSession::onStarted);
    connect(m_transport.get(), &process::Transport::linesRead, this, &AgentSession::onLines);
    connect(m_transport.get(), &process::Transport::lineDropped, this, [this](qsizetype bytes) {
        m_timeline.addNotice(model::NoticeLevel::Warning,
            QStringLiteral("A line of %1 MB from the CLI was too long and left out").arg(bytes / 1'000'000),
            m_clock.now());
        commit();
    });
    connect(m_transport.get(), &process::Transport::done, this, &AgentSession::onDone);
    m_tracker.processStarting(request.sessionId, now);
    settle();
    commit();
    qCInfo(base::logAgents).noquote()
        << QStringLiteral("[Agent] %1 starts %2").arg(m_document.name, plan->program);
    m_transport->start(*plan);
}

void AgentSession::onStarted()
{
    m_started = true;
    for (const QByteArray &line : m_protocol->open())
        m_transport->write(line);
    deliverPrompts();
}

void AgentSession::deliverPrompts()
{
    if (!m_transport) {
        start();
        return;
    }
    if (!m_started || m_stopping)
        return; // they go when it has started, or to the process after this one
    for (const model::Message &message : m_timeline.promptsIn(model::DeliveryState::Accepted)) {
        const auto &prompt = std::get<model::Prompt>(message.body);
        write(provider::SendPrompt{message.id.toString(), prompt.text, {}});
        m_timeline.setDelivery(message.id.toString(), model::DeliveryState::Sent, m_clock.now());
    }
    settle();
    commit();
}

void AgentSession::write(const provider::Command &command)
{
    const auto lines = m_protocol->encode(command);
    if (!lines) {
        m_timeline.addNotice(model::NoticeLevel::Warning, lines.error().message, m_clock.now());
        return;
    }
    for (const QByteArray &line : *lines)
        m_transport->write(line);
}

void AgentSession::onLines(const QList<QByteArray> &lines)
{
    const base::Timestamp now = m_clock.now();
    bool choicesReported = false;
    for (const QByteArray &line : lines) {
        const provider::Events events = m_protocol->feed(line);
        for (const provider::Event &event : events) {
            m_timeline.apply(event, now);
            m_tracker.apply(event, now);
            if (const auto *choices = std::get_if<provider::ChoicesReported>(&event)) {
                m_choices = *choices;
                choicesReported = true;
            }
        }
        Q_EMIT lineRead(line);
    }
    settle();
    commit();
    if (choicesReported)
        Q_EMIT changed();
}

void AgentSession::onDone(const process::ProcessResult &result)
{
    const base::Timestamp now = m_clock.now();
    const provider::Events events = m_protocol->closed(result);
    for (const provider::Event &event : events) {
        m_timeline.apply(event, now);
        m_tracker.apply(event, now);
    }
    m_timeline.closeAll(now);
    m_tracker.processEnded(result, now);
    m_transport->disconnect(this);
    m_transport.release()->deleteLater(); // it is the sender of this signal
    m_protocol.reset();
    m_started = false;
    settle();
    commit();
    // What was sent while it was being stopped is for a new process.
    const bool wanted = m_stopping && !m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty();
    m_stopping = false;
    if (wanted)
        start();
    else
        Q_EMIT ended();
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
    auto appended = m_journal->append(m_unsaved);
    if (!appended && appended.error().code == base::ErrorCode::TooLarge) {
        shortenTexts(m_unsaved);
        appended = m_journal->append(m_unsaved);
    }
    if (!appended) {
        setProblem(appended.error().message
            + QStringLiteral(". The agent waits and goes on by itself when it can be written."));
        // One that is being stopped must come to its end, room or not; the little it still says waits here.
        if (m_transport && !m_stopping)
            m_transport->pause();
        if (!m_storageRetry.isActive())
            m_storageRetry.start();
        return false;
    }
    m_storageRetry.stop();
    const QList<model::Record> records = std::exchange(m_unsaved, {});
    Q_EMIT recordsAppended(records);
    if (!m_problem.isEmpty()) {
        setProblem({});
        if (m_transport)
            m_transport->resume();
    }
    return true;
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
    const QList<model::Record> records = m_timeline.take();
    if (const auto appended = m_journal->append(records); !appended) {
        m_timeline = timeline;
        m_tracker = tracker;
        m_recordedState = recorded;
        return appended;
    }
    Q_EMIT recordsAppended(records);
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
