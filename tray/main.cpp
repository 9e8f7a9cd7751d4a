#include "core/base/logging.h"
#include "core/service/console.h"
#include "core/service/logformat.h"
#include "core/service/signalwatch.h"
#include "tray/application.h"
#include "tray/cli/commandrunner.h"
#include "tray/cli/singleinstance.h"
#include "tray/platform/platform.h"

#include <QApplication>
#include <QDir>

#include <cstdio>
#include <optional>

namespace {

int withoutDesktop(const base::Error &error)
{
    std::fprintf(stderr, "agentmonitor-tray: %s. From a terminal: --status, --start, --stop, --open.\n",
        qPrintable(error.message));
    return tray::CommandRunner::Failed;
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("agentmonitor-tray"));
    QCoreApplication::setApplicationVersion(QStringLiteral(AGENTMONITOR_VERSION));
}

int runCommand(int argc, char **argv, const tray::Options &options)
{
    const QCoreApplication qtApplication(argc, argv);
    nameApplication();
    const auto places = tray::findPlaces(options, QProcessEnvironment::systemEnvironment());
    tray::CommandRunner runner(options, places);
    QMetaObject::invokeMethod(&runner, &tray::CommandRunner::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

int runTray(int argc, char **argv, const tray::Options &options)
{
    std::optional<tray::platform::GuiPreparation> preparation(std::in_place);
    const QApplication qtApplication(argc, argv);
    preparation.reset();
    const auto reached = tray::platform::GuiPreparation::checkDesktop(QGuiApplication::platformName());
    if (!reached)
        return withoutDesktop(reached.error());
    nameApplication();
    QGuiApplication::setApplicationDisplayName(QStringLiteral("AgentMonitor"));
    QGuiApplication::setDesktopFileName(QStringLiteral("agentmonitor-tray"));
    QGuiApplication::setQuitOnLastWindowClosed(false);

    const auto places = tray::findPlaces(options, QProcessEnvironment::systemEnvironment());
    tray::SingleInstance instance(tray::platform::runtimeDirectory(), places.dataDirectory);
    if (!instance.claim())
        return 0;
    tray::Application application(options, places);
    QObject::connect(
        &instance, &tray::SingleInstance::showWanted, &application, &tray::Application::showSomething);
    const service::SignalWatch signals;
    QObject::connect(&signals, &service::SignalWatch::endRequested, &application, &QCoreApplication::quit);
    application.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto options = tray::parseOptions(arguments, QDir::currentPath());
    if (!options)
        return service::finish(options.error());
    service::installLogFormat(config::LogLevel::Info);
    if (options->command != tray::Command::Gui)
        return runCommand(argc, argv, *options);
    if (const auto found = tray::platform::findDesktop(); !found)
        return withoutDesktop(found.error());
    const int code = runTray(argc, argv, *options);
    if (code == tray::Application::StartAnew)
        tray::platform::startAnew(argv);
    return code;
}
