#include "childrecorder.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace std::chrono_literals;
using process::ChildProcess;
using process::EndKind;
using process::LaunchPlan;

namespace {
constexpr int Patience = 30000;
constexpr qsizetype MiB = 1024 * 1024;
} // namespace

class ChildProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhyItCannotStart_data();
    void saysWhyItCannotStart();
    void tellsHowItEnded_data();
    void tellsHowItEnded();
    void givesLinesAsTheyAre_data();
    void givesLinesAsTheyAre();
    void runsWhereAndWithWhatItIsTold();
    void inheritsNothingButItsPipes();
    void leadsItsOwnSession();
    void writesLinesInOrder();
    void writesToASlowReader();
    void survivesAChildThatDoesNotRead_data();
    void survivesAChildThatDoesNotRead();
    void givesALineOf64MiB();
    void dropsALineOf65MiBAndGoesOn();
    void keepsOrderThroughPauses();
    void holdsTheChildWhilePaused();
    void waitsWithDoneWhilePaused();
    void pausesInsideASlot();
    void doesNotWaitForAClosedOutput();
    void doesNotWaitForAGrandchildForEver_data();
    void doesNotWaitForAGrandchildForEver();
    void keepsTheTailOfStandardError();
    void mayBeDeletedInASlot();
};

void ChildProcessTest::saysWhyItCannotStart_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("error");

    const auto row = [](const char *name, const char *program, const char *directory, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(program) << QString::fromLatin1(directory)
                            << QString::fromLatin1(error);
    };
    row("no program", "/nowhere/cli", "/", "program /nowhere/cli does not exist");
    row("a relative one", "cli", "/", "program \"cli\" is not an absolute path");
    row("no name at all", "", "/", "program \"\" is not an absolute path");
    row("not executable", "/etc/passwd", "/", "program /etc/passwd is not executable");
    row("a directory", "/etc", "/", "program /etc is not executable");
    row("no directory", "/bin/sh", "/nowhere/at/all", "directory /nowhere/at/all does not exist");
    row("a file as directory", "/bin/sh", "/etc/passwd", "/etc/passwd is not a directory");
    row("exec fails", "BAD INTERPRETER", "/", "No such file or directory");
}

void ChildProcessTest::saysWhyItCannotStart()
{
    QFETCH(QString, program);
    QFETCH(QString, directory);
    QFETCH(QString, error);

    QTemporaryDir scratch;
    if (program == QLatin1String("BAD INTERPRETER")) {
        program = scratch.filePath(QStringLiteral("cli"));
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/nowhere/interpreter\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    }
    ChildProcess child;
    ChildRecorder seen(child);
    child.start({program, {}, directory, {}});
    QCOMPARE(seen.doneCount, 0); // never from inside start()
    QVERIFY(child.isRunning());
    child.write("nobody reads this");
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.result.kind, EndKind::NotStarted);
    QVERIFY2(seen.result.error.contains(error), qPrintable(seen.result.error));
    QCOMPARE(seen.startedCount, 0);
    QVERIFY(!child.isRunning());
    child.stop();
    QCoreApplication::processEvents();
    QCOMPARE(seen.doneCount, 1);
}

void ChildProcessTest::tellsHowItEnded_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("number");

    QTest::newRow("well") << Steps{} << int(EndKind::Exited) << 0;
    QTest::newRow("with a code") << Steps{"exit 3"} << int(EndKind::Exited) << 3;
    QTest::newRow("143 is a code") << Steps{"exit 143"} << int(EndKind::Exited) << 143;
    QTest::newRow("crashed") << Steps{"print before", "raise SEGV"} << int(EndKind::Killed) << SIGSEGV;
    QTest::newRow("aborted") << Steps{"raise ABRT"} << int(EndKind::Killed) << SIGABRT;
    QTest::newRow("killed") << Steps{"raise KILL"} << int(EndKind::Killed) << SIGKILL;
}

