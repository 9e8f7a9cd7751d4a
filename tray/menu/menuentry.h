#pragma once

#include "tray/menu/action.h"

#include <QList>
#include <QString>

#include <optional>

namespace tray {

//! One line of a menu, as a value.
struct MenuEntry
{
    enum class Kind { Text, Command, Separator, Submenu };

    Kind kind = Kind::Command;
    QString text; //!< with its mnemonic; an ampersand of a name is doubled
    Action action;
    bool enabled = true;
    std::optional<bool> checked; //!< of one that can be
    QList<MenuEntry> children; //!< of a Submenu
};

bool operator==(const MenuEntry &a, const MenuEntry &b);

} // namespace tray
