#include "tray/model/words.h"

namespace tray {

namespace {

constexpr qint64 Second = 1000;
constexpr qint64 Minute = 60 * Second;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

//! "2 h 5 min", and "2 h" if nothing is left.
QString twoUnits(qint64 large, const char *largeUnit, qint64 small, const char *smallUnit)
{
    QString text = QStringLiteral("%1 %2").arg(large).arg(QLatin1String(largeUnit));
    if (small > 0)
        text += QStringLiteral(" %1 %2").arg(small).arg(QLatin1String(smallUnit));
    return text;
}

QString withProblem(const QString &text, const QString &problem)
{
    return problem.isEmpty() ? text : text + QStringLiteral(": ") + problem;
}

} // namespace

QString durationWords(qint64 milliseconds)
{
    const qint64 time = qMax<qint64>(milliseconds, 0);
    if (time < Minute)
        return QStringLiteral("%1 s").arg(time / Second);
    if (time < Hour)
        return QStringLiteral("%1 min").arg(time / Minute);
    if (time < Day)
        return twoUnits(time / Hour, "h", time % Hour / Minute, "min");
    return twoUnits(time / Day, "d", time % Day / Hour, "h");
}

QString roundTripWords(double milliseconds)
{
    if (milliseconds >= double(Second))
        return QStringLiteral("%1 s").arg(milliseconds / double(Second), 0, 'f', 1);
    return QStringLiteral("%1 ms").arg(milliseconds, 0, 'f', milliseconds < 10 ? 1 : 0);
}

QString byteWords(qint64 bytes)
{
    constexpr double Step = 1024;
    const char *units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = double(bytes);
    size_t unit = 0;
    while (value >= Step && unit + 1 < std::size(units)) {
        value /= Step;
        ++unit;
    }
    const int decimals = unit > 0 && value < 10 ? 1 : 0;
    return QStringLiteral("%1 %2").arg(value, 0, 'f', decimals).arg(QLatin1String(units[unit]));
}

QString agentsWords(int count)
{
    return count == 1 ? QStringLiteral("1 agent") : QStringLiteral("%1 agents").arg(count);
}

QString agentsDo(int count, const char *one, const char *many)
{
    return agentsWords(count) + QLatin1Char(' ') + QLatin1String(count == 1 ? one : many);
}

QString elided(const QString &text, qsizetype length)
{
    return text.size() <= length ? text : text.left(length - 1).trimmed() + QChar(u'…');
}

QString serverWords(const ServerState &server, base::Timestamp now)
{
    switch (server.phase) {
    case ServerPhase::Looking:
        return QStringLiteral("Looking for the server");
    case ServerPhase::Stopped:
        return withProblem(QStringLiteral("Server stopped"), server.problem);
    case ServerPhase::Starting:
        return QStringLiteral("Server is starting");
    case ServerPhase::Running:
        return server.startedAt > 0
            ? QStringLiteral("Server running for %1").arg(durationWords(now - server.startedAt))
            : QStringLiteral("Server running");
    case ServerPhase::Unresponsive:
        return withProblem(QStringLiteral("Server does not answer"), server.problem);
    case ServerPhase::Stopping:
        return QStringLiteral("Server is stopping");
    case ServerPhase::Crashed: {
        // Rounded up: it never says "in 0 s" and then waits.
        const qint64 left = qMax<qint64>(server.retryAt - now, 0) + Second - 1;
        return withProblem(
            QStringLiteral("Server crashed, starts again in %1").arg(durationWords(left)), server.problem);
    }
    case ServerPhase::Failed:
        return withProblem(QStringLiteral("Server failed"), server.problem);
    }
    return {};
}

QString tunnelWords(const TunnelState &tunnel, base::Timestamp now)
{
    switch (tunnel.phase) {
    case TunnelPhase::Off:
        return QStringLiteral("No relay is set");
    case TunnelPhase::Connecting:
    case TunnelPhase::Authenticating:
        return QStringLiteral("Tunnel is connecting");
    case TunnelPhase::Connected: {
        QString text = QStringLiteral("Tunnel up for %1").arg(durationWords(now - tunnel.since));
        if (tunnel.roundTripMs)
            text += QStringLiteral(", ") + roundTripWords(*tunnel.roundTripMs);
        return text;
    }
    case TunnelPhase::Waiting: {
        QString text = QStringLiteral("Tunnel down");
        if (tunnel.nextRetryAt) {
            const qint64 left = *tunnel.nextRetryAt - now;
            text += left <= 0 ? QStringLiteral(", trying again")
                              : QStringLiteral(", retry in ") + durationWords(left + Second - 1);
        }
        return withProblem(text, tunnel.lastError);
    }
    case TunnelPhase::Refused:
        return withProblem(QStringLiteral("Tunnel refused"), tunnel.lastError);
    case TunnelPhase::Stopped:
        return QStringLiteral("Tunnel disconnected");
    }
    return {};
}

} // namespace tray
