#include "holderworld.h"

#include <QTest>

#include <signal.h>
#include <sys/stat.h>

using namespace std::chrono_literals;
using holder::HolderTransport;
using process::EndKind;
using process::InputPlace;

namespace {
constexpr qint64 MiB = 1024 * 1024;
} // namespace

//! What a CLI says and is told through a holder, and how its end is told.
class HolderTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhyItCannotStart_data();
    void saysWhyItCannotStart();
    void saysThatTheHolderCannotStart_data();
    void saysThatTheHolderCannotStart();
    void tellsHowItEnded_data();
    void tellsHowItEnded();
    void givesOutputExactly();
    void takesInputOnce();
    void givesInputInOrder();
    void givesALargeInputToASlowReader();
    void keepsTheTailOfStandardError();
    void runsWhereAndWithWhatItIsTold();
    void inheritsNothing();
    void keepsTheServersSecretsOutOfTheHolder();
    void waitsWithDoneWhilePaused();
    void worksInALongPath();
    void isSmallAtRest();
    void endsWhenDismissed();
};

void HolderTransportTest::saysWhyItCannotStart_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *program, const char *directory, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(program) << QString::fromLatin1(directory)
                            << QString::fromLatin1(error);
    };
    row("no program", "/nowhere/cli", "/", "program /nowhere/cli does not exist");
    row("not executable", "/etc/passwd", "/", "program /etc/passwd is not executable");
    row("no directory", "/bin/sh", "/nowhere/at/all", "directory /nowhere/at/all does not exist");
    row("exec fails", "BAD INTERPRETER", "/", "No such file or directory");
}

void HolderTransportTest::saysWhyItCannotStart()
{
    QFETCH(QString, program);
    QFETCH(QString, directory);
    QFETCH(QString, error);
    HolderWorld world;
    if (program == QLatin1String("BAD INTERPRETER")) {
        program = world.path() + QStringLiteral("/cli");
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/nowhere/interpreter\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    }
    const auto held = world.held();
    held->start({program, {}, directory, {}});
    QCOMPARE(held->seen().doneCount, 0); // never from inside start()
    held->transport().write({}, "nobody reads this");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.kind, EndKind::NotStarted);
    QVERIFY2(held->seen().result.error.contains(error), qPrintable(held->seen().result.error));
    QCOMPARE(held->seen().startedCount, 0);
    held->transport().dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
}

void HolderTransportTest::saysThatTheHolderCannotStart_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("missing") << QStringLiteral("/nowhere/agentmonitor-holder");
    QTest::newRow("something else, which ends at once") << QStringLiteral("/bin/false");
}

void HolderTransportTest::saysThatTheHolderCannotStart()
{
    QFETCH(QString, program);
    HolderWorld world;
    world.settings.program = program;
    const auto held = world.held();
    held->start(scripted({"wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.kind, EndKind::NotStarted);
    QVERIFY2(held->seen().result.error.contains(program), qPrintable(held->seen().result.error));
}

void HolderTransportTest::tellsHowItEnded_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("number");
    QTest::newRow("well") << Steps{} << int(EndKind::Exited) << 0;
    QTest::newRow("with a code") << Steps{"exit 3"} << int(EndKind::Exited) << 3;
    QTest::newRow("143 is a code") << Steps{"exit 143"} << int(EndKind::Exited) << 143;
    QTest::newRow("crashed") << Steps{"print before", "raise SEGV"} << int(EndKind::Killed) << SIGSEGV;
    QTest::newRow("killed") << Steps{"raise KILL"} << int(EndKind::Killed) << SIGKILL;
}

void HolderTransportTest::tellsHowItEnded()
{
    QFETCH(Steps, steps);
    QFETCH(int, kind);
    QFETCH(int, number);
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted(steps));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    const process::ProcessResult &result = held->seen().result;
    QCOMPARE(held->seen().startedCount, 1);
    QCOMPARE(int(result.kind), kind);
    QCOMPARE(kind == int(EndKind::Exited) ? result.exitCode : result.signal, number);
    QVERIFY(!result.stopRequested);
    QCOMPARE(result.left, 0);
    QCOMPARE(held->transport().processId(), 0);
    QVERIFY(!held->seen().saidAfterDone);
}

void HolderTransportTest::givesOutputExactly()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(
        scripted({"print a\\0b", "raw \\xff\\xc3\\n\\n", "print \\r", "lines 100000 n", "raw {\"half\":"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QList<QByteArray> expected{QByteArray("a\0b", 3), "\xff\xc3", "", "\r"};
    for (int i = 1; i <= 100000; ++i)
        expected.append("n " + QByteArray::number(i));
    expected.append("{\"half\":");
    QCOMPARE(held->seen().lines, expected);
    QCOMPARE(held->seen().ends.last(), held->folder().outputSize());
    QCOMPARE(held->file("output"), expected.join('\n'));
}

void HolderTransportTest::takesInputOnce()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"echo 5"}));
    HolderTransport &transport = held->transport();
    transport.write({10, 1, 1}, "first\n"); // before it runs
    transport.write({10, 1, 1}, "first again\n");
    transport.write({10, 1, 2}, "second\n");
    transport.write({9, 8, 7}, "from before\n");
    transport.write({11, 0, 0}, "third\n");
    transport.write({}, "typed\n");
    transport.write({}, "typed\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"first", "second", "third", "typed", "typed"}));
}

