#include "server/tunnel/tunnelstatus.h"

#include "core/base/enumname.h"

namespace uplink {

namespace {

constexpr base::EnumNames<TunnelState, 7> StateNames{{
    {TunnelState::Off, "off"},
    {TunnelState::Connecting, "connecting"},
    {TunnelState::Authenticating, "authenticating"},
    {TunnelState::Connected, "connected"},
    {TunnelState::Waiting, "waiting"},
    {TunnelState::Refused, "refused"},
    {TunnelState::Stopped, "stopped"},
}};

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue milliseconds(std::optional<std::chrono::nanoseconds> time)
{
    return time ? QJsonValue(std::chrono::duration<double, std::milli>(*time).count()) : QJsonValue();
}

} // namespace

QJsonObject toJson(const TunnelStatus &status, base::Timestamp now)
{
    const bool isOff = status.state == TunnelState::Off;
    return {
        {QStringLiteral("state"), base::enumToName(StateNames, status.state)},
        {QStringLiteral("relay"), textOrNull(status.relay)},
        {QStringLiteral("machine"), textOrNull(status.machine)},
        {QStringLiteral("since"), isOff ? QJsonValue() : QJsonValue(status.since)},
        {QStringLiteral("roundTripMs"), milliseconds(status.figures.roundTrip)},
        {QStringLiteral("attempts"), status.attempts},
        {QStringLiteral("nextRetryAt"), status.nextRetryAt ? QJsonValue(*status.nextRetryAt) : QJsonValue()},
        {QStringLiteral("nextRetryInMs"),
            status.nextRetryAt ? QJsonValue(qMax<qint64>(0, *status.nextRetryAt - now)) : QJsonValue()},
        {QStringLiteral("lastError"), textOrNull(status.lastError)},
        {QStringLiteral("relayVersion"), textOrNull(status.relayVersion)},
        {QStringLiteral("bytesReceived"), status.figures.bytesReceived},
        {QStringLiteral("bytesSent"), status.figures.bytesSent},
        {QStringLiteral("openStreams"), status.figures.openStreams},
    };
}

} // namespace uplink
