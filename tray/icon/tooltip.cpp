#include "tray/icon/tooltip.h"

#include "tray/model/words.h"

#include <QStringList>

namespace tray {

namespace {

constexpr qsizetype MaxLine = 100;

} // namespace

QString agentsLine(const Overview &overview)
{
    const int busy = countBusy(overview);
    const int waiting = countWaiting(overview);
    if (busy == 0 && waiting == 0)
        return QStringLiteral("No agent runs");
    QStringList parts;
    if (busy > 0)
        parts.append(agentsWords(busy) + QStringLiteral(" running"));
    if (waiting > 0) {
        parts.append((busy > 0 ? QString::number(waiting) : agentsWords(waiting))
            + QStringLiteral(" waiting for you"));
    }
    return parts.join(QStringLiteral(", "));
}

QString tooltipOf(const Overview &overview, base::Timestamp now)
{
    QStringList lines{elided(serverWords(overview.server, now), MaxLine)};
    if (overview.server.phase != ServerPhase::Running)
        return lines.join(QLatin1Char('\n'));
    if (!overview.isLive) {
        lines.append(QStringLiteral("Connecting to it"));
        return lines.join(QLatin1Char('\n'));
    }
    if (overview.tunnel.phase != TunnelPhase::Off) {
        lines.append(elided(tunnelWords(overview.tunnel, now), MaxLine));
        lines.append(elided(
            QStringLiteral("Relay %1 as %2").arg(hostOf(overview.tunnel.relay), overview.tunnel.machine),
            MaxLine));
    }
    lines.append(agentsLine(overview));
    return lines.join(QLatin1Char('\n'));
}

} // namespace tray
