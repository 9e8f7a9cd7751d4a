#pragma once

#include "tray/settings/traysettings.h"

#include <QString>

#include <functional>

//! What the tray asks and says in small dialogs. None of them holds up anything: the answer comes later.
namespace tray::questions {

//! "Leave the server running, or stop it?" `answered` gets the choice and whether it is for good.
//! `stopsAgents`: agents end with this server.
void askQuit(
    int agentsAlive, bool stopsAgents, std::function<void(QuitChoice choice, bool remember)> answered);
void askStopAllAgents(int agentsAlive, std::function<void()> confirmed);
//! Settings were saved that need a restart.
void offerRestart(bool stopsAgents, std::function<void()> confirmed);
void say(const QString &text, const QString &detail = {});
void complain(const QString &text, const QString &detail);
void showAbout();

} // namespace tray::questions
