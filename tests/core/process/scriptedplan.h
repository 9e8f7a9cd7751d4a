#pragma once

#include "core/process/launchplan.h"
#include "tests/paths/testpaths.h"

#include <QFile>
#include <QProcessEnvironment>

using Steps = QList<QByteArray>;

//! A plan that runs the scripted child with these steps.
inline process::LaunchPlan scripted(const Steps &steps, const QString &directory = QStringLiteral("/"))
{
    QStringList arguments;
    for (const QByteArray &step : steps)
        arguments.append(QString::fromLatin1(step));
    return {testpaths::program(QStringLiteral("scripted-child")), arguments, directory,
        QProcessEnvironment::systemEnvironment()};
}

//! True if there is no such process any more; one that waits to be reaped by its parent counts as gone.
inline bool isGone(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const QByteArray stat = file.readAll();
    return stat.isEmpty() || stat.mid(stat.lastIndexOf(')') + 2).startsWith('Z');
}
