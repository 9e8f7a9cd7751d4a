#include "holderworld.h"

#include <QTest>

#include <signal.h>

using namespace std::chrono_literals;
using process::EndKind;

namespace {

process::LaunchPlan onTerminal(const Steps &steps)
{
    process::LaunchPlan plan = scripted(steps);
    plan.terminal = true;
    plan.columns = 100;
    plan.rows = 30;
    return plan;
}

} // namespace

//! A child on a terminal of its own.
class HolderTerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatItGetsAsItIs();
    void givesAllThatWasWrittenBeforeTheEnd();
    void tellsOfANewSize();
    void takesControlCharacters();
    void goesOnAtTheByte();
    void hangsUp();
    void climbsDownTheLadder();
    void letsStayWhatAShellLeaves();
    void endsWhatAShellLeavesAtAStop();
};

void HolderTerminalTest::givesWhatItGetsAsItIs()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"size", "raw \\xff\\e[1m", "await go", "error to the same"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("size 100 30\r\n\xff\x1b[1m"), Patience);
    held->transport().write({}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().joined(), QByteArray("size 100 30\r\n\xff\x1b[1mgo\r\nto the same\r\n"));
    QCOMPARE(held->seen().result.kind, EndKind::Exited);
    QCOMPARE(held->seen().result.stderrTail, QString());
}

void HolderTerminalTest::givesAllThatWasWrittenBeforeTheEnd()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"lines 20000", "exit 3"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QByteArray expected;
    for (int i = 1; i <= 20000; ++i)
        expected += "line " + QByteArray::number(i) + "\r\n";
    QCOMPARE(held->seen().joined(), expected);
    QCOMPARE(held->seen().ends.last(), expected.size());
    QCOMPARE(held->seen().result.exitCode, 3);
}

void HolderTerminalTest::tellsOfANewSize()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"note WINCH", "print ready", "await go", "size"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("ready\r\n"), Patience);
    held->transport().resize(120, 40);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("ready\r\ncaught 28\r\n"), Patience);
    held->transport().resize(-1, 100000); // what a browser may say
    held->transport().write({}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QVERIFY(held->seen().joined().endsWith("size 1 65535\r\n"));
}

void HolderTerminalTest::takesControlCharacters()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("ready\r\n"), Patience);
    held->transport().write({}, "\x03");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGINT);
    QVERIFY(!held->seen().result.stopRequested);
}

void HolderTerminalTest::goesOnAtTheByte()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"raw abcdef", "await go", "raw ghi"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("abcdef"), Patience);
    held->dropServer();
    held->attach(4);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("ef"), Patience);
    held->transport().write({}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().joined(), QByteArray("efgo\r\nghi"));
}

void HolderTerminalTest::hangsUp()
{
    HolderWorld world;
    world.settings.terminateAfter = 600s;
    const auto held = world.held();
    held->start(onTerminal({"grandchild session quiet", "grandchild bare", "print ready", "wait"}));
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().joined().endsWith("ready\r\n"), Patience);
    const auto child = held->transport().processId();
    QCOMPARE(held->marked().size(), 2);
    held->transport().stop("not for a terminal");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGHUP);
    QVERIFY(held->seen().result.stopRequested);
    QVERIFY(!held->seen().joined().contains("not for"));
    QVERIFY(isGone(child));
    QCOMPARE(held->marked().size(), 0);
}

void HolderTerminalTest::climbsDownTheLadder()
{
    HolderWorld world;
    world.settings.terminateAfter = 500ms;
    world.settings.killAfter = 500ms;
    const auto held = world.held();
    held->start(onTerminal({"note HUP", "note TERM", "print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().joined(), QByteArray("ready\r\n"), Patience);
    held->transport().stop({});
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().joined(), QByteArray("ready\r\ncaught 01\r\ncaught 15\r\n"));
    QCOMPARE(held->seen().result.signal, SIGKILL);
}

void HolderTerminalTest::letsStayWhatAShellLeaves()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(onTerminal({"grandchild session quiet", "exit 0"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->marked().size(), 1); // as after `nohup program &`
    held->transport().dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
    QCOMPARE(held->marked().size(), 1);
    QCOMPARE(::kill(pid_t(held->marked().first()), SIGKILL), 0);
}

void HolderTerminalTest::endsWhatAShellLeavesAtAStop()
{
    HolderWorld world;
    const auto held = world.held();
    process::LaunchPlan plan = onTerminal({});
    plan.program = QStringLiteral("/bin/sh");
    plan.arguments = {QStringLiteral("-i")};
    plan.environment.insert(QStringLiteral("PS1"), QStringLiteral("prompt "));
    plan.environment.remove(QStringLiteral("ENV"));
    held->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().joined().contains("prompt "), Patience);
    held->transport().write({}, "sleep 1000 & nohup sleep 1001 >/dev/null & echo begun $((1+1))\n");
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().joined().contains("begun 2"), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(held->marked().size(), 3, Patience);
    held->transport().stop({});
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->marked().size(), 0);
}

QTEST_GUILESS_MAIN(HolderTerminalTest)
#include "tst_holderterminal.moc"
