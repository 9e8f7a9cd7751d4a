// Stands in for agentmonitor-server: takes the lock, writes its port and token, answers. The file `manner` in
// the data directory says how it misbehaves: "refuse" (ends at once with words), "crash" (dies without a word
// soon after it listens), "deaf", "garbage".

#include "core/service/signalwatch.h"
#include "tests/tray/fakeserver.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <sys/file.h>
#include <unistd.h>

#include <fcntl.h>

#include <csignal>
#include <cstdio>

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes + '\n');
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QString directory = QCoreApplication::arguments().value(2);
    const QByteArray manner = contents(directory + QStringLiteral("/manner"));
    if (manner == "refuse") {
        std::fprintf(stderr,
            "agentmonitor-server: Cannot listen on 127.0.0.1:3456: The bound address is already in use\n");
        return 1;
    }
    const QByteArray lockFile = QFile::encodeName(directory + QStringLiteral("/lock"));
    const int lock = ::open(lockFile.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0)
        return 1;
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.constData(), size_t(pid.size()), 0) < 0)
        return 1;

    FakeServer server;
    server.token = QByteArray(64, 'a');
    if (manner == "deaf")
        server.manner = FakeServer::Manner::Deaf;
    if (manner == "garbage")
        server.manner = FakeServer::Manner::NoJson;
    server.listen();
    const QString portFile = directory + QStringLiteral("/server.port");
    const QString tokenFile = directory + QStringLiteral("/api.token");
    write(tokenFile, server.token);
    write(portFile, QByteArray::number(server.port()));
    std::printf("Agent Monitor server running on port %u\n", server.port());
    std::fflush(stdout);
    if (manner == "crash")
        QTimer::singleShot(300, &application, [] { ::raise(SIGKILL); });

    const service::SignalWatch signals;
    QObject::connect(&signals, &service::SignalWatch::endRequested, &application, [&] {
        QFile::remove(portFile);
        QFile::remove(tokenFile);
        QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}
