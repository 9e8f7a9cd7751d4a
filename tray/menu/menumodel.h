#pragma once

#include "tray/menu/menuentry.h"
#include "tray/model/overview.h"

namespace tray {

//! What the menu depends on besides the overview.
struct MenuSettings
{
    //! Nullopt: this platform cannot start programs at login.
    std::optional<bool> startsAtLogin;
};

//! The whole menu; pure. What makes no sense now is left out or greyed, so no entry does nothing.
QList<MenuEntry> menuOf(const Overview &overview, const MenuSettings &settings, base::Timestamp now);

//! Whether that can be done now: the same rule for the menu, the status window and the command line.
bool isPossible(ActionKind action, const Overview &overview);

} // namespace tray