void ChildProcessTest::tellsHowItEnded()
{
    QFETCH(Steps, steps);
    QFETCH(int, kind);
    QFETCH(int, number);

    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted(steps));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.startedCount, 1);
    QCOMPARE(int(seen.result.kind), kind);
    QCOMPARE(kind == int(EndKind::Exited) ? seen.result.exitCode : seen.result.signal, number);
    QVERIFY(!seen.result.stopRequested);
    QVERIFY(!seen.saidAfterDone);
    QCOMPARE(child.processId(), 0);
}

void ChildProcessTest::givesLinesAsTheyAre_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<QList<QByteArray>>("lines");

    using Lines = QList<QByteArray>;
    QTest::newRow("none") << Steps{"exit 0"} << Lines{};
    QTest::newRow("in pieces") << Steps{"raw {\"a\":", "sleep 20", "raw 1}\\n{", "sleep 20", "print }"}
                               << Lines{"{\"a\":1}", "{}"};
    QTest::newRow("last without break") << Steps{"print one", "raw two"} << Lines{"one", "two"};
    QTest::newRow("NUL") << Steps{"print a\\0b"} << Lines{QByteArray("a\0b", 3)};
    QTest::newRow("no UTF-8") << Steps{"print \\xff\\xc3"} << Lines{"\xff\xc3"};
    QTest::newRow("UTF-8 cut in two") << Steps{"raw \\xc3", "sleep 20", "raw \\xa4\\n"} << Lines{"\xc3\xa4"};
    QTest::newRow("carriage return") << Steps{"print a\\r"} << Lines{"a\r"};
    QTest::newRow("empty line") << Steps{"raw \\n\\n"} << Lines{"", ""};
    QTest::newRow("before a crash") << Steps{"print last words", "raw and", "raise KILL"}
                                    << Lines{"last words", "and"};
}

void ChildProcessTest::givesLinesAsTheyAre()
{
    QFETCH(Steps, steps);
    QFETCH(QList<QByteArray>, lines);

    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted(steps));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, lines);
    QVERIFY(!seen.gotEmptyList);
    QVERIFY(!seen.saidAfterDone);
}

void ChildProcessTest::runsWhereAndWithWhatItIsTold()
{
    QTemporaryDir directory;
    LaunchPlan plan = scripted({"directory", "env COLOUR", "env CLAUDECODE"}, directory.path());
    plan.environment.insert(QStringLiteral("COLOUR"), QStringLiteral("blue"));
    plan.environment.remove(QStringLiteral("CLAUDECODE"));
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(plan);
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(
        seen.lines, (QList<QByteArray>{directory.path().toLocal8Bit(), "COLOUR=blue", "CLAUDECODE unset"}));
}

void ChildProcessTest::inheritsNothingButItsPipes()
{
    std::array<int, 2> leaky{};
    QCOMPARE(::pipe(leaky.data()), 0); // without close-on-exec
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"fds"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    ::close(leaky[0]);
    ::close(leaky[1]);
    QCOMPARE(seen.lines.size(), 1);
    QList<QByteArray> open = seen.lines[0].split(' ');
    std::sort(open.begin(), open.end());
    QCOMPARE(open, (QList<QByteArray>{"0", "1", "2", "fds"}));
}

void ChildProcessTest::leadsItsOwnSession()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"pid", "echo"}));
    QTRY_VERIFY_WITH_TIMEOUT(seen.number("pid") > 0, Patience);
    QCOMPARE(seen.number("pid"), child.processId());
    QCOMPARE(qint64(::getsid(pid_t(child.processId()))), child.processId());
    QCOMPARE(qint64(::getpgid(pid_t(child.processId()))), child.processId());
}

void ChildProcessTest::writesLinesInOrder()
{
    ChildProcess child;
    ChildRecorder seen(child);
    QList<QByteArray> sent;
    child.start(scripted({"echo 1000"}));
    for (int i = 0; i < 1000; ++i) {
        sent.append("line " + QByteArray::number(i));
        child.write(sent.last()); // the first ones before it runs
    }
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, sent);
}

