#include "core/service/console.h"

#include <QCoreApplication>

#include <cstdio>

namespace service {

namespace {

int print(const QString &text)
{
    return std::fputs(qPrintable(text), stdout) < 0 ? ExitFailed : 0;
}

} // namespace

int fail(int exitCode, const QString &message)
{
    std::fprintf(stderr, "%s: %s\n", qPrintable(QCoreApplication::applicationName()), qPrintable(message));
    return exitCode;
}

int finish(const config::Ending &ending)
{
    if (const auto *help = std::get_if<config::HelpText>(&ending))
        return print(help->text);
    if (const auto *version = std::get_if<config::VersionText>(&ending))
        return print(version->text);
    return fail(ExitBadUsage, std::get<base::Error>(ending).message);
}

} // namespace service
