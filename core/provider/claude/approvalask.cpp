#include "core/provider/claude/approvalask.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/tooltitle.h"

#include <algorithm>

namespace claude {

using base::ErrorCode;
using base::failure;
using model::OptionKind;

namespace {

// The model reads these when the person gave no words.
const QString &denialWords()
{
    static const QString words
        = QStringLiteral("The user does not allow this. Go on in another way or ask what they want instead.");
    return words;
}

const QString &keepPlanningWords()
{
    static const QString words
        = QStringLiteral("The user does not approve the plan yet. Stay in plan mode and ask what to change.");
    return words;
}

QJsonObject setMode(const QString &mode)
{
    return {{QStringLiteral("type"), QStringLiteral("setMode")}, {QStringLiteral("mode"), mode},
        {QStringLiteral("destination"), QStringLiteral("session")}};
}

model::ApprovalKind approvalKind(const QString &toolName)
{
    switch (toolKind(toolName)) {
    case model::ToolKind::Exec:
        return model::ApprovalKind::Exec;
    case model::ToolKind::Edit:
        return model::ApprovalKind::Edit;
    default:
        return model::ApprovalKind::Other;
    }
}

QString detailOf(const QJsonObject &request, const QString &askedBy)
{
    QStringList lines;
    if (!askedBy.isEmpty())
        lines.append(QStringLiteral("Asked by the subagent “%1”").arg(askedBy));
    lines.append(text(request, "description"));
    lines.append(text(request, "decision_reason"));
    if (const QString path = text(request, "blocked_path"); !path.isEmpty())
        lines.append(QStringLiteral("Path: ") + path);
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ApprovalAsk::ApprovalAsk(
    const QString &requestId, const QJsonObject &request, const Circumstances &circumstances)
{
    m_approval.id = requestId;
    m_approval.toolId = text(request, "tool_use_id");
    m_approval.toolName = text(request, "tool_name");
    m_approval.input = object(request, "input");
    if (m_approval.toolName == QLatin1StringView("ExitPlanMode"))
        askForPlan(circumstances.plan);
    else
        askForLeave(request, circumstances.askedBy);
}

void ApprovalAsk::askForLeave(const QJsonObject &request, const QString &askedBy)
{
    m_approval.kind = approvalKind(m_approval.toolName);
    m_approval.title = approvalTitle(m_approval.toolName, m_approval.input);
    m_approval.detail = detailOf(request, askedBy);
    m_approval.inputEditable = true;
    m_grants = permissionGrants(array(request, "permission_suggestions"));

    m_approval.options.append(
        {QStringLiteral("allow"), QStringLiteral("Allow once"), OptionKind::AllowOnce, {}});
    for (const PermissionGrant &grant : std::as_const(m_grants))
        m_approval.options.append(grant.option);
    m_approval.options.append({QStringLiteral("deny"), QStringLiteral("Deny"), OptionKind::RejectOnce, {}});
    m_approval.options.append({QStringLiteral("deny-stop"), QStringLiteral("Deny and stop"),
        OptionKind::RejectStop, QStringLiteral("The turn ends here")});
}

void ApprovalAsk::askForPlan(const QString &writtenPlan)
{
    m_approval.kind = model::ApprovalKind::Plan;
    m_approval.title = QStringLiteral("Approve the plan");
    m_approval.detail = text(m_approval.input, "plan");
    if (m_approval.detail.isEmpty())
        m_approval.detail = writtenPlan;
    m_grants = {
        {{QStringLiteral("allow-accept-edits"), QStringLiteral("Approve, accept edits"),
             OptionKind::AllowOnce, {}},
            setMode(QStringLiteral("acceptEdits"))},
        {{QStringLiteral("allow-ask"), QStringLiteral("Approve, ask for each edit"), OptionKind::AllowOnce,
             {}},
            setMode(QStringLiteral("default"))},
    };
    for (const PermissionGrant &grant : std::as_const(m_grants))
        m_approval.options.append(grant.option);
    m_approval.options.append(
        {QStringLiteral("deny"), QStringLiteral("Keep planning"), OptionKind::RejectOnce, {}});
}

bool ApprovalAsk::rejects(const QString &optionId) const
{
    return std::any_of(
        m_approval.options.begin(), m_approval.options.end(), [&](const model::ApprovalOption &option) {
            return option.id == optionId
                && (option.kind == OptionKind::RejectOnce || option.kind == OptionKind::RejectStop);
        });
}

base::Result<QJsonObject> ApprovalAsk::answer(const provider::DecideApproval &decision) const
{
    const auto option = std::find_if(m_approval.options.begin(), m_approval.options.end(),
        [&](const model::ApprovalOption &candidate) { return candidate.id == decision.optionId; });
    if (option == m_approval.options.end())
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("optionId: there is no option \"%1\"").arg(decision.optionId));
    if (decision.updatedInput && !m_approval.inputEditable)
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("updatedInput: a plan cannot be changed, only approved or not"));

    const bool plan = m_approval.kind == model::ApprovalKind::Plan;
    if (rejects(option->id)) {
        if (decision.updatedInput)
            return failure(ErrorCode::InvalidArgument,
                QStringLiteral("updatedInput goes only with an option that allows"));
        QJsonObject response{{QStringLiteral("behavior"), QStringLiteral("deny")},
            {QStringLiteral("message"),
                !decision.message.trimmed().isEmpty() ? decision.message
                    : plan                            ? keepPlanningWords()
                                                      : denialWords()}};
        if (option->kind == OptionKind::RejectStop)
            response.insert(QStringLiteral("interrupt"), true);
        return response;
    }

    QJsonObject response{{QStringLiteral("behavior"), QStringLiteral("allow")},
        {QStringLiteral("updatedInput"), decision.updatedInput.value_or(m_approval.input)}};
    for (const PermissionGrant &grant : m_grants) {
        if (grant.option.id == option->id)
            response.insert(QStringLiteral("updatedPermissions"), QJsonArray{grant.update});
    }
    if (option->kind == OptionKind::AllowAlways)
        response.insert(QStringLiteral("decisionClassification"), QStringLiteral("user_permanent"));
    return response;
}

} // namespace claude
