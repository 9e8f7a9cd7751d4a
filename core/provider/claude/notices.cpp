#include "core/provider/claude/notices.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/wording.h"

#include <QDateTime>
#include <QTimeZone>

namespace claude {

using model::NoticeLevel;
using provider::NoticeRaised;

namespace {

constexpr qsizetype ReportLength = 200; // of a subagent; the whole of it is for the model
constexpr qsizetype StrayLineLength = 200;

//! Newer versions name milliseconds, older ones seconds.
QString moment(qint64 stamp)
{
    constexpr qint64 FirstMilliseconds = 100'000'000'000; // as seconds this is in the year 5138
    const qint64 ms = stamp < FirstMilliseconds ? stamp * 1000 : stamp;
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
    return at.isValid() ? at.toString(QStringLiteral("yyyy-MM-dd HH:mm")) + QStringLiteral(" UTC")
                        : QString();
}

} // namespace

provider::RetryScheduled retryScheduled(const QJsonObject &line)
{
    provider::RetryScheduled retry;
    retry.attempt = smallCount(line, "attempt");
    retry.maxAttempts = smallCount(line, "max_retries");
    retry.delayMs = count(line, "retry_delay_ms");
    retry.httpStatus = smallCount(line, "error_status");
    retry.reason = provider::words(text(line, "error"));
    if (retry.reason.isEmpty() || retry.reason == QLatin1StringView("unknown"))
        retry.reason = QStringLiteral("the model API did not answer");
    return retry;
}

NoticeRaised compacted(const QJsonObject &line)
{
    const QJsonObject metadata = object(line, "compact_metadata");
    QString words = text(metadata, "trigger") == QLatin1StringView("auto")
        ? QStringLiteral("The conversation was compacted because its context was nearly full")
        : QStringLiteral("The conversation was compacted");
    const qint64 before = count(metadata, "pre_tokens");
    const qint64 after = count(metadata, "post_tokens");
    if (before > 0 && after > 0)
        words += QStringLiteral(" (%1 → %2 tokens)").arg(before).arg(after);
    else if (before > 0)
        words += QStringLiteral(" (from %1 tokens)").arg(before);
    return {NoticeLevel::Info, words};
}

NoticeRaised permissionDenied(const QJsonObject &line)
{
    const QString tool = text(line, "tool_name");
    const QString why = text(line, "message");
    QString words = QStringLiteral("%1 was denied without asking")
                        .arg(tool.isEmpty() ? QStringLiteral("A tool") : tool);
    if (!why.isEmpty())
        words += QStringLiteral(": ") + why;
    return {NoticeLevel::Warning, words};
}

NoticeRaised backgroundTaskEnded(const QJsonObject &line, const ToolLedger::Task &task)
{
    const QString status = text(line, "status");
    const QString summary = text(line, "summary").trimmed();
    const NoticeLevel level
        = status == QLatin1StringView("failed") ? NoticeLevel::Warning : NoticeLevel::Info;
    // A shell's summary is a whole sentence, a subagent's is its report.
    if (summary.startsWith(QLatin1StringView("Background ")))
        return {level, provider::oneLine(summary, ReportLength)};
    QString words = QStringLiteral("Background task");
    if (!task.description.isEmpty())
        words += QStringLiteral(" \"%1\"").arg(task.description);
    words += QLatin1Char(' ') + (status.isEmpty() ? QStringLiteral("ended") : status);
    if (!summary.isEmpty() && summary != task.description)
        words += QStringLiteral(": ") + provider::oneLine(summary, ReportLength);
    return {level, words};
}

std::optional<NoticeRaised> rateLimit(const QJsonObject &line)
{
    const QJsonObject info = object(line, "rate_limit_info");
    const QString status = text(info, "status");
    const bool rejected = status == QLatin1StringView("rejected");
    if (!rejected && status != QLatin1StringView("allowed_warning"))
        return std::nullopt;
    QString words
        = rejected ? QStringLiteral("The usage limit is reached") : QStringLiteral("The usage limit is near");
    QStringList details;
    if (const QString type = text(info, "rateLimitType"); !type.isEmpty())
        details.append(provider::words(type));
    if (const double used = info.value(QLatin1StringView("utilization")).toDouble(); used > 0 && used <= 1)
        details.append(QStringLiteral("%1 % used").arg(qRound(used * 100)));
    if (const qint64 resets = count(info, "resetsAt"); resets > 0)
        details.append(QStringLiteral("resets ") + moment(resets));
    if (!details.isEmpty())
        words += QStringLiteral(" (%1)").arg(details.join(QStringLiteral(", ")));
    return NoticeRaised{rejected ? NoticeLevel::Error : NoticeLevel::Warning, words};
}

NoticeRaised strayLine(const QByteArray &line)
{
    const QString shown
        = provider::oneLine(QString::fromUtf8(line.left(4 * StrayLineLength)), StrayLineLength);
    return {NoticeLevel::Warning,
        QStringLiteral("claude printed something that is not part of its protocol: ") + shown};
}

} // namespace claude
