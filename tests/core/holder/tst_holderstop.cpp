#include "core/holder/holdersweep.h"
#include "holderworld.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <signal.h>

using namespace std::chrono_literals;
using holder::HolderSweep;
using holder::HolderTransport;
using process::EndKind;

//! The ladder of a stop, and that nothing is left of what is stopped.
class HolderStopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void climbsDownTheLadder();
    void goesOnWhenTheServerIsGone();
    void overtakesInputThatNobodyReads();
    void isNotPutOffByAskingAgain();
    void isHastenedByAskingAgain();
    void isHarmlessAfterwards();
    void leavesNothingOfWhatForksAndLeaves();
    void leavesNothingInAnyState();
    void endsWhenTheMachineGoesDown_data();
    void endsWhenTheMachineGoesDown();
    void sweeps_data();
    void sweeps();
    void sweepsNothing();
};

void HolderStopTest::climbsDownTheLadder()
{
    HolderWorld world;
    world.settings.terminateAfter = 500ms;
    world.settings.killAfter = 500ms;
    const auto held = world.held();
    held->start(scripted({"note TERM", "print ready", "echo", "print input ended", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    held->transport().stop("interrupt\n");
    held->transport().write({}, "too late\n");
    QCOMPARE(held->seen().doneCount, 0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"ready", "interrupt", "input ended", "caught 15"}));
    QCOMPARE(held->seen().result.kind, EndKind::Killed);
    QCOMPARE(held->seen().result.signal, SIGKILL);
    QVERIFY(held->seen().result.stopRequested);
}

void HolderStopTest::goesOnWhenTheServerIsGone()
{
    HolderWorld world;
    world.settings.terminateAfter = 200ms;
    world.settings.killAfter = 200ms;
    const auto held = world.held();
    held->start(scripted({"note TERM", "grandchild session", "print ready", "echo", "wait"}));
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().lines.contains("ready"), Patience);
    held->transport().stop("farewell\n");
    held->dropServer();
    QTRY_VERIFY_WITH_TIMEOUT(!held->file("end").isEmpty(), Patience);
    QCOMPARE(held->marked().size(), 0);
    QVERIFY(held->file("output").endsWith("ready\nfarewell\ncaught 15\n"));
    held->attach(0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGKILL);
    QVERIFY(held->seen().result.stopRequested);
}