void HolderTransportTest::givesInputInOrder()
{
    HolderWorld world;
    const auto held = world.held();
    QList<QByteArray> sent;
    held->start(scripted({"echo 2000"}));
    for (int i = 1; i <= 2000; ++i) {
        sent.append("line " + QByteArray::number(i));
        held->transport().write({0, 0, i}, sent.last() + '\n');
    }
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, sent);
}

void HolderTransportTest::givesALargeInputToASlowReader()
{
    HolderWorld world;
    const auto held = world.held();
    const QByteArray large(8 * MiB, 'w');
    held->start(scripted({"print ready", "read 1", "print one", "read 8388607", "echo 1"}));
    held->transport().write({0, 0, 1}, large);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 2, Patience);
    held->transport().write({0, 0, 2}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"ready", "one", "go"}));
}

void HolderTransportTest::keepsTheTailOfStandardError()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"error forgotten", "errorbytes " + QByteArray::number(50 * MiB) + " e", "error ",
        "error \\e[31mNo conversation\\e[0m found", "exit 1"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.stderrTail, QStringLiteral("No conversation found"));
    QVERIFY(held->seen().lines.isEmpty());
    const qsizetype kept = held->file("errors").size();
    QVERIFY2(kept >= 64 * 1024 && kept <= 256 * 1024, qPrintable(QString::number(kept)));
}

void HolderTransportTest::runsWhereAndWithWhatItIsTold()
{
    HolderWorld world;
    const auto held = world.held();
    process::LaunchPlan plan = scripted({"directory", "env COLOUR", "env CLAUDECODE", "pid"}, world.path());
    plan.environment.insert(QStringLiteral("COLOUR"), QStringLiteral("blue"));
    plan.environment.remove(QStringLiteral("CLAUDECODE"));
    held->start(plan);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines.first(3),
        (QList<QByteArray>{world.path().toLocal8Bit(), "COLOUR=blue", "CLAUDECODE unset"}));
}

void HolderTransportTest::inheritsNothing()
{
    std::array<int, 2> leaky{};
    QCOMPARE(::pipe(leaky.data()), 0); // without close-on-exec
    ::signal(SIGUSR1, SIG_IGN); // as a starter of the server may have it
    const mode_t mask = ::umask(027);
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"fds", "cat /proc/self/status", "echo"}));
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().lines.size() > 10, Patience);
    ::signal(SIGUSR1, SIG_DFL);
    ::umask(mask);
    ::close(leaky[0]);
    ::close(leaky[1]);

    QList<QByteArray> open = held->seen().lines.first().split(' ');
    std::sort(open.begin(), open.end());
    QCOMPARE(open, (QList<QByteArray>{"0", "1", "2", "fds"}));
    const qint64 child = held->transport().processId();
    QCOMPARE(statusNumber(child, "SigIgn", 16), 0);
    QCOMPARE(statusNumber(child, "SigBlk", 16), 0);
    QCOMPARE(statusNumber(child, "Umask", 8), 027); // the server's own, which is the user's
    QCOMPARE(qint64(::getsid(pid_t(child))), child);

    // /dev/null thrice, its socket, the server's connection, epoll, signalfd, inotify, its folder and three
    // files and pipes: nothing of ours.
    for (const QString &target : descriptorsOf(held->holderPid()))
        QVERIFY2(target.contains(QLatin1String("/dev/null")) || target.contains(QLatin1String("socket:"))
                || target.contains(QLatin1String("pipe:")) || target.contains(QLatin1String("anon_inode:"))
                || target.startsWith(held->folder().path()),
            qPrintable(target));
    QCOMPARE(descriptorsOf(held->holderPid()).filter(QStringLiteral("pipe:")).size(), 3);
}

