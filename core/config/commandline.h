#pragma once

#include "core/config/setting.h"
#include "core/config/surroundings.h"

#include <optional>
#include <variant>
#include <vector>

namespace config {

//! Text to print, then exit 0.
struct HelpText
{
    QString text;
};
struct VersionText
{
    QString text;
};

//! What ends a program before it has begun.
using Ending = std::variant<HelpText, VersionText, base::Error>;

//! Whose command line it is.
struct Program
{
    QString name; //!< "agentmonitor-server"
    QString envFileName; //!< "server.env"
};

//! Gives every setting that is set its value: from env files, overridden by the environment, overridden by
//! flags; pure but for Setting::apply. An error names the variable or flag, its value (unless it is a
//! secret), what is allowed, and where it was given. Unknown flags are errors; unknown variables are not
//! ours. A variable that is set to nothing counts as not set.
std::optional<Ending> applySettings(
    const Program &program, const std::vector<Setting> &settings, const Surroundings &surroundings);

} // namespace config
