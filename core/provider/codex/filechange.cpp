#include "core/provider/codex/filechange.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/textdiff.h"
#include "core/provider/unifieddiff.h"

namespace codex {

namespace {

QString kindOf(const QJsonObject &change)
{
    return text(object(change, "kind"), "type");
}

model::FileDiff fileDiff(const QJsonObject &change)
{
    const QString path = text(change, "path");
    const QString diff = text(change, "diff");
    const QString kind = kindOf(change);
    if (kind == QLatin1StringView("add"))
        return provider::textDiff(path, {}, diff);
    if (kind == QLatin1StringView("delete"))
        return provider::textDiff(path, diff, {});
    return provider::unifiedDiff(path, diff);
}

QString titleOf(const QJsonObject &change)
{
    const QString name = text(change, "path").section(QLatin1Char('/'), -1);
    const QString kind = kindOf(change);
    const QString target = text(object(change, "kind"), "move_path");
    if (!target.isEmpty())
        return QStringLiteral("%1 → %2").arg(name, target.section(QLatin1Char('/'), -1));
    if (kind == QLatin1StringView("add"))
        return name + QStringLiteral(" (new)");
    if (kind == QLatin1StringView("delete"))
        return name + QStringLiteral(" (deleted)");
    return name;
}

} // namespace

QList<model::FileDiff> fileDiffs(const QJsonArray &changes)
{
    QList<model::FileDiff> diffs;
    for (const QJsonValue &change : changes)
        diffs.append(fileDiff(change.toObject()));
    return diffs;
}

QList<model::ToolCall> fileChangeCalls(const QString &itemId, const QJsonArray &changes)
{
    QList<model::ToolCall> calls;
    for (const QJsonValue &value : changes) {
        const QJsonObject change = value.toObject();
        model::ToolCall call;
        call.id = calls.isEmpty() ? itemId : QStringLiteral("%1/%2").arg(itemId).arg(calls.size() + 1);
        call.name = QStringLiteral("apply_patch");
        call.kind = model::ToolKind::Edit;
        call.title = titleOf(change);
        call.input
            = {{QStringLiteral("path"), text(change, "path")}, {QStringLiteral("change"), kindOf(change)}};
        if (const QString target = text(object(change, "kind"), "move_path"); !target.isEmpty())
            call.input.insert(QStringLiteral("move_to"), target);
        call.diff = fileDiff(change);
        calls.append(call);
    }
    return calls;
}

} // namespace codex
