#include "core/service/eventloop.h"
#include "core/service/filelimit.h"
#include "core/service/logformat.h"
#include "core/service/signalwatch.h"
#include "server/application.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

constexpr int ExitBadUsage = 2;
constexpr int ExitFailed = 1;

int print(const QString &text)
{
    return std::fputs(qPrintable(text), stdout) < 0 ? ExitFailed : 0;
}

int fail(int code, const QString &message)
{
    std::fprintf(stderr, "agentmonitor-server: %s\n", qPrintable(message));
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    const service::PlainApplication qtApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("agentmonitor-server"));

    const auto surroundings
        = config::loadSurroundings(QCoreApplication::arguments().mid(1), QStringLiteral("server.env"));
    if (!surroundings)
        return fail(ExitBadUsage, surroundings.error().message);
    const server::Outcome outcome = server::parseOptions(*surroundings);
    if (const auto *error = std::get_if<base::Error>(&outcome))
        return fail(ExitBadUsage, error->message);
    if (const auto *help = std::get_if<config::HelpText>(&outcome))
        return print(help->text);
    if (const auto *version = std::get_if<config::VersionText>(&outcome))
        return print(version->text);
    const auto &options = std::get<server::Options>(outcome);

    service::installLogFormat(options.logLevel);
    service::raiseFileLimit();
    const auto application = server::Application::create(options);
    if (!application)
        return fail(ExitFailed, application.error().message);
    if (options.importDirectory) {
        const auto imported = (*application)->import(*options.importDirectory);
        if (!imported)
            return fail(ExitFailed, imported.error().message);
        for (const QString &line : *imported)
            std::printf("%s\n", qPrintable(line));
    }
    service::SignalWatch signals;
    QObject::connect(
        &signals, &service::SignalWatch::endRequested, application->get(), &server::Application::shutDown);
    if (const auto started = (*application)->start(); !started)
        return fail(ExitFailed, started.error().message);
    return QCoreApplication::exec();
}
