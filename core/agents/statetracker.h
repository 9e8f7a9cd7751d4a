#pragma once

#include "core/model/agent.h"
#include "core/process/processresult.h"
#include "core/provider/event.h"

namespace agents {

//! Keeps an AgentState true from what the CLI says and what its process does. Pure.
//!
//! The phase is never set from outside; it follows from these facts, first that holds:
//! process gone → failed or stopped; an ask waits, or a program at its terminal → asking; a retry was
//! announced → retrying; a turn is open, a prompt is on its way or a program on a terminal is busy → working
//! (starting until the CLI has answered for the first time); else idle.
class StateTracker
{
public:
    explicit StateTracker(model::AgentState state = {});

    const model::AgentState &state() const { return m_state; }

    void processStarting(const QString &sessionId, const QString &runId, base::Timestamp at);
    //! A process of before a restart: what it said since then (or since its start) is applied again, then
    //! recovered() says what its state was.
    void processGoesOn(bool fromRest);
    void recovered(const model::AgentState &state);
    //! Its process is gone, but not all of its last words have been applied: whether it was at work is seen
    //! now.
    void processEnding();
    void processEnded(const process::ProcessResult &result, base::Timestamp at);
    //! For what fails before there is a process.
    void failed(const QString &error, base::Timestamp at);
    //! While the process is not there yet ("Reading the session's history").
    void preparing(const QString &activity, base::Timestamp at);
    void apply(const provider::Event &event, base::Timestamp at);
    //! What the Timeline knows: asks that wait (the first one's title) and prompts that were given but not
    //! taken.
    void setWaiting(bool askWaits, const QString &askTitle, bool promptUnderway);

    void setMode(const QString &mode);

private:
    void on(const provider::SessionStarted &event, base::Timestamp at);
    void on(const provider::SessionReset &event, base::Timestamp at);
    void on(const provider::ChoicesReported &event, base::Timestamp at);
    void on(const provider::SettingsReported &event, base::Timestamp at);
    void on(const provider::ActivityChanged &event, base::Timestamp at);
    void on(const provider::TerminalStatus &event, base::Timestamp at);
    void on(const provider::TurnStarted &event, base::Timestamp at);
    void on(const provider::TextDelta &event, base::Timestamp at);
    void on(const provider::ThoughtDelta &event, base::Timestamp at);
    void on(const provider::ToolStarted &event, base::Timestamp at);
    void on(const provider::UsageReported &event, base::Timestamp at);
    void on(const provider::RetryScheduled &event, base::Timestamp at);
    void on(const provider::TurnFinished &event, base::Timestamp at);

    bool isAtWork() const;
    void turnGoesOn(const QString &doing);
    void derive();

    model::AgentState m_state;
    bool m_processLives = false;
    bool m_starting = false;
    bool m_turnOpen = false;
    bool m_retrying = false;
    provider::TerminalActivity m_terminal = provider::TerminalActivity::Idle;
    bool m_askWaits = false;
    bool m_promptUnderway = false;
    bool m_endedAtWork = false;
    QString m_askTitle;
    QString m_doing;
    QString m_terminalWords;
};

} // namespace agents
