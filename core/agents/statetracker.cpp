#include "core/agents/statetracker.h"

namespace agents {

namespace {

QString describe(const model::ToolCall &call)
{
    return call.title.isEmpty() ? call.name : call.name + QLatin1Char(' ') + call.title;
}

QString describeEnd(const process::ProcessResult &result)
{
    if (result.kind == process::EndKind::NotStarted || result.kind == process::EndKind::Lost)
        return result.error;
    const QString how = result.kind == process::EndKind::Killed
        ? QStringLiteral("The process was ended by signal %1").arg(result.signal)
        : QStringLiteral("The process ended with exit code %1").arg(result.exitCode);
    const QString tail = result.stderrTail.trimmed();
    return tail.isEmpty() ? how : how + QStringLiteral(": ") + tail.section(QLatin1Char('\n'), -1);
}

} // namespace

StateTracker::StateTracker(model::AgentState state)
    : m_state(std::move(state))
{
}

void StateTracker::processStarting(const QString &sessionId, const QString &runId, base::Timestamp at)
{
    m_state.runId = runId;
    m_processLives = true;
    m_starting = true;
    m_turnOpen = m_retrying = false;
    m_terminal = provider::TerminalActivity::Idle;
    m_doing.clear();
    m_state.sessionId = sessionId;
    m_state.error.clear();
    m_state.turnStartedAt = 0;
    m_state.lastActivity = at;
    derive();
}

bool StateTracker::isAtWork() const
{
    return m_turnOpen || m_starting || m_askWaits || m_retrying || m_promptUnderway;
}

void StateTracker::processEnding()
{
    m_endedAtWork = isAtWork();
}

void StateTracker::processEnded(const process::ProcessResult &result, base::Timestamp at)
{
    const bool atWork = std::exchange(m_endedAtWork, false) || isAtWork();
    const bool endedWell = result.kind == process::EndKind::Lost
        || (result.kind == process::EndKind::Exited && result.exitCode == 0);
    const bool failedByItself = !result.stopRequested && (atWork || !endedWell);
    m_state.runId.clear();
    m_processLives = false;
    m_starting = m_turnOpen = m_retrying = false;
    m_state.error = failedByItself ? describeEnd(result) : QString();
    m_state.turnStartedAt = 0;
    m_state.lastActivity = at;
    derive();
}

void StateTracker::processGoesOn(bool fromRest)
{
    m_processLives = true;
    m_starting = !fromRest;
    derive();
}

void StateTracker::recovered(const model::AgentState &state)
{
    m_state = state;
    derive();
}

void StateTracker::failed(const QString &error, base::Timestamp at)
{
    m_processLives = m_starting = m_turnOpen = m_retrying = false;
    m_state.runId.clear();
    m_state.error = error;
    m_state.lastActivity = at;
    derive();
}

void StateTracker::preparing(const QString &activity, base::Timestamp at)
{
    m_processLives = true;
    m_starting = true;
    m_doing = activity;
    m_state.error.clear();
    m_state.lastActivity = at;
    derive();
}

void StateTracker::apply(const provider::Event &event, base::Timestamp at)
{
    std::visit(
        [this, at](const auto &concrete) {
            if constexpr (requires { this->on(concrete, at); })
                this->on(concrete, at);
        },
        event);
    derive();
}

void StateTracker::setWaiting(bool askWaits, const QString &askTitle, bool promptUnderway)
{
    m_askWaits = askWaits;
    m_askTitle = askTitle;
    m_promptUnderway = promptUnderway;
    derive();
}

void StateTracker::setMode(const QString &mode)
{
    m_state.mode = mode;
}

void StateTracker::on(const provider::SessionStarted &event, base::Timestamp)
{
    m_starting = false;
    if (!event.sessionId.isEmpty())
        m_state.sessionId = event.sessionId;
    if (!event.model.isEmpty())
        m_state.model = event.model;
    if (!event.mode.isEmpty())
        m_state.mode = event.mode;
    if (!event.version.isEmpty())
        m_state.cliVersion = event.version;
}

void StateTracker::on(const provider::SessionReset &event, base::Timestamp)
{
    m_state.sessionId = event.newSessionId;
    m_state.context.used = 0;
}

void StateTracker::on(const provider::ChoicesReported &, base::Timestamp)
{
    m_starting = false;
}

void StateTracker::on(const provider::SettingsReported &event, base::Timestamp)
{
    m_state.model = event.model.value_or(m_state.model);
    m_state.mode = event.mode.value_or(m_state.mode);
    m_state.effort = event.effort.value_or(m_state.effort);
}

void StateTracker::on(const provider::ActivityChanged &event, base::Timestamp)
{
    switch (event.activity) {
    case provider::Activity::Working:
        if (m_turnOpen && m_doing.isEmpty())
            m_doing = QStringLiteral("Working");
        break;
    case provider::Activity::Requesting:
        m_doing = QStringLiteral("Waiting for the model");
        break;
    case provider::Activity::Compacting:
        m_doing = QStringLiteral("Compacting the conversation");
        break;
    case provider::Activity::Asking:
    case provider::Activity::Idle:
        break; // asks are counted by the Timeline, and a turn ends with its TurnFinished
    }
}

void StateTracker::on(const provider::TerminalStatus &event, base::Timestamp at)
{
    const bool wasBusy = m_terminal == provider::TerminalActivity::Busy;
    const bool isBusy = event.activity == provider::TerminalActivity::Busy;
    m_starting = false;
    m_terminal = event.activity;
    m_terminalWords = event.words;
    if (isBusy != wasBusy)
        m_state.turnStartedAt = isBusy ? at : 0;
    m_state.lastActivity = at;
}

void StateTracker::on(const provider::TurnStarted &, base::Timestamp at)
{
    m_starting = false;
    m_retrying = false;
    if (!m_turnOpen)
        m_state.turnStartedAt = at;
    m_turnOpen = true;
    m_doing = QStringLiteral("Working");
    m_state.lastActivity = at;
}

void StateTracker::turnGoesOn(const QString &doing)
{
    m_retrying = false;
    m_doing = doing;
}

void StateTracker::on(const provider::TextDelta &, base::Timestamp)
{
    turnGoesOn(QStringLiteral("Writing"));
}

void StateTracker::on(const provider::ThoughtDelta &, base::Timestamp)
{
    turnGoesOn(QStringLiteral("Thinking"));
}

void StateTracker::on(const provider::ToolStarted &event, base::Timestamp at)
{
    turnGoesOn(describe(event.call));
    m_state.lastActivity = at;
}

void StateTracker::on(const provider::UsageReported &event, base::Timestamp)
{
    m_state.costUsd = event.costUsd.value_or(m_state.costUsd);
    m_state.tokens = event.tokens.value_or(m_state.tokens);
    if (event.context) {
        m_state.context.used = event.context->used;
        // The size is only known from a turn's result; what is reported within a turn must not forget it.
        if (event.context->total > 0)
            m_state.context.total = event.context->total;
    }
}

void StateTracker::on(const provider::RetryScheduled &event, base::Timestamp)
{
    m_retrying = true;
    m_doing = QStringLiteral("Retrying in %1 s, attempt %2 of %3: %4")
                  .arg((event.delayMs + 999) / 1000)
                  .arg(event.attempt)
                  .arg(event.maxAttempts)
                  .arg(event.reason);
}

void StateTracker::on(const provider::TurnFinished &, base::Timestamp at)
{
    m_turnOpen = false;
    m_retrying = false;
    m_doing.clear();
    m_state.turnStartedAt = 0;
    m_state.lastActivity = at;
}

void StateTracker::derive()
{
    const bool busy = m_turnOpen || m_promptUnderway || m_terminal == provider::TerminalActivity::Busy;
    if (!m_processLives)
        m_state.phase = m_state.error.isEmpty() ? model::Phase::Stopped : model::Phase::Failed;
    else if (m_askWaits || m_terminal == provider::TerminalActivity::Waiting)
        m_state.phase = model::Phase::Asking;
    else if (m_retrying)
        m_state.phase = model::Phase::Retrying;
    else if (m_starting)
        m_state.phase = model::Phase::Starting;
    else
        m_state.phase = busy ? model::Phase::Working : model::Phase::Idle;

    switch (m_state.phase) {
    case model::Phase::Stopped:
    case model::Phase::Failed:
    case model::Phase::Idle:
        m_state.activity.clear();
        break;
    case model::Phase::Asking:
        m_state.activity = m_askWaits ? m_askTitle : m_terminalWords;
        break;
    case model::Phase::Starting:
        m_state.activity = m_doing.isEmpty() ? QStringLiteral("Starting") : m_doing;
        break;
    case model::Phase::Working:
    case model::Phase::Retrying:
        m_state.activity = m_terminal == provider::TerminalActivity::Busy ? m_terminalWords : m_doing;
        if (m_state.activity.isEmpty())
            m_state.activity = QStringLiteral("Working");
        break;
    }
}

} // namespace agents
