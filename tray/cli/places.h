#pragma once

#include "tray/cli/options.h"
#include "tray/server/serverlauncher.h"

#include <QProcessEnvironment>
#include <QString>

namespace tray {

//! Where the server that this tray is about keeps its data and listens, by the same rules as the server:
//! the command line, the environment, server.env, the default. What is wrong in a file counts as not set, so
//! that the tray can show the dialog that mends it.
struct Places
{
    QString settingsFile; //!< server.env
    QString dataDirectory;
    QString usualDataDirectory; //!< when nothing is set
    quint16 port = 0; //!< where a server listens that has not written its port
    bool stopsAgents = false; //!< AGENTMONITOR_STOP_AGENTS_ON_EXIT=1: agents end with the server
    //! Neither the command line nor the environment names another directory, so a service takes the same.
    bool isUsersOwn = true;
};

//! How this program starts that server.
LaunchSettings launchSettings(const Options &options, const Places &places);

Places findPlaces(const Options &options, const QProcessEnvironment &environment);

} // namespace tray