void ChildProcessTest::writesToASlowReader()
{
    const QByteArray line(8 * MiB, 'w');
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"read 100", "print some", "sleep 50", "read 1000000", "sleep 50",
        "read " + QByteArray::number(line.size() + 1 - 1000100), "print all"}));
    child.write(line); // returns at once although the pipe holds only a little of it
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, (QList<QByteArray>{"some", "all"}));
}

void ChildProcessTest::survivesAChildThatDoesNotRead_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::newRow("exits early") << Steps{"print started", "exit 1"};
    QTest::newRow("closes its input") << Steps{"close stdin", "print started", "sleep 100", "exit 1"};
    QTest::newRow("crashes in the middle") << Steps{"print started", "read 100000", "raise SEGV"};
}

void ChildProcessTest::survivesAChildThatDoesNotRead()
{
    QFETCH(Steps, steps);
    ChildProcess child;
    ChildRecorder seen(child);
    const QByteArray line(MiB, 'w');
    connect(&child, &ChildProcess::linesRead, &child, [&] {
        for (int i = 0; i < 8; ++i)
            child.write(line);
    });
    child.start(scripted(steps));
    child.write(line);
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, QList<QByteArray>{"started"});
    child.write("after the end");
    QCoreApplication::processEvents();
    QCOMPARE(seen.doneCount, 1);
}

void ChildProcessTest::givesALineOf64MiB()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"bytes " + QByteArray::number(64 * MiB) + " L", "raw \\n", "print next"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines.size(), 2);
    QCOMPARE(seen.lines[0], QByteArray(64 * MiB, 'L'));
    QCOMPARE(seen.lines[1], QByteArray("next"));
    QVERIFY(seen.dropped.isEmpty());
}

void ChildProcessTest::dropsALineOf65MiBAndGoesOn()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(
        scripted({"print before", "bytes " + QByteArray::number(65 * MiB), "raw \\n", "print after"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.dropped, QList<qsizetype>{65 * MiB});
    QCOMPARE(seen.linesBeforeDrop, 1);
    QCOMPARE(seen.lines, (QList<QByteArray>{"before", "after"}));
    QVERIFY(!seen.gotEmptyList);
}

void ChildProcessTest::keepsOrderThroughPauses()
{
    constexpr int Count = 200000;
    ChildProcess child;
    ChildRecorder seen(child);
    int pauses = 0;
    connect(&child, &ChildProcess::linesRead, &child, [&] {
        if (seen.slices % 7 != 0)
            return;
        ++pauses;
        child.pause();
        QTimer::singleShot(0, &child, &ChildProcess::resume);
    });
    child.start(scripted({"lines " + QByteArray::number(Count) + " event"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QVERIFY(pauses > 0);
    QCOMPARE(seen.lines.size(), Count);
    for (int i = 0; i < Count; ++i)
        QCOMPARE(seen.lines[i], "event " + QByteArray::number(i + 1));
    // No slice was larger than promised, so there were at least so many.
    qsizetype bytes = 0;
    for (const QByteArray &line : std::as_const(seen.lines))
        bytes += line.size() + 1;
    QVERIFY(seen.slices >= bytes / ChildProcess::ReadSliceBytes);
}

void ChildProcessTest::holdsTheChildWhilePaused()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.pause();
    // More than a pipe holds: it can reach the end of its script only if someone reads.
    child.start(
        scripted({"error begun", "bytes " + QByteArray::number(2 * MiB), "raw \\n", "error finished"}));
    QSignalSpy done(&child, &ChildProcess::done);
    QVERIFY(!done.wait(300));
    QVERIFY(seen.lines.isEmpty());
    QVERIFY(!isGone(child.processId()));
    child.resume();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, QList<QByteArray>{QByteArray(2 * MiB, 'x')});
    QCOMPARE(seen.result.stderrTail, QStringLiteral("begun\nfinished"));
}

void ChildProcessTest::waitsWithDoneWhilePaused()
{
    ChildProcess child({ChildProcess::MaxLineBytes, 5s, 50ms});
    ChildRecorder seen(child);
    child.pause();
    child.start(scripted({"print one", "raw two"}));
    QTRY_VERIFY_WITH_TIMEOUT(child.processId() == 0, Patience); // it has exited
    QSignalSpy done(&child, &ChildProcess::done);
    QVERIFY(!done.wait(200)); // longer than the grace
    QVERIFY(seen.lines.isEmpty());
    child.resume();
    QCOMPARE(seen.doneCount, 0); // never from inside resume()
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, (QList<QByteArray>{"one", "two"}));
    child.pause();
    child.resume();
    QCoreApplication::processEvents();
    QCOMPARE(seen.doneCount, 1);
}

void ChildProcessTest::pausesInsideASlot()
{
    ChildProcess child;
    ChildRecorder seen(child);
    connect(&child, &ChildProcess::linesRead, &child, &ChildProcess::pause);
    child.start(scripted({"print one", "echo 1", "raw rest"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines.size(), 1, Patience);
    child.write("two");
    QTRY_VERIFY_WITH_TIMEOUT(child.processId() == 0, Patience);
    QCOMPARE(seen.lines, QList<QByteArray>{"one"});
    QTimer again;
    connect(&again, &QTimer::timeout, &child, &ChildProcess::resume);
    again.start(1);
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, (QList<QByteArray>{"one", "two", "rest"}));
}

void ChildProcessTest::doesNotWaitForAClosedOutput()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"raw last", "close stdout", "close stderr", "await go", "exit 5"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines, QList<QByteArray>{"last"}, Patience);
    QCOMPARE(seen.doneCount, 0);
    QVERIFY(child.isRunning());
    child.write("go");
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.result.exitCode, 5);
}

