#pragma once

#include "tray/model/agent.h"
#include "tray/model/serverstate.h"
#include "tray/model/tunnelstate.h"

#include <QList>
#include <QSet>

namespace tray {

//! Everything that the tray shows, as one value.
struct Overview
{
    ServerState server;
    //! Whether what follows is of now: the connection to the server is up and everything was loaded.
    bool isLive = false;
    TunnelState tunnel;
    QList<Agent> agents; //!< newest first
    QSet<QString> shownAgents; //!< ids of those that a dashboard shows at this moment

    bool operator==(const Overview &) const = default;
};

int countBusy(const Overview &overview);
//! What waits for a person: approvals and questions of all agents.
int countAsks(const Overview &overview);
int countWaiting(const Overview &overview);
//! Agents whose process lives.
int countAlive(const Overview &overview);

} // namespace tray
