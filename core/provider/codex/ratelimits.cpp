#include "core/provider/codex/ratelimits.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/wording.h"

#include <QDateTime>
#include <QTimeZone>

namespace codex {

namespace {

constexpr double Full = 100;
constexpr qint64 MinutesPerHour = 60;
constexpr qint64 MinutesPerDay = 24 * MinutesPerHour;

QString moment(qint64 seconds)
{
    constexpr qint64 LastSecond = 253'402'300'799; // of the year 9999
    if (seconds <= 0 || seconds > LastSecond)
        return {};
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc())
               .toString(QStringLiteral("yyyy-MM-dd HH:mm"))
        + QStringLiteral(" UTC");
}

//! "5 hours", "7 days"
QString duration(qint64 minutes)
{
    if (minutes <= 0)
        return {};
    const auto inUnits = [&](qint64 unit, const char *one, const char *many) {
        const qint64 number = minutes / unit;
        return QStringLiteral("%1 %2").arg(number).arg(QLatin1StringView(number == 1 ? one : many));
    };
    if (minutes % MinutesPerDay == 0)
        return inUnits(MinutesPerDay, "day", "days");
    if (minutes % MinutesPerHour == 0)
        return inUnits(MinutesPerHour, "hour", "hours");
    return inUnits(1, "minute", "minutes");
}

} // namespace

provider::Events RateLimits::updated(const QJsonObject &limits)
{
    provider::Events events;
    const QString limit = text(limits, "limitId");
    for (const char *window : {"primary", "secondary"}) {
        if (const QJsonObject json = object(limits, window); !json.isEmpty())
            windowUpdated(limit + QLatin1Char('/') + QLatin1StringView(window), json, events);
    }
    // Credits and spending limits have no window of their own.
    const QString reached = text(limits, "rateLimitReachedType");
    const bool creditsGone = !reached.isEmpty() && reached != QLatin1StringView("rate_limit_reached");
    if (creditsGone && !m_creditsGone) {
        events.append(provider::NoticeRaised{model::NoticeLevel::Error,
            QStringLiteral("The account cannot go on: ") + provider::words(reached)});
    }
    m_creditsGone = creditsGone;
    return events;
}

void RateLimits::windowUpdated(const QString &name, const QJsonObject &json, provider::Events &events)
{
    const double used = json.value(QLatin1StringView("usedPercent")).toDouble();
    Window &window = m_windows[name];
    window.usedPercent = used;
    window.resetsAt = count(json, "resetsAt");
    const Level level = used >= Full ? Reached : used >= NearPercent ? Near : Free;
    const bool worse = level > window.level;
    window.level = level;
    if (!worse)
        return;

    QStringList details;
    if (const QString length = duration(count(json, "windowDurationMins")); !length.isEmpty())
        details.append(QStringLiteral("of ") + length);
    if (level == Near)
        details.append(QStringLiteral("%1 % used").arg(qRound(used)));
    if (const QString at = moment(window.resetsAt); !at.isEmpty())
        details.append(QStringLiteral("resets ") + at);
    QString words = level == Reached ? QStringLiteral("The usage limit is reached")
                                     : QStringLiteral("The usage limit is near");
    if (!details.isEmpty())
        words += QStringLiteral(" (%1)").arg(details.join(QStringLiteral(", ")));
    events.append(provider::NoticeRaised{
        level == Reached ? model::NoticeLevel::Error : model::NoticeLevel::Warning, words});
}

QString RateLimits::reset() const
{
    const Window *fullest = nullptr;
    for (const Window &window : m_windows) {
        if (!fullest || window.usedPercent > fullest->usedPercent)
            fullest = &window;
    }
    return fullest && fullest->level != Free ? moment(fullest->resetsAt) : QString();
}

QJsonObject RateLimits::rest() const
{
    QJsonObject windows;
    for (auto it = m_windows.begin(); it != m_windows.end(); ++it) {
        windows.insert(it.key(),
            QJsonObject{{QStringLiteral("level"), it->level}, {QStringLiteral("used"), it->usedPercent},
                {QStringLiteral("resetsAt"), it->resetsAt}});
    }
    return {{QStringLiteral("windows"), windows}, {QStringLiteral("creditsGone"), m_creditsGone}};
}

void RateLimits::goOnFrom(const QJsonObject &rest)
{
    const QJsonObject windows = object(rest, "windows");
    for (auto it = windows.begin(); it != windows.end(); ++it) {
        const QJsonObject window = it.value().toObject();
        m_windows.insert(it.key(),
            {smallCount(window, "level"), window.value(QLatin1StringView("used")).toDouble(),
                count(window, "resetsAt")});
    }
    m_creditsGone = flag(rest, "creditsGone");
}

} // namespace codex
