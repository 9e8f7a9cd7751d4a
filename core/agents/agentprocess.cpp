// The process of an agent: how it is started, taken over after a restart of the server, heard, and let go.
#include "core/agents/agentsession.h"
#include "core/base/logging.h"
#include "core/holder/holderfolder.h"
#include "core/provider/commandjson.h"

#include <algorithm>

namespace agents {

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

    if (const auto waiting = m_timeline.promptsIn(model::DeliveryState::Accepted); !waiting.isEmpty())
        request.prompt = std::get<model::Prompt>(waiting.first().body).text;

    const auto plan = m_provider->plan(request);
    if (!plan) {
        fail(plan.error().message);
        return;
    }
    const QString runId = base::newUuid();
    const holder::HolderFolder folder(m_host.folder + QLatin1Char('/') + runId);
    RunDocument document;
    document.request = request;
    document.choices = m_choices;
    document.rest.journalBytes = m_journal->sizeBytes();
    if (const auto made = folder.create().and_then([&] { return document.save(folder.path()); }); !made) {
        fail(made.error().message);
        return;
    }
    adopt(std::make_unique<Run>(
        folder.path(), document, m_provider->newProtocol(request), m_host.newTransport(folder.path())));
    m_tracker.processStarting(request.sessionId, runId, now);
    settle();
    commit();
    qCInfo(base::logAgents).noquote()
        << QStringLiteral("[Agent] %1 starts %2").arg(m_document.name, plan->program);
    m_run->start(*plan);
}

bool AgentSession::takeOver()
{
    const QString runId = m_tracker.state().runId;
    if (runId.isEmpty() || !m_provider)
        return false;
    const QString folder = m_host.folder + QLatin1Char('/') + runId;
    const auto document = RunDocument::load(folder);
    if (!document) {
        if (document.error().code != base::ErrorCode::NotFound)
            qCWarning(base::logAgents).noquote()
                << QStringLiteral("[Agent] %1").arg(document.error().message);
        return false;
    }
    const auto trace = m_journal->traceSince(document->rest.journalBytes);
    if (!trace) {
        qCWarning(base::logAgents).noquote() << QStringLiteral("[Agent] %1").arg(trace.error().message);
        return false;
    }
    m_choices = document->choices;
    m_tracker.processGoesOn(document->rest.protocol.has_value());
    adopt(std::make_unique<Run>(
        folder, *document, m_provider->newProtocol(document->request), m_host.newTransport(folder)));
    // Only for a holder that was never told what to start; what is wrong with the plan shows then.
    const auto plan = m_provider->plan(document->request);
    m_run->takeOver(plan.value_or(process::LaunchPlan{}), *trace);
    return true;
}

void AgentSession::adopt(std::unique_ptr<Run> run)
{
    m_run = std::move(run);
    m_stalled.clear();
    connect(m_run.get(), &Run::started, this, &AgentSession::deliverPrompts);
    connect(m_run.get(), &Run::caughtUp, this, [this] {
        m_tracker.recovered(m_recordedState);
        settle();
        commit();
        deliverPrompts();
    });
    connect(m_run.get(), &Run::repeated, this, &AgentSession::onRepeated);
    connect(m_run.get(), &Run::said, this, &AgentSession::onSaid);
    connect(m_run.get(), &Run::lineRead, this, &AgentSession::lineRead);
    connect(m_run.get(), &Run::terminalRead, this, &AgentSession::terminalRead);
    connect(m_run.get(), &Run::restDue, this, [this] {
        if (commit() && m_run)
            m_run->noteRest(m_journal->sizeBytes());
    });
    connect(m_run.get(), &Run::lineDropped, this, [this](qsizetype bytes) {
        m_timeline.addNotice(model::NoticeLevel::Warning,
            QStringLiteral("A line of %1 MB from the CLI was too long and left out").arg(bytes / 1'000'000),
            m_clock.now());
        commit();
    });
    connect(m_run.get(), &Run::refused, this, [this](const base::Error &error) {
        m_timeline.addNotice(model::NoticeLevel::Warning, error.message, m_clock.now());
        commit();
    });
    connect(m_run.get(), &Run::stalled, this, &AgentSession::onStalled);
    connect(m_run.get(), &Run::ended, this, &AgentSession::onEnded);
}

void AgentSession::leave()
{
    m_storageRetry.stop();
    m_run.reset();
}

