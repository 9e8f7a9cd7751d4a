#pragma once

#include "core/base/result.h"
#include "core/model/approval.h"
#include "core/provider/command.h"

#include <QJsonObject>

namespace acp {

//! A session/request_permission and the answers to it: its options, as they are given.
class PermissionAsk
{
public:
    //! `toolCall` is all that is known of the call (ToolLedger::whole).
    PermissionAsk(const QString &id, const QJsonObject &toolCall, const QJsonArray &options);

    const model::Approval &approval() const { return m_approval; }

    //! InvalidArgument: no such option, or another input, which no agent takes.
    base::Result<model::ApprovalOption> choose(const provider::DecideApproval &decision) const;

private:
    model::Approval m_approval;
};

//! The result that answers the request.
QJsonObject selectedOutcome(const QString &optionId);
QJsonObject cancelledOutcome();

bool isRejection(const model::ApprovalOption &option);

} // namespace acp
