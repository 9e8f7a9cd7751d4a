#include "core/base/logging.h"

namespace base {

Q_LOGGING_CATEGORY(logServer, "agentmonitor.server", QtInfoMsg)
Q_LOGGING_CATEGORY(logAgents, "agentmonitor.agents", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "agentmonitor.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logSocket, "agentmonitor.socket", QtInfoMsg)
Q_LOGGING_CATEGORY(logTunnel, "agentmonitor.tunnel", QtInfoMsg)
Q_LOGGING_CATEGORY(logRelay, "agentmonitor.relay", QtInfoMsg)

} // namespace base
