#include "core/provider/terminal/terminalplan.h"

namespace terminal {

void putOnTerminal(process::LaunchPlan &plan)
{
    plan.terminal = true;
    plan.environment.insert(QStringLiteral("TERM"), QStringLiteral("xterm-256color"));
    plan.environment.insert(QStringLiteral("COLORTERM"), QStringLiteral("truecolor"));
    // Of the terminal that the server was started in.
    for (const char *name : {"COLUMNS", "LINES", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERMCAP", "TMUX"})
        plan.environment.remove(QString::fromLatin1(name));
}

} // namespace terminal
