#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>
#include <vector>

namespace config {

//! One thing that a program can be told: its names, how it is shown in the help, and where its value goes.
struct Setting
{
    //! Takes a checked value into the program's options. Error: what is allowed instead ("a port number, 0 to
    //! 65535").
    using Apply = std::function<base::Result<void>(const QString &value)>;

    const char *variable; //!< environment and env files; null if it is a flag only
    const char *flag; //!< with its dashes; null if it has none
    const char *placeholder; //!< of the flag's value, in the help; null: it takes none
    const char *help;
    bool isSecret; //!< its value never shows in a message
    Apply apply;
};

} // namespace config
