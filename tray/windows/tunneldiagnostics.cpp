#include "tray/windows/tunneldiagnostics.h"

#include "tray/model/words.h"

#include <QDateTime>
#include <QSysInfo>

namespace tray {

QString diagnosticsOf(const Overview &overview, const TunnelHistory &history, base::Timestamp now)
{
    const TunnelState &tunnel = overview.tunnel;
    const QString time = QDateTime::fromMSecsSinceEpoch(now, Qt::UTC).toString(Qt::ISODate);
    // The address without what a person may have put into it.
    const QString relay
        = QStringLiteral("%1://%2%3").arg(tunnel.relay.scheme(), hostOf(tunnel.relay), tunnel.relay.path());
    const QStringList lines{
        QStringLiteral("AgentMonitor tray %1, server %2, relay %3")
            .arg(QStringLiteral(AGENTMONITOR_VERSION),
                overview.server.version.isEmpty() ? QStringLiteral("?") : overview.server.version,
                tunnel.relayVersion.isEmpty() ? QStringLiteral("?") : tunnel.relayVersion),
        QStringLiteral("%1, %2, Qt %3")
            .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(),
                QString::fromLatin1(qVersion())),
        QStringLiteral("At %1").arg(time),
        serverWords(overview.server, now),
        tunnelWords(tunnel, now),
        QStringLiteral("Relay: %1 as %2").arg(relay, tunnel.machine),
        QStringLiteral("Attempts since it was up: %1").arg(tunnel.attempts),
        QStringLiteral("Last error: %1")
            .arg(tunnel.lastError.isEmpty() ? QStringLiteral("none") : tunnel.lastError),
        QStringLiteral("Received %1, sent %2, open streams %3")
            .arg(byteWords(tunnel.bytesReceived), byteWords(tunnel.bytesSent))
            .arg(tunnel.openStreams),
        QStringLiteral("Last hour: %1 outages, down for %2")
            .arg(history.outages())
            .arg(durationWords(history.downTime(now).count())),
    };
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tray
