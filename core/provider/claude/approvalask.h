#pragma once

#include "core/base/result.h"
#include "core/model/approval.h"
#include "core/provider/claude/permissiongrant.h"
#include "core/provider/command.h"

#include <QJsonObject>

namespace claude {

//! A can_use_tool request that a person allows or denies, and the answers to it. ExitPlanMode is one too,
//! with options of its own.
class ApprovalAsk
{
public:
    //! What the conversation knows that the request does not say.
    struct Circumstances
    {
        QString askedBy; //!< names the subagent that asks; empty for the conversation itself
        QString plan; //!< the plan as it was written last: older versions ask without naming it
    };

    ApprovalAsk(const QString &requestId, const QJsonObject &request, const Circumstances &circumstances);

    const model::Approval &approval() const { return m_approval; }

    //! The value of `response` in the control_response. InvalidArgument: no such option, or an input that
    //! cannot be changed.
    base::Result<QJsonObject> answer(const provider::DecideApproval &decision) const;
    //! The option is one that says no.
    bool rejects(const QString &optionId) const;

private:
    void askForLeave(const QJsonObject &request, const QString &askedBy);
    void askForPlan(const QString &writtenPlan);

    model::Approval m_approval;
    QList<PermissionGrant> m_grants;
};

} // namespace claude
