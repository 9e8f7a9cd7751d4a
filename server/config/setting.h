#pragma once

#include "core/base/result.h"
#include "server/config/options.h"

#include <QString>

#include <vector>

namespace config {

//! A value and the place that it was given at, for messages: "--port", "PORT in the environment", ".env:3".
struct GivenValue
{
    QString value;
    QString place;
};

//! One thing that can be set: its names, how it is shown in the help, and how its value gets into Options.
struct Setting
{
    //! Error: what is allowed instead ("a port number, 0 to 65535").
    using Apply
        = base::Result<void> (*)(const QString &value, const QString &workingDirectory, Options &options);

    const char *variable; //!< environment and env files; null if it is a flag only
    const char *flag; //!< with its dashes; null if it has none
    const char *placeholder; //!< of the flag's value, in the help
    const char *help;
    bool isSecret; //!< its value never shows in a message
    Apply apply;
};

//! All of them, in the order of the help.
const std::vector<Setting> &settings();

} // namespace config
