#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace process {

//! What to start, without a shell.
struct LaunchPlan
{
    QString program; //!< absolute path
    QStringList arguments;
    QString directory;
    QProcessEnvironment environment;
    //! On a terminal of its own instead of pipes: its output is given as it comes, not in lines.
    bool terminal = false;
    int columns = 80; //!< of the terminal
    int rows = 24;
};

} // namespace process
