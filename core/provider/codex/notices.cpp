#include "core/provider/codex/notices.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/wording.h"

namespace codex {

using model::NoticeLevel;
using provider::Events;
using provider::NoticeRaised;

namespace {

constexpr qsizetype StrayLineLength = 200;

Events warning(const QString &words)
{
    return words.isEmpty() ? Events{} : Events{NoticeRaised{NoticeLevel::Warning, words}};
}

QString withDetails(QString words, const QString &details)
{
    return details.isEmpty() ? words : words + QStringLiteral(": ") + details;
}

Events configWarning(const QJsonObject &params)
{
    const QString summary = text(params, "summary");
    // At every start on a machine without bubblewrap; the one that codex brings does the same.
    if (summary.contains(QLatin1StringView("bundled bubblewrap")))
        return {};
    QString words = withDetails(summary, text(params, "details"));
    if (const QString path = text(params, "path"); !path.isEmpty())
        words += QStringLiteral(" (%1)").arg(path);
    return warning(words);
}

Events modelRerouted(const QJsonObject &params)
{
    return warning(QStringLiteral("codex uses the model %1 instead of %2")
                       .arg(text(params, "toModel"), text(params, "fromModel")));
}

Events hookCompleted(const QJsonObject &run)
{
    const QString status = text(run, "status");
    if (status != QLatin1StringView("failed") && status != QLatin1StringView("blocked")
        && status != QLatin1StringView("stopped"))
        return {};
    QStringList texts{text(run, "statusMessage")};
    const QJsonArray entries = array(run, "entries");
    for (const QJsonValue &entry : entries)
        texts.append(text(entry.toObject(), "text"));
    texts.removeAll(QString());
    return warning(withDetails(
        QStringLiteral("The hook %1 %2").arg(text(run, "eventName"), status), texts.join(QLatin1Char('\n'))));
}

Events mcpServerStatus(const QJsonObject &params)
{
    if (text(params, "status") != QLatin1StringView("failed"))
        return {};
    return warning(withDetails(
        QStringLiteral("The MCP server %1 did not start").arg(text(params, "name")), text(params, "error")));
}

} // namespace

std::optional<Events> programNotice(const QString &method, const QJsonObject &params)
{
    if (method == QLatin1StringView("warning") || method == QLatin1StringView("guardianWarning"))
        return warning(text(params, "message"));
    if (method == QLatin1StringView("configWarning"))
        return configWarning(params);
    if (method == QLatin1StringView("model/rerouted"))
        return modelRerouted(params);
    if (method == QLatin1StringView("hook/completed"))
        return hookCompleted(object(params, "run"));
    if (method == QLatin1StringView("mcpServer/startupStatus/updated"))
        return mcpServerStatus(params);
    return std::nullopt;
}

provider::UsageReported usageReported(const QJsonObject &tokenUsage)
{
    const QJsonObject total = object(tokenUsage, "total");
    provider::UsageReported usage;
    model::TokenUsage tokens;
    tokens.cacheRead = count(total, "cachedInputTokens");
    tokens.cacheCreation = count(total, "cacheWriteInputTokens");
    // codex counts what came from the cache as input, too; we do not.
    tokens.input = std::max<qint64>(count(total, "inputTokens") - tokens.cacheRead - tokens.cacheCreation, 0);
    tokens.output = count(total, "outputTokens");
    usage.tokens = tokens;
    if (const qint64 size = count(tokenUsage, "modelContextWindow"); size > 0)
        usage.context = model::ContextWindow{count(object(tokenUsage, "last"), "totalTokens"), size};
    return usage;
}

NoticeRaised strayLine(const QByteArray &line)
{
    const QString shown
        = provider::oneLine(QString::fromUtf8(line.left(4 * StrayLineLength)), StrayLineLength);
    return {NoticeLevel::Warning,
        QStringLiteral("codex printed something that is not part of its protocol: ") + shown};
}

NoticeRaised unknownRequest(const QString &method)
{
    return {NoticeLevel::Warning,
        QStringLiteral("codex asked for something that cannot be answered here, and was refused: ")
            + provider::oneLine(method, StrayLineLength)};
}

} // namespace codex
