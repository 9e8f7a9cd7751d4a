#include "core/holder/holderlaunch.h"

#include "core/process/processtree.h"

#include <QCoreApplication>
#include <QProcess>

#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr int ListenerDescriptor = 3; // where agentmonitor-holder looks for it

} // namespace

std::uint16_t terminalSide(int length)
{
    return static_cast<std::uint16_t>(qBound(1, length, int{UINT16_MAX}));
}

Launch launchOf(const process::LaunchPlan &plan, const HolderSettings &settings, const QByteArray &mark)
{
    Launch launch;
    launch.program = plan.program.toLocal8Bit().toStdString();
    for (const QString &argument : plan.arguments)
        launch.arguments.push_back(argument.toLocal8Bit().toStdString());
    launch.directory = plan.directory.toLocal8Bit().toStdString();
    QProcessEnvironment environment = plan.environment;
    environment.insert(QLatin1String(process::ProcessTree::MarkVariable), QString::fromLocal8Bit(mark));
    for (const QString &variable : environment.toStringList())
        launch.environment.push_back(variable.toLocal8Bit().toStdString());
    launch.terminal = plan.terminal;
    launch.columns = terminalSide(plan.columns);
    launch.rows = terminalSide(plan.rows);
    launch.spoolLimit = static_cast<std::uint64_t>(settings.spoolLimit);
    return launch;
}

void startHolder(const QString &program, const HolderFolder &folder, const process::FileDescriptor &listener,
    QObject *context, const std::function<void(const QString &problem)> &failed)
{
    // The process that is started here ends as soon as it has made the holder, which then is nobody's child.
    auto *starter = new QProcess(QCoreApplication::instance());
    starter->setProgram(program);
    starter->setArguments({folder.path()});
    starter->setWorkingDirectory(QStringLiteral("/"));
    QProcessEnvironment environment; // none of our secrets stays with it
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    starter->setProcessEnvironment(environment);
    starter->setStandardInputFile(QProcess::nullDevice());
    starter->setStandardOutputFile(QProcess::nullDevice());
    starter->setStandardErrorFile(QProcess::nullDevice());
    starter->setChildProcessModifier([descriptor = listener.get()] {
        ::dup2(descriptor, ListenerDescriptor);
        ::syscall(SYS_close_range, static_cast<unsigned>(ListenerDescriptor + 1), ~0U, CLOSE_RANGE_CLOEXEC);
    });
    QObject::connect(
        starter, &QProcess::errorOccurred, context, [failed, starter, program](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                failed(QStringLiteral("%1 could not be started: %2").arg(program, starter->errorString()));
        });
    QObject::connect(starter, &QProcess::errorOccurred, starter, &QObject::deleteLater);
    QObject::connect(starter, &QProcess::finished, starter, &QObject::deleteLater);
    starter->start();
}

} // namespace holder