void ChildProcessTest::doesNotWaitForAGrandchildForEver_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("holds the pipe") << QByteArray("session");
    QTest::newRow("writes all the time") << QByteArray("talker");
}

void ChildProcessTest::doesNotWaitForAGrandchildForEver()
{
    QFETCH(QByteArray, kind);
    ChildProcess child({ChildProcess::MaxLineBytes, 5s, 100ms});
    ChildRecorder seen(child);
    child.start(scripted({"print first", "grandchild " + kind, "exit 4"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.result.exitCode, 4);
    QVERIFY(seen.lines.contains("first"));
    const auto grandchild = seen.number("grandchild");
    QVERIFY(grandchild > 0);
    // It ended by itself, so what it left behind is none of our business ("talker" dies of the closed pipe).
    if (kind == "session") {
        QVERIFY(!isGone(grandchild));
        QCOMPARE(::kill(pid_t(grandchild), SIGKILL), 0);
    }
    QTRY_VERIFY_WITH_TIMEOUT(isGone(grandchild), Patience);
}

void ChildProcessTest::keepsTheTailOfStandardError()
{
    ChildProcess child;
    ChildRecorder seen(child);
    child.start(scripted({"error forgotten", "errorbytes " + QByteArray::number(MiB) + " e", "error ",
        "error \\e[31mNo "
        "conversation\\e[0m found",
        "exit 1"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.result.stderrTail, QStringLiteral("No conversation found"));
    QVERIFY(seen.lines.isEmpty());
}

void ChildProcessTest::mayBeDeletedInASlot()
{
    auto *child = new ChildProcess;
    QPointer<ChildProcess> alive(child);
    qint64 pid = 0;
    connect(child, &ChildProcess::linesRead, this, [&] {
        pid = alive->processId();
        delete alive;
    });
    child->start(scripted({"print hello", "wait"}));
    QTRY_VERIFY_WITH_TIMEOUT(!alive, Patience);
    QVERIFY(isGone(pid));
}

QTEST_GUILESS_MAIN(ChildProcessTest)
#include "tst_childprocess.moc"
