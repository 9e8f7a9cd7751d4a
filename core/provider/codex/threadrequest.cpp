#include "core/provider/codex/threadrequest.h"

namespace codex {

QString ThreadRequest::method() const
{
    if (threadId.isEmpty())
        return QStringLiteral("thread/start");
    return fork ? QStringLiteral("thread/fork") : QStringLiteral("thread/resume");
}

QJsonObject ThreadRequest::params() const
{
    QJsonObject params;
    if (!threadId.isEmpty()) {
        params.insert(QStringLiteral("threadId"), threadId);
        params.insert(QStringLiteral("excludeTurns"), true); // else every turn of it comes in one line
    }
    if (!model.isEmpty())
        params.insert(QStringLiteral("model"), model);
    if (const auto policy = policyOf(mode)) {
        params.insert(QStringLiteral("approvalPolicy"), policy->approvalPolicy);
        params.insert(QStringLiteral("sandbox"), policy->sandbox);
    }
    if (!instructions.isEmpty())
        params.insert(QStringLiteral("developerInstructions"), instructions);
    return params;
}

} // namespace codex