void HolderTransportTest::keepsTheServersSecretsOutOfTheHolder()
{
    qputenv("AGENTMONITOR_TEST_SECRET", "sesame");
    HolderWorld world;
    const auto held = world.held();
    process::LaunchPlan plan = scripted({"print ready", "echo"});
    plan.environment = {};
    held->start(plan);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    qunsetenv("AGENTMONITOR_TEST_SECRET");
    const pid_t pid = held->holderPid();
    QVERIFY(pid > 0);
    QFile environment(QStringLiteral("/proc/%1/environ").arg(pid));
    QVERIFY(environment.open(QIODevice::ReadOnly));
    const QByteArray variables = environment.readAll();
    QVERIFY(variables.startsWith("PATH="));
    QCOMPARE(variables.count('\0'), 1);
    QFile childs(QStringLiteral("/proc/%1/environ").arg(held->transport().processId()));
    QVERIFY(childs.open(QIODevice::ReadOnly));
    QCOMPARE(childs.readAll(), "AGENTMONITOR_PROCESS=" + held->folder().mark() + '\0');
}

void HolderTransportTest::waitsWithDoneWhilePaused()
{
    HolderWorld world;
    for (const bool startable : {true, false}) {
        const auto held = world.held();
        held->transport().pause();
        held->start(startable ? scripted({"print one", "raw two"}) : process::LaunchPlan{});
        if (startable)
            QTRY_VERIFY_WITH_TIMEOUT(!held->file("end").isEmpty(), Patience);
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        QVERIFY(held->seen().lines.isEmpty());
        QCOMPARE(held->seen().doneCount, 0);
        held->transport().resume();
        QCOMPARE(held->seen().doneCount, 0); // never from inside resume()
        QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
        QCOMPARE(held->seen().lines.size(), startable ? 2 : 0);
    }
}

void HolderTransportTest::worksInALongPath()
{
    HolderWorld world;
    QString path = world.path();
    while (path.size() < 300)
        path += QLatin1Char('/') + QString(50, QLatin1Char('d'));
    HeldChild held(world.settings, path + QStringLiteral("/h-long-%1").arg(::getpid()));
    held.start(scripted({"print ready", "echo 1"}));
    QTRY_COMPARE_WITH_TIMEOUT(held.seen().lines.size(), 1, Patience);
    held.dropServer();
    held.attach(6);
    held.transport().write({}, "hello\n");
    QTRY_COMPARE_WITH_TIMEOUT(held.seen().doneCount, 1, Patience);
    QCOMPARE(held.seen().lines, QList<QByteArray>{"hello"});
}

void HolderTransportTest::isSmallAtRest()
{
    constexpr qint64 MaxKiB = 6 * 1024;
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"lines 100000", "read 20000000", "print ready", "echo"}));
    held->transport().write({0, 0, 1}, QByteArray(20'000'000, 'i'));
    QTRY_VERIFY_WITH_TIMEOUT(!held->seen().lines.isEmpty() && held->seen().lines.last() == "ready", Patience);
    const pid_t pid = held->holderPid();
    QTRY_VERIFY2_WITH_TIMEOUT(statusNumber(pid, "VmRSS") <= MaxKiB,
        qPrintable(QString::number(statusNumber(pid, "VmRSS"))), Patience);
}

void HolderTransportTest::endsWhenDismissed()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print bye"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QVERIFY(held->holderPid() > 0);
    held->transport().dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!held->folder().exists(), Patience);
}

QTEST_GUILESS_MAIN(HolderTransportTest)
#include "tst_holdertransport.moc"
