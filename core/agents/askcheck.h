#pragma once

#include "core/agents/agent.h"

namespace agents {

// A person's decision is checked whole before any of it is journaled or sent.

//! The option that is meant; InvalidArgument names what is wrong with the verdict.
base::Result<model::ApprovalOption> checkVerdict(const model::Approval &approval, const Verdict &verdict);

//! InvalidArgument names the first item that is unknown, unanswered or answered in the wrong shape.
base::Result<void> checkAnswers(const model::Question &question, const QJsonObject &answers);

//! Looks for an Approval or a Question that no longer waits, in the newest AskHistoryDepth messages.
constexpr int AskHistoryDepth = 2000;
base::Result<model::Message> findPastAsk(const Agent &agent, const QString &askId);

} // namespace agents
