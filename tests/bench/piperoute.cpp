#include "piperoute.h"

#include "core/process/childprocess.h"

#include <QEventLoop>

using process::ChildProcess;

void PipeRoute::run(const process::LaunchPlan &plan, const Sink &sink)
{
    ChildProcess child;
    QEventLoop loop;
    QObject::connect(&child, &ChildProcess::linesRead, &loop, [&sink](const QList<QByteArray> &lines) {
        for (const QByteArray &line : lines)
            sink(line);
    });
    QObject::connect(&child, &ChildProcess::done, &loop, [&loop](const process::ProcessResult &result) {
        expectGoodEnd(result);
        loop.quit();
    });
    child.start(plan);
    loop.exec();
}
