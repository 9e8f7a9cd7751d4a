#include "core/provider/codex/shellcommand.h"

#include "core/provider/commandline.h"

namespace codex {

QString shownCommand(const QString &command)
{
    const auto line = provider::parseCommandLine(command);
    if (!line || line->arguments.size() != 2)
        return command;
    const QString shell = line->program.section(QLatin1Char('/'), -1);
    const bool isShell = shell == QLatin1StringView("bash") || shell == QLatin1StringView("sh")
        || shell == QLatin1StringView("zsh");
    const QString &flag = line->arguments.first();
    if (!isShell || (flag != QLatin1StringView("-lc") && flag != QLatin1StringView("-c")))
        return command;
    return line->arguments.last();
}

} // namespace codex
