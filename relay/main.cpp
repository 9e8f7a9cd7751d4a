#include "core/service/console.h"
#include "core/service/eventloop.h"
#include "core/service/filelimit.h"
#include "core/service/logformat.h"
#include "core/service/signalwatch.h"
#include "relay/application.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    const service::PlainApplication qtApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("agentmonitor-relay"));

    const auto surroundings
        = config::loadSurroundings(QCoreApplication::arguments().mid(1), QStringLiteral("relay.env"));
    if (!surroundings)
        return service::fail(service::ExitBadUsage, surroundings.error().message);
    const auto options = relay::parseOptions(*surroundings);
    if (!options)
        return service::finish(options.error());

    // Without TLS its library is not loaded (see Application::loadTls), which Qt would warn of ten times.
    service::installLogFormat(
        options->logLevel, options->tlsCertificate.isEmpty() ? QStringLiteral("qt.network.ssl") : QString());
    service::raiseFileLimit();
    relay::Application application(*options);
    service::SignalWatch signals;
    QObject::connect(
        &signals, &service::SignalWatch::endRequested, &application, &relay::Application::shutDown);
    QObject::connect(&signals, &service::SignalWatch::hungUp, &application, &relay::Application::reload);
    if (const auto started = application.start(); !started)
        return service::fail(service::ExitFailed, started.error().message);
    return QCoreApplication::exec();
}
