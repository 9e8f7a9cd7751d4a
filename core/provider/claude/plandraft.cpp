#include "core/provider/claude/plandraft.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/claude/tooltitle.h"

#include <QRegularExpression>

namespace claude {

void PlanDraft::toolBegan(const QString &toolName, const QJsonObject &input)
{
    static const QRegularExpression planFile(QStringLiteral("/plans/[^/]+\\.md\\z"));
    const QString path = text(input, "file_path");
    if (toolKind(toolName) != model::ToolKind::Edit || !path.contains(planFile))
        return;
    const QString content = text(input, "content");
    m_markdown = content.isEmpty() ? QStringLiteral("The plan is in %1").arg(path) : content;
}

} // namespace claude
