#include "core/provider/codex/fileask.h"

#include "core/provider/codex/decisions.h"
#include "core/provider/codex/filechange.h"
#include "core/provider/codex/jsonfields.h"

namespace codex {

ApprovalAsk fileAsk(const QJsonObject &params, const QJsonArray &changes)
{
    ApprovalAsk ask;
    model::Approval &approval = ask.approval;
    approval.toolId = text(params, "itemId");
    approval.toolName = QStringLiteral("apply_patch");
    approval.kind = model::ApprovalKind::Edit;
    approval.diffs = fileDiffs(changes);
    if (approval.diffs.isEmpty())
        approval.title = QStringLiteral("Change files");
    else if (approval.diffs.size() == 1)
        approval.title
            = QStringLiteral("Change ") + approval.diffs.first().path.section(QLatin1Char('/'), -1);
    else
        approval.title = QStringLiteral("Change %1 files").arg(approval.diffs.size());

    QStringList details{text(params, "reason")};
    QStringList paths;
    for (const model::FileDiff &diff : std::as_const(approval.diffs))
        paths.append(diff.path);
    if (!paths.isEmpty())
        approval.input.insert(QStringLiteral("paths"), QJsonArray::fromStringList(paths));
    if (const QString root = text(params, "grantRoot"); !root.isEmpty())
        details.append(QStringLiteral("It wants to write below %1 for the rest of the session").arg(root));
    details.removeAll(QString());
    approval.detail = details.join(QLatin1Char('\n'));

    for (const char *decision : {"accept", "acceptForSession", "decline", "cancel"})
        addPlainDecision(ask, QString::fromLatin1(decision));
    return ask;
}

} // namespace codex
