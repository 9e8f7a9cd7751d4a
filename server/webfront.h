#pragma once

#include "core/agents/agentregistry.h"
#include "core/auth/authgate.h"
#include "core/auth/loginrate.h"
#include "core/dashboard/embeddedfile.h"
#include "core/dashboard/staticfiles.h"
#include "core/provider/discovery/discovery.h"
#include "server/api/agentroutes.h"
#include "server/api/askroutes.h"
#include "server/api/capabilityroutes.h"
#include "server/api/directoryroutes.h"
#include "server/api/healthroutes.h"
#include "server/api/settingsroutes.h"
#include "server/api/terminalroutes.h"
#include "server/api/tunnelroutes.h"
#include "server/config/options.h"
#include "server/http/httpserver.h"
#include "server/push/broadcaster.h"
#include "server/push/clientevents.h"
#include "server/push/shownagents.h"
#include "server/push/socketcommands.h"
#include "server/push/terminalcommands.h"
#include "server/push/tunnelfeed.h"
#include "server/socketio/server.h"
#include "server/view/agentlist.h"

#include <QObject>

namespace server {

//! What browsers reach: HTTP, Socket.IO, the dashboard; and the checks before them.
class WebFront : public QObject
{
    Q_OBJECT

public:
    //! `localToken`: see LocalAccess. `tunnel`: null without a relay.
    WebFront(const Options &options, const base::Secret &localToken, agents::AgentRegistry &registry,
        provider::Discovery &discovery, store::SettingsStore &settings,
        terminals::TerminalRegistry &terminals, uplink::TunnelClient *tunnel, const base::Clock &clock);

    //! Gives the port.
    base::Result<quint16> listen(quint16 port);
    //! New connections and requests are refused, clients are told to come back.
    void close();

private:
    void installChecks(const Options &options);
    void installRoutes();
    void installSocketIo();

    auth::AuthGate m_gate;
    auth::LoginRate m_loginRate;
    view::AgentList m_list;
    api::AgentRoutes m_agentRoutes;
    api::AskRoutes m_askRoutes;
    api::CapabilityRoutes m_capabilityRoutes;
    api::DirectoryRoutes m_directoryRoutes;
    api::HealthRoutes m_healthRoutes;
    api::SettingsRoutes m_settingsRoutes;
    api::TerminalRoutes m_terminalRoutes;
    api::TunnelRoutes m_tunnelRoutes;
    dashboard::StaticFiles m_dashboard;
    socketio::Server m_sockets;
    push::Broadcaster m_broadcaster;
    push::ClientEvents m_events;
    push::SocketCommands m_commands;
    push::TerminalCommands m_terminalCommands;
    push::TunnelFeed m_tunnelFeed;
    push::ShownAgents m_shownAgents;
    http::HttpServer m_http; // last made, first gone: its requests use all of the above
};

} // namespace server
