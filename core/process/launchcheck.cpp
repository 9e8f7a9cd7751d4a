#include "core/process/launchcheck.h"

#include <QFileInfo>

namespace process {

QString problemOf(const LaunchPlan &plan)
{
    const QFileInfo program(plan.program);
    if (!program.isAbsolute())
        return QStringLiteral("program \"%1\" is not an absolute path").arg(plan.program);
    if (!plan.directory.isEmpty()) {
        const QFileInfo directory(plan.directory);
        if (!directory.exists())
            return QStringLiteral("directory %1 does not exist").arg(plan.directory);
        if (!directory.isDir())
            return QStringLiteral("%1 is not a directory").arg(plan.directory);
        if (!directory.isExecutable())
            return QStringLiteral("directory %1 may not be entered").arg(plan.directory);
    }
    if (!program.exists())
        return QStringLiteral("program %1 does not exist").arg(plan.program);
    if (!program.isFile() || !program.isExecutable())
        return QStringLiteral("program %1 is not executable").arg(plan.program);
    return {};
}

} // namespace process