void HolderStopTest::overtakesInputThatNobodyReads()
{
    HolderWorld world;
    world.settings.terminateAfter = 0ms;
    world.settings.killAfter = 600s;
    const auto held = world.held();
    held->start(scripted({"print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    held->transport().write({0, 0, 1}, QByteArray(20'000'000, 'i'));
    held->transport().stop({});
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGTERM);
}

void HolderStopTest::isNotPutOffByAskingAgain()
{
    HolderWorld world;
    world.settings.terminateAfter = 300ms;
    world.settings.killAfter = 300ms;
    const auto held = world.held();
    held->start(scripted({"ignore TERM", "print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    QTimer impatience;
    connect(&impatience, &QTimer::timeout, &held->transport(), [&] { held->transport().stop({}); });
    impatience.start(50ms);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGKILL);
}

void HolderStopTest::isHastenedByAskingAgain()
{
    HolderWorld world;
    world.settings.terminateAfter = 600s;
    world.settings.killAfter = 600s;
    const auto held = world.held();
    held->start(scripted({"ignore TERM", "print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    held->transport().stop({});
    held->transport().kill();
    held->transport().stop({}); // which takes nothing back
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.signal, SIGKILL);
}

void HolderStopTest::isHarmlessAfterwards()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"exit 3"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    held->transport().stop("nobody");
    held->attach(0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.exitCode, 3);
    QVERIFY(!held->seen().result.stopRequested);
}

void HolderStopTest::leavesNothingOfWhatForksAndLeaves()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"grandchild group", "grandchild session", "grandchild orphan",
        "grandchild orphan quiet", "grandchild bare", "exit 4"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    const QList<qint64> grandchildren = held->seen().numbers("grandchild");
    QCOMPARE(grandchildren.size(), 5);
    for (const qint64 pid : grandchildren)
        QVERIFY(isGone(pid)); // at once, also the one whose environment says nothing
    QCOMPARE(held->seen().result.exitCode, 4);
    QCOMPARE(held->seen().result.left, 0);
}

void HolderStopTest::leavesNothingInAnyState()
{
    HolderWorld world;
    world.settings.terminateAfter = 200ms;
    world.settings.killAfter = 200ms;
    world.settings.spoolLimit = qint64{64} * 1024;
    const Steps family{
        "grandchild session", "grandchild orphan quiet", "grandchild bare", "grandchild group"};
    const QList<Steps> states{
        {"print ready", "echo"}, {"ignore TERM", "print ready", "wait"},
        {"ignore TERM", "print ready", "bytes 10000000"}, // waits for room in the spool
        {"print ready", "raise STOP"}, {"print ready", "close stdin", "close stdout", "close stderr", "wait"},
        {"grandchild talker", "print ready", "wait"}, {"print ready"}, // is about to end by itself
    };
    std::vector<std::unique_ptr<HeldChild>> all;
    for (int i = 0; i < 20; ++i) {
        all.push_back(world.held());
        HolderTransport &transport = all.back()->transport();
        connect(&transport, &HolderTransport::outputRead, this, [&transport](const auto &output) {
            transport.release(output.last().end); // after a stop even what waits is taken over
        });
        all.back()->start(scripted(family + states[i % states.size()]));
    }
    for (std::size_t i = 0; i < 14; ++i) // the others are stopped while they start
        QTRY_VERIFY_WITH_TIMEOUT(
            all[i]->seen().lines.contains("ready") || all[i]->seen().doneCount > 0, Patience);
    for (const auto &held : all)
        held->transport().stop({});
    for (const auto &held : all) {
        QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
        QCOMPARE(held->seen().result.left, 0);
        QCOMPARE(held->marked().size(), 0);
        for (const qint64 pid : held->seen().numbers("grandchild"))
            QVERIFY(isGone(pid));
    }
    QCOMPARE(all[0]->seen().numbers("grandchild").size(), 4);
}

void HolderStopTest::endsWhenTheMachineGoesDown_data()
{
    QTest::addColumn<bool>("childEnded");
    QTest::newRow("with a running child") << false;
    QTest::newRow("with one that ended") << true;
}

void HolderStopTest::endsWhenTheMachineGoesDown()
{
    QFETCH(bool, childEnded);
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print ready", "echo 1", "exit 6"})); // the end of its input is what it heeds
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    const pid_t pid = held->holderPid();
    if (childEnded) {
        held->transport().write({}, "go\n");
        QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    }
    QCOMPARE(::kill(pid, SIGTERM), 0);
    QTRY_VERIFY_WITH_TIMEOUT(isGone(pid), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.exitCode, 6);
    QCOMPARE(held->seen().result.stopRequested, !childEnded);
    QVERIFY(held->file("end").startsWith("6 0 "));
}

void HolderStopTest::sweeps_data()
{
    QTest::addColumn<HolderSweep::Manner>("manner");
    QTest::newRow("to be taken over") << HolderSweep::Manner::Stop;
    QTest::newRow("to be forgotten") << HolderSweep::Manner::Forget;
}

void HolderStopTest::sweeps()
{
    QFETCH(HolderSweep::Manner, manner);
    const bool stops = manner == HolderSweep::Manner::Stop;
    HolderWorld world;
    world.settings.terminateAfter = 100ms;
    world.settings.killAfter = 100ms;
    const auto polite = world.held();
    polite->start(scripted({"print ready", "echo", "exit 9"}));
    const auto deaf = world.held();
    deaf->start(scripted({"ignore TERM", "grandchild orphan", "print ready", "wait"}));
    const auto ended = world.held();
    ended->start(scripted({"print ready", "exit 2"}));
    const auto lost = world.held();
    lost->start(scripted({"print ready", "wait"}));
    const auto empty = world.held();
    const QList<HeldChild *> all{polite.get(), deaf.get(), ended.get(), lost.get()};
    for (HeldChild *held : all) {
        QTRY_VERIFY_WITH_TIMEOUT(held->seen().lines.contains("ready"), Patience);
        held->dropServer();
    }
    QTRY_VERIFY_WITH_TIMEOUT(!ended->file("end").isEmpty(), Patience);
    QCOMPARE(::kill(lost->holderPid(), SIGKILL), 0);

    HolderSweep sweep(world.settings, holder::holderFoldersIn(world.path()), manner);
    QCOMPARE(sweep.count(), 5);
    QSignalSpy finished(&sweep, &HolderSweep::finished);
    QVERIFY(finished.wait(Patience));
    for (HeldChild *held : all) {
        QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
        QCOMPARE(held->marked().size(), 0);
        if (!stops)
            QTRY_VERIFY_WITH_TIMEOUT(!held->folder().exists(), Patience);
    }
    if (stops) {
        QCOMPARE(polite->file("end"), QByteArray("9 0 1 6 0\n"));
        QVERIFY(deaf->file("end").startsWith("0 9 1 "));
        QCOMPARE(ended->file("end"), QByteArray("2 0 0 6 0\n"));
        polite->attach(0); // and the server that comes reads it all
        QTRY_COMPARE_WITH_TIMEOUT(polite->seen().doneCount, 1, Patience);
        QCOMPARE(polite->seen().lines, QList<QByteArray>{"ready"});
        QCOMPARE(polite->seen().result.exitCode, 9);
        QVERIFY(polite->seen().result.stopRequested);
    }
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
}

void HolderStopTest::sweepsNothing()
{
    HolderWorld world;
    const HolderSweep sweep(world.settings, {}, HolderSweep::Manner::Stop);
    QSignalSpy finished(&sweep, &HolderSweep::finished);
    QVERIFY(finished.wait(Patience));
    QCOMPARE(sweep.count(), 0);
}

QTEST_GUILESS_MAIN(HolderStopTest)
#include "tst_holderstop.moc"
