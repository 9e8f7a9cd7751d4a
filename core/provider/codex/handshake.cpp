#include "core/provider/codex/handshake.h"

namespace codex {

QJsonObject initializeParams()
{
    const QJsonObject client{{QStringLiteral("name"), QStringLiteral("agentmonitor")},
        {QStringLiteral("title"), QStringLiteral("AgentMonitor")},
        {QStringLiteral("version"), QStringLiteral(AGENTMONITOR_VERSION)}};
    // Questions, plan mode and changes of settings are experimental.
    const QJsonObject capabilities{
        {QStringLiteral("experimentalApi"), true}, {QStringLiteral("requestAttestation"), false}};
    return {{QStringLiteral("clientInfo"), client}, {QStringLiteral("capabilities"), capabilities}};
}

} // namespace codex
