// socketio-echo PORT [pingInterval pingTimeout maxPayload connectTimeout]: see echoserver.h. Times are
// milliseconds. Port 0 takes a free one; the port is the first line of the output.

#include "tests/server/socketio/echo/echoserver.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>

namespace {

constexpr std::array<qint64, 4> Defaults{300, 200, 1'000'000, 1000};
constexpr qint64 HighestPort = 65'535;

int usage()
{
    std::fputs("usage: socketio-echo PORT [pingInterval pingTimeout maxPayload connectTimeout]\n", stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().sliced(1);
    if (arguments.isEmpty() || arguments.size() > 1 + static_cast<qsizetype>(Defaults.size()))
        return usage();

    bool valid = false;
    const qint64 port = arguments.first().toLongLong(&valid);
    if (!valid || port < 0 || port > HighestPort)
        return usage();
    std::array<qint64, 4> values = Defaults;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        qint64 &value = values.at(static_cast<std::size_t>(i - 1));
        value = arguments.at(i).toLongLong(&valid);
        if (!valid || value <= 0)
            return usage();
    }

    socketio::Settings settings;
    settings.engine.pingInterval = std::chrono::milliseconds(values[0]);
    settings.engine.pingTimeout = std::chrono::milliseconds(values[1]);
    settings.engine.maxPayload = values[2];
    settings.connectTimeout = std::chrono::milliseconds(values[3]);
    EchoServer server(settings);
    const base::Result<quint16> opened = server.open(static_cast<quint16>(port));
    if (!opened) {
        std::fprintf(stderr, "socketio-echo: %s\n", qUtf8Printable(opened.error().message));
        return 1;
    }
    std::printf("%d\n", *opened);
    std::fflush(stdout);
    return QCoreApplication::exec();
}