void AgentSession::onRepeated(const provider::Events &events)
{
    for (const provider::Event &event : events) {
        m_tracker.apply(event, m_recordedState.lastActivity);
        if (const auto *choices = std::get_if<provider::ChoicesReported>(&event))
            m_choices = *choices;
    }
}

void AgentSession::onSaid(const provider::Events &events)
{
    const base::Timestamp now = m_clock.now();
    bool choicesReported = false;
    bool mayRest = false;
    for (const provider::Event &event : events) {
        m_timeline.apply(event, now);
        m_tracker.apply(event, now);
        const auto *activity = std::get_if<provider::ActivityChanged>(&event);
        mayRest = mayRest || std::holds_alternative<provider::TurnFinished>(event)
            || (activity && activity->activity == provider::Activity::Idle);
        if (const auto *choices = std::get_if<provider::ChoicesReported>(&event)) {
            m_choices = *choices;
            choicesReported = true;
        }
    }
    settle();
    if (commit() && mayRest && m_run)
        m_run->noteRest(m_journal->sizeBytes());
    if (choicesReported)
        Q_EMIT changed();
}

void AgentSession::onStalled(const QString &reason)
{
    if (!reason.isEmpty())
        m_timeline.addNotice(
            model::NoticeLevel::Warning, QStringLiteral("The agent waits: ") + reason, m_clock.now());
    m_stalled = reason.isEmpty() ? QString() : QStringLiteral("The agent waits: ") + reason;
    commit();
    Q_EMIT changed();
}

void AgentSession::onEnded(const process::ProcessResult &result, const provider::Events &events)
{
    const base::Timestamp now = m_clock.now();
    m_tracker.processEnding();
    for (const provider::Event &event : events) {
        m_timeline.apply(event, now);
        m_tracker.apply(event, now);
    }
    if (result.left > 0) {
        m_timeline.addNotice(model::NoticeLevel::Warning,
            QStringLiteral("%1 processes that the agent started do not end").arg(result.left), now);
    }
    m_timeline.closeAll(now);
    m_tracker.processEnded(result, now);
    const bool wasStopping = m_run->isStopping();
    if (m_run->isTerminal())
        Q_EMIT terminalEnded(process::shellExitCode(result));
    m_run->disconnect(this);
    m_endedRun = std::move(m_run);
    m_issued.clear();
    m_stalled.clear();
    settle();
    commit();
    // What was sent while it was being stopped is for a new process.
    const bool wanted = wasStopping && !m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty();
    if (wanted)
        start();
    else
        Q_EMIT ended();
}

base::Result<void> AgentSession::typeInTerminal(const QByteArray &bytes)
{
    if (!terminal())
        return base::failure(
            base::ErrorCode::Conflict, QStringLiteral("The agent does not run on a terminal now"));
    m_run->type(bytes);
    return {};
}

base::Result<void> AgentSession::resizeTerminal(int columns, int rows)
{
    if (!terminal())
        return base::failure(
            base::ErrorCode::Conflict, QStringLiteral("The agent does not run on a terminal now"));
    m_run->resize(columns, rows);
    return {};
}

std::optional<TerminalPlace> AgentSession::terminal() const
{
    if (!m_run || !m_run->isTerminal())
        return std::nullopt;
    return TerminalPlace{m_run->folder(), m_run->position()};
}

void AgentSession::deliverPrompts()
{
    if (!m_run) {
        start();
        return;
    }
    if (!m_run->isTalking() || m_run->isStopping())
        return; // they go when it has started, or to the process after this one
    for (const model::Message &message : m_timeline.promptsIn(model::DeliveryState::Accepted)) {
        const auto &prompt = std::get<model::Prompt>(message.body);
        issue(provider::SendPrompt{message.id.toString(), prompt.text, {}});
        m_timeline.setDelivery(message.id.toString(), model::DeliveryState::Sent, m_clock.now());
    }
    settle();
    commit();
}

void AgentSession::issue(const provider::Command &command)
{
    if (!m_run)
        return;
    const qint64 offset = m_run->inputOffset();
    m_issued.append({m_timeline.addInput(offset, provider::toJson(command), m_clock.now()), offset, command});
}

void AgentSession::giveIssued()
{
    for (const Issued &issued : std::exchange(m_issued, {})) {
        if (m_run)
            m_run->give(issued.record, issued.offset, issued.command);
    }
}

base::Result<void> AgentSession::command(const provider::Command &command)
{
    return change([&] { issue(command); });
}

} // namespace agents
