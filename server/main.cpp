#include "core/service/console.h"
#include "core/service/eventloop.h"
#include "core/service/filelimit.h"
#include "core/service/logformat.h"
#include "core/service/signalwatch.h"
#include "server/application.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char *argv[])
{
    const service::PlainApplication qtApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("agentmonitor-server"));

    const auto surroundings
        = config::loadSurroundings(QCoreApplication::arguments().mid(1), QStringLiteral("server.env"));
    if (!surroundings)
        return service::fail(service::ExitBadUsage, surroundings.error().message);
    const auto options = server::parseOptions(*surroundings);
    if (!options)
        return service::finish(options.error());

    service::installLogFormat(options->logLevel);
    service::raiseFileLimit();
    if (options->stopAgents)
        return server::Application::stopAgents(*options);
    const auto application = server::Application::create(*options);
    if (!application)
        return service::fail(service::ExitFailed, application.error().message);
    if (options->importDirectory) {
        const auto imported = (*application)->import(*options->importDirectory);
        if (!imported)
            return service::fail(service::ExitFailed, imported.error().message);
        for (const QString &line : *imported)
            std::printf("%s\n", qPrintable(line));
    }
    service::SignalWatch signals;
    for (const auto signal : {&service::SignalWatch::endRequested, &service::SignalWatch::hungUp})
        QObject::connect(&signals, signal, application->get(), &server::Application::shutDown);
    if (const auto started = (*application)->start(); !started)
        return service::fail(service::ExitFailed, started.error().message);
    return QCoreApplication::exec();
}
