#include "childrecorder.h"
#include "tests/paths/testpaths.h"

#include <QSignalSpy>
#include <QTest>

#include <signal.h>

using namespace std::chrono_literals;
using process::ChildProcess;
using process::EndKind;

namespace {
constexpr int Patience = 30000;
constexpr ChildProcess::Limits ShortGrace{ChildProcess::MaxLineBytes, 200ms, 2s};
constexpr ChildProcess::Limits LongGrace{ChildProcess::MaxLineBytes, 600s, 2s};
} // namespace

class ChildStopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksFirst();
    void killsWhatDoesNotListen_data();
    void killsWhatDoesNotListen();
    void leavesNothingBehind_data();
    void leavesNothingBehind();
    void isHarmlessBeforeStart();
    void endsWhatIsJustStarting();
    void isHarmlessTwiceAndAfterwards();
    void givesWhatWasSaidLast();
    void givesNothingMoreToTheChild();
    void destructorLeavesNothingBehind_data();
    void destructorLeavesNothingBehind();
    void destructorBeforeItHasStarted();
    void childrenDieWithTheirParent();
};

void ChildStopTest::asksFirst()
{
    ChildProcess child(LongGrace);
    ChildRecorder seen(child);
    child.start(scripted({"trap TERM 143", "print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines.size(), 1, Patience);
    child.stop();
    QCOMPARE(seen.doneCount, 0);
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QVERIFY(seen.result.stopRequested);
    QCOMPARE(seen.result.kind, EndKind::Exited);
    QCOMPARE(seen.result.exitCode, 143);
}

void ChildStopTest::killsWhatDoesNotListen_data()
{
    QTest::addColumn<Steps>("steps");
    QTest::newRow("ignores SIGTERM") << Steps{"ignore TERM", "print ready", "wait"};
    QTest::newRow("so does its tool") << Steps{"ignore TERM", "grandchild session", "print ready", "wait"};
    QTest::newRow("blocked on its output") << Steps{"ignore TERM", "print ready", "bytes 10000000", "wait"};
}

void ChildStopTest::killsWhatDoesNotListen()
{
    QFETCH(Steps, steps);
    ChildProcess child(ShortGrace);
    ChildRecorder seen(child);
    child.start(scripted(steps));
    QTRY_VERIFY_WITH_TIMEOUT(seen.lines.contains("ready"), Patience);
    const qint64 grandchild = seen.number("grandchild");
    child.pause();
    child.stop();
    QTRY_COMPARE_WITH_TIMEOUT(child.processId(), 0, Patience);
    child.resume();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.result.kind, EndKind::Killed);
    QCOMPARE(seen.result.signal, SIGKILL);
    QVERIFY(seen.result.stopRequested);
    if (grandchild > 0)
        QTRY_VERIFY_WITH_TIMEOUT(isGone(grandchild), Patience);
}

void ChildStopTest::leavesNothingBehind_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("listens");
    for (const QByteArray kind : {"group", "session", "session quiet", "orphan", "orphan quiet", "talker"}) {
        QTest::newRow(kind + ", exits when asked") << kind << true;
        QTest::newRow(kind + ", is killed") << kind << false;
    }
}

void ChildStopTest::leavesNothingBehind()
{
    QFETCH(QByteArray, kind);
    QFETCH(bool, listens);
    ChildProcess child(listens ? LongGrace : ShortGrace);
    ChildRecorder seen(child);
    child.start(scripted(
        {listens ? "trap TERM 0" : "ignore TERM", "grandchild " + kind, "grandchild " + kind, "wait"}));
    const auto grandchildren = [&] {
        QList<qint64> pids;
        for (const QByteArray &line : std::as_const(seen.lines)) {
            if (line.startsWith("grandchild "))
                pids.append(line.mid(11).toLongLong());
        }
        return pids;
    };
    QTRY_COMPARE_WITH_TIMEOUT(grandchildren().size(), 2, Patience);
    for (const qint64 pid : grandchildren())
        QVERIFY(!isGone(pid));
    child.stop();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    for (const qint64 pid : grandchildren())
        QTRY_VERIFY_WITH_TIMEOUT(isGone(pid), Patience);
}

void ChildStopTest::isHarmlessBeforeStart()
{
    ChildProcess child(LongGrace);
    ChildRecorder seen(child);
    child.stop();
    child.resume();
    child.write("nobody");
    QVERIFY(!child.isRunning());
    child.start(scripted({"print runs", "exit 2"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, QList<QByteArray>{"runs"});
    QCOMPARE(seen.result.exitCode, 2);
    QVERIFY(!seen.result.stopRequested);
}

void ChildStopTest::endsWhatIsJustStarting()
{
    ChildProcess child(LongGrace);
    ChildRecorder seen(child);
    child.start(scripted({"wait"}));
    child.stop();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QVERIFY(seen.result.stopRequested);
    QCOMPARE(seen.result.kind, EndKind::Killed);
    QCOMPARE(seen.result.signal, SIGTERM);
}

void ChildStopTest::isHarmlessTwiceAndAfterwards()
{
    ChildProcess child(LongGrace);
    ChildRecorder seen(child);
    child.start(scripted({"print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines.size(), 1, Patience);
    child.stop();
    child.stop();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    child.stop();
    QSignalSpy done(&child, &ChildProcess::done);
    QVERIFY(!done.wait(50));
    QCOMPARE(seen.doneCount, 1);
}

void ChildStopTest::givesWhatWasSaidLast()
{
    ChildProcess child(LongGrace);
    ChildRecorder seen(child);
    child.start(scripted({"trap TERM 1", "error why", "print ready", "raw goodbye", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines.size(), 1, Patience);
    child.stop();
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, (QList<QByteArray>{"ready", "goodbye"}));
    QCOMPARE(seen.result.exitCode, 1);
    QCOMPARE(seen.result.stderrTail, QStringLiteral("why"));
}

void ChildStopTest::givesNothingMoreToTheChild()
{
    ChildProcess child(ShortGrace);
    ChildRecorder seen(child);
    // It neither listens to the signal nor sees an end of its input: an agent that did would go on working.
    child.start(scripted({"ignore TERM", "print ready", "echo", "print the input ended"}));
    QTRY_COMPARE_WITH_TIMEOUT(seen.lines.size(), 1, Patience);
    child.stop();
    child.write("too late");
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.lines, QList<QByteArray>{"ready"});
    QCOMPARE(seen.result.kind, EndKind::Killed);
}

void ChildStopTest::destructorLeavesNothingBehind_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const QByteArray kind : {"group", "session", "orphan", "bare"})
        QTest::newRow(kind) << kind;
}

void ChildStopTest::destructorLeavesNothingBehind()
{
    QFETCH(QByteArray, kind);
    auto child = std::make_unique<ChildProcess>(LongGrace);
    ChildRecorder seen(*child);
    child->start(scripted({"ignore TERM", "grandchild " + kind, "pid", "wait"}));
    QTRY_VERIFY_WITH_TIMEOUT(seen.number("pid") > 0, Patience);
    const qint64 grandchild = seen.number("grandchild");
    QVERIFY(!isGone(grandchild));
    if (kind == "bare") {
        // Neither parent, session nor environment tell whose it is: it is out of reach, as any daemon of the
        // user's is.
        child.reset();
        QVERIFY(!isGone(grandchild));
        ::kill(pid_t(grandchild), SIGKILL);
    } else {
        child.reset();
    }
    QVERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(seen.number("pid")))); // not even a zombie
    QTRY_VERIFY_WITH_TIMEOUT(isGone(grandchild), Patience);
    QCOMPARE(seen.doneCount, 0);
}

void ChildStopTest::destructorBeforeItHasStarted()
{
    qint64 pid = 0;
    {
        ChildProcess child;
        child.start(scripted({"ignore TERM", "wait"}));
        pid = child.processId();
        QVERIFY(pid > 0);
    }
    QVERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(pid)));
}

void ChildStopTest::childrenDieWithTheirParent()
{
    ChildProcess keeper;
    ChildRecorder seen(keeper);
    process::LaunchPlan plan = scripted({"pid", "wait"});
    plan.program = testpaths::program(QStringLiteral("child-keeper"));
    keeper.start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(seen.number("pid") > 0, Patience);
    const qint64 grandchild = seen.number("pid");
    QVERIFY(!isGone(grandchild));
    QCOMPARE(::kill(pid_t(keeper.processId()), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(isGone(grandchild), Patience);
}

QTEST_GUILESS_MAIN(ChildStopTest)
#include "tst_childstop.moc"
