#include "tray/model/tunnelstate.h"

#include "core/base/jsonreader.h"

namespace tray {

namespace {

constexpr base::EnumNames<TunnelPhase, 7> PhaseNames{{
    {TunnelPhase::Off, "off"},
    {TunnelPhase::Connecting, "connecting"},
    {TunnelPhase::Authenticating, "authenticating"},
    {TunnelPhase::Connected, "connected"},
    {TunnelPhase::Waiting, "waiting"},
    {TunnelPhase::Refused, "refused"},
    {TunnelPhase::Stopped, "stopped"},
}};

} // namespace

base::Result<TunnelState> tunnelFromJson(const QJsonObject &json)
{
    base::JsonReader reader(json);
    TunnelState tunnel;
    tunnel.phase = reader.enumeration("state", PhaseNames);
    tunnel.relay = QUrl(reader.optionalString("relay").value_or(QString()));
    tunnel.machine = reader.optionalString("machine").value_or(QString());
    tunnel.since = reader.optionalInteger("since").value_or(0);
    tunnel.roundTripMs = reader.optionalNumber("roundTripMs");
    tunnel.attempts = reader.optionalInteger("attempts").value_or(0);
    tunnel.nextRetryAt = reader.optionalInteger("nextRetryAt");
    tunnel.lastError = reader.optionalString("lastError").value_or(QString());
    tunnel.relayVersion = reader.optionalString("relayVersion").value_or(QString());
    tunnel.bytesReceived = reader.optionalInteger("bytesReceived").value_or(0);
    tunnel.bytesSent = reader.optionalInteger("bytesSent").value_or(0);
    tunnel.openStreams = reader.optionalInteger("openStreams").value_or(0);
    if (reader.error())
        return tl::unexpected(*reader.error());
    return tunnel;
}

QUrl dashboardAtRelay(const QUrl &relay)
{
    if (relay.host().isEmpty())
        return {};
    QUrl url;
    url.setScheme(relay.scheme() == QLatin1String("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(relay.host());
    url.setPort(relay.port());
    url.setPath(QStringLiteral("/"));
    return url;
}

QString hostOf(const QUrl &relay)
{
    return relay.port() < 0 ? relay.host()
                            : QStringLiteral("%1:%2").arg(relay.host(), QString::number(relay.port()));
}

} // namespace tray
