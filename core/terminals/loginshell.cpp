#include "core/terminals/loginshell.h"

#include "core/provider/terminal/terminalplan.h"

#include <QFileInfo>

#include <pwd.h>
#include <unistd.h>

namespace terminals {

namespace {

QString shellOf(const QProcessEnvironment &environment)
{
    QString shell = environment.value(QStringLiteral("SHELL"));
    if (shell.isEmpty()) { // a service has none
        if (const passwd *user = ::getpwuid(::getuid()))
            shell = QString::fromLocal8Bit(user->pw_shell);
    }
    return QFileInfo(shell).isExecutable() ? shell : QStringLiteral("/bin/sh");
}

bool knowsLoginOption(const QString &shell)
{
    static const QStringList names{QStringLiteral("bash"), QStringLiteral("zsh"), QStringLiteral("fish"),
        QStringLiteral("sh"), QStringLiteral("dash"), QStringLiteral("ksh"), QStringLiteral("mksh")};
    return names.contains(QFileInfo(shell).fileName());
}

} // namespace

process::LaunchPlan loginShell(
    const QString &directory, const QProcessEnvironment &environment, int columns, int rows)
{
    process::LaunchPlan plan;
    plan.program = shellOf(environment);
    if (knowsLoginOption(plan.program))
        plan.arguments.append(QStringLiteral("-l"));
    plan.directory = directory;
    plan.environment = environment;
    terminal::putOnTerminal(plan);
    plan.columns = columns;
    plan.rows = rows;
    return plan;
}

} // namespace terminals
