#pragma once

#include <QLoggingCategory>

namespace base {

// One category per part of the program; the text of a line begins with the part in brackets ("[Tunnel] …").
Q_DECLARE_LOGGING_CATEGORY(logServer)
Q_DECLARE_LOGGING_CATEGORY(logAgents)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logSocket)
Q_DECLARE_LOGGING_CATEGORY(logTunnel)
Q_DECLARE_LOGGING_CATEGORY(logRelay)

} // namespace base
