#pragma once

#include "core/config/commandline.h"

#include <QStringList>

#include <optional>

namespace tray {

//! What the program is asked to do from a terminal; Gui: to be a tray.
enum class Command { Gui, Status, Start, Stop, Open };

struct Options
{
    Command command = Command::Gui;
    std::optional<QString> dataDirectory; //!< absolute; given on the command line
};

//! What the program was told, or what ends it before it has begun. Pure.
tl::expected<Options, config::Ending> parseOptions(
    const QStringList &arguments, const QString &workingDirectory);

} // namespace tray
