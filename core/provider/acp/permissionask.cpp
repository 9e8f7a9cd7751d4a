#include "core/provider/acp/permissionask.h"

#include "core/provider/acp/toolcontent.h"
#include "core/provider/jsonfields.h"

#include <algorithm>

namespace acp {

namespace json = provider::json;

using base::ErrorCode;
using base::failure;
using model::OptionKind;

namespace {

//! What is of no known kind is taken for a no, so that no key or default ever allows by it.
OptionKind optionKind(const QString &kind)
{
    if (kind == QLatin1StringView("allow_once"))
        return OptionKind::AllowOnce;
    if (kind == QLatin1StringView("allow_always"))
        return OptionKind::AllowAlways;
    return OptionKind::RejectOnce;
}

model::ApprovalOption approvalOption(const QJsonObject &option)
{
    const QString id = json::text(option, "optionId");
    const QString kind = json::text(option, "kind");
    const QString name = json::text(option, "name");
    model::ApprovalOption result{id, name.isEmpty() ? id : name, optionKind(kind), {}};
    if (kind == QLatin1StringView("reject_always"))
        result.detail = QStringLiteral("It will not ask for this again");
    return result;
}

bool asksForPlan(const QJsonObject &toolCall)
{
    return json::text(toolCall, "kind") == QLatin1StringView("switch_mode");
}

model::ApprovalKind approvalKind(const QJsonObject &toolCall)
{
    if (asksForPlan(toolCall))
        return model::ApprovalKind::Plan;
    switch (toolKind(json::text(toolCall, "kind"))) {
    case model::ToolKind::Exec:
        return model::ApprovalKind::Exec;
    case model::ToolKind::Edit:
        return model::ApprovalKind::Edit;
    default:
        return model::ApprovalKind::Other;
    }
}

QString approvalTitle(const QJsonObject &toolCall)
{
    const QString title = toolTitle(toolCall);
    if (title.isEmpty())
        return QStringLiteral("Use ") + toolName(toolCall);
    switch (approvalKind(toolCall)) {
    case model::ApprovalKind::Exec:
        return QStringLiteral("Run ") + title;
    case model::ApprovalKind::Edit:
        return title.startsWith(QLatin1Char('/')) ? QStringLiteral("Edit ") + title : title;
    case model::ApprovalKind::Plan:
    case model::ApprovalKind::Other:
        break;
    }
    return title;
}

QString approvalDetail(const QJsonObject &toolCall)
{
    const QString plan = json::text(json::object(toolCall, "rawInput"), "plan");
    if (asksForPlan(toolCall) && !plan.isEmpty())
        return plan;
    return contentTexts(json::array(toolCall, "content"));
}

} // namespace

PermissionAsk::PermissionAsk(const QString &id, const QJsonObject &toolCall, const QJsonArray &options)
{
    m_approval.id = id;
    m_approval.toolId = json::text(toolCall, "toolCallId");
    m_approval.toolName = toolName(toolCall);
    m_approval.kind = approvalKind(toolCall);
    m_approval.title = approvalTitle(toolCall);
    m_approval.detail = approvalDetail(toolCall);
    m_approval.input = json::object(toolCall, "rawInput");
    m_approval.diffs = fileDiffs(fileChanges(json::array(toolCall, "content")));
    for (const QJsonValue &option : options) {
        if (!json::text(option.toObject(), "optionId").isEmpty())
            m_approval.options.append(approvalOption(option.toObject()));
    }
}

base::Result<model::ApprovalOption> PermissionAsk::choose(const provider::DecideApproval &decision) const
{
    const auto option = std::find_if(m_approval.options.begin(), m_approval.options.end(),
        [&](const model::ApprovalOption &candidate) { return candidate.id == decision.optionId; });
    if (option == m_approval.options.end()) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("optionId: there is no option \"%1\"").arg(decision.optionId));
    }
    if (decision.updatedInput) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("updatedInput: this agent runs its tools as it asked for them, or not at all"));
    }
    return *option;
}

QJsonObject selectedOutcome(const QString &optionId)
{
    return {{QStringLiteral("outcome"),
        QJsonObject{{QStringLiteral("outcome"), QStringLiteral("selected")},
            {QStringLiteral("optionId"), optionId}}}};
}

QJsonObject cancelledOutcome()
{
    return {
        {QStringLiteral("outcome"), QJsonObject{{QStringLiteral("outcome"), QStringLiteral("cancelled")}}}};
}

bool isRejection(const model::ApprovalOption &option)
{
    return option.kind == OptionKind::RejectOnce || option.kind == OptionKind::RejectStop;
}

} // namespace acp
