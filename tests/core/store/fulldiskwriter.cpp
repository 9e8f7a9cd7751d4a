// Replaces the document it is given while files may not grow, and once more when they may: what a full disk
// does.

#include "core/store/documentwriter.h"

#include <QCoreApplication>
#include <QFile>

#include <signal.h>
#include <sys/resource.h>

#include <cstdio>

namespace {

void limitFileSize(rlim_t bytes)
{
    const rlimit limit{bytes, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

QByteArray firstBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(16) : QByteArray();
}

QByteArray describe(const base::Result<void> &result)
{
    if (result)
        return "written";
    return result.error().code == base::ErrorCode::StorageFull ? "StorageFull"
                                                               : result.error().message.toUtf8();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString path = QString::fromLocal8Bit(argv[1]);
    ::signal(SIGXFSZ, SIG_IGN); // the write fails with EFBIG instead
    store::DocumentWriter writer;
    QObject context;
    const auto report = [&](const base::Result<void> &result) {
        std::printf("%s, %s document\n", describe(result).constData(),
            firstBytes(path) == "the old document" ? "old" : "new");
    };

    limitFileSize(4096);
    writer.write(path, QByteArray(100 * 1024, 'n'), &context, report);
    writer.flush();
    limitFileSize(RLIM_INFINITY);
    writer.write(path, QByteArray(200 * 1024, 'n'), &context, report);
    writer.flush();
    return firstBytes(path) == QByteArray(16, 'n') ? 0 : 1;
}
