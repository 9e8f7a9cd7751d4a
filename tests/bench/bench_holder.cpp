#include "core/service/eventloop.h"
#include "holderroute.h"
#include "monotonic.h"
#include "piperoute.h"
#include "spawnroute.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QThread>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

// What a holder costs: the same program read through a holder and without one, in turns. Prints one JSON
// object of arrays by route: a sample each, of rounds arrays of samples. See usage().
namespace {

constexpr double NanosecondsPerMillisecond = 1e6;
constexpr std::chrono::milliseconds Rest{5}; // between runs: what the one before has left behind ends

struct Contender
{
    const char *name;
    std::unique_ptr<LineRoute> route;
};
using Contenders = std::array<Contender, 3>;

process::LaunchPlan source(const QStringList &arguments)
{
    return {QCoreApplication::applicationDirPath() + QStringLiteral("/bench-source"), arguments,
        QStringLiteral("/"), QProcessEnvironment::systemEnvironment()};
}

double millisecondsSince(long long begin)
{
    return static_cast<double>(monotonicNanoseconds() - begin) / NanosecondsPerMillisecond;
}

//! Milliseconds until the first line has come.
QJsonValue start(LineRoute &route)
{
    const process::LaunchPlan plan = source({QStringLiteral("line")});
    double took = 0;
    const long long begin = monotonicNanoseconds();
    route.run(plan, [&](const QByteArray &) { took = millisecondsSince(begin); });
    return took;
}

//! Milliseconds that each of the lines was on its way.
QJsonValue latency(LineRoute &route, const QStringList &linesAndInterval)
{
    QJsonArray delays;
    route.run(source(QStringList{QStringLiteral("stamps")} + linesAndInterval),
        [&](const QByteArray &line) { delays.append(millisecondsSince(line.toLongLong())); });
    return delays;
}

//! Million bytes a second, from the first line to the last.
QJsonValue throughput(LineRoute &route, const QStringList &megabytesAndLine)
{
    constexpr long long Million = 1'000'000;
    constexpr double NanosecondsPerMicrosecond = 1e3;
    const long long expected = megabytesAndLine[0].toLongLong() * Million;
    const qsizetype lineBytes = megabytesAndLine[1].toInt();
    long long begin = 0;
    long long end = 0;
    long long bytes = 0;
    route.run(source(QStringList{QStringLiteral("flood")} + megabytesAndLine), [&](const QByteArray &line) {
        if (line.size() + 1 != lineBytes)
            qFatal("a line of %d bytes", static_cast<int>(line.size()));
        if (bytes == 0)
            begin = monotonicNanoseconds();
        bytes += lineBytes;
        if (bytes >= expected)
            end = monotonicNanoseconds();
    });
    return static_cast<double>(bytes) / (static_cast<double>(end - begin) / NanosecondsPerMicrosecond);
}

QJsonValue measure(LineRoute &route, const QStringList &what)
{
    if (what.first() == QStringLiteral("start"))
        return start(route);
    return what.first() == QStringLiteral("latency") ? latency(route, what.mid(1))
                                                     : throughput(route, what.mid(1));
}

int usage()
{
    std::fputs("usage: bench-holder DIRECTORY ROUNDS start\n"
               "       bench-holder DIRECTORY ROUNDS latency LINES INTERVAL_US\n"
               "       bench-holder DIRECTORY ROUNDS throughput MEGABYTES LINE_BYTES\n",
        stderr);
    return EXIT_FAILURE;
}

} // namespace

int main(int argc, char *argv[])
{
    const service::PlainApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QStringList what = arguments.mid(3);
    if (what != QStringList{QStringLiteral("start")}
        && (what.size() != 3
            || !QStringList{QStringLiteral("latency"), QStringLiteral("throughput")}.contains(what.first())))
        return usage();

    const Contenders contenders{{{"holder", std::make_unique<HolderRoute>(arguments[1])},
        {"pipe", std::make_unique<PipeRoute>()}, {"spawn", std::make_unique<SpawnRoute>()}}};
    QJsonObject samples;
    for (int round = 0; round < arguments[2].toInt(); ++round) {
        for (const auto &[name, route] : contenders) {
            const QString key = QString::fromLatin1(name);
            QJsonArray all = samples[key].toArray();
            all.append(measure(*route, what));
            samples[key] = all;
            QThread::msleep(Rest.count());
        }
    }
    std::printf("%s\n", QJsonDocument(samples).toJson(QJsonDocument::Compact).constData());
    return EXIT_SUCCESS;
}
