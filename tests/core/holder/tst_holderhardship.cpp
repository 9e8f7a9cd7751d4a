#include "holderworld.h"

#include <QTest>

using holder::HolderTransport;
using process::EndKind;

//! What badly behaved children and busy neighbours do to a holder.
class HolderHardshipTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropsALineWithoutEnd();
    void givesHalfAnObjectBeforeACrash();
    void restsWhenTheInputIsClosed();
    void waitsForOneThatClosedItsOutput();
    void outlivesItsPrograms();
    void servesSeveralServers();
};

void HolderHardshipTest::dropsALineWithoutEnd()
{
    constexpr qint64 Bytes = 200'000'000;
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted(
        {"print before", "bytes " + QByteArray::number(Bytes), "raw \\n", "print after", "await end"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines, (QList<QByteArray>{"before", "after"}), Patience);
    QCOMPARE(held->seen().dropped, QList<qsizetype>{Bytes});
    QCOMPARE(held->seen().ends, (QList<qint64>{7, 7 + Bytes + 1 + 6}));
    QVERIFY(statusNumber(::getpid(), "VmHWM") < Bytes / 1024);
    QVERIFY(statusNumber(held->holderPid(), "VmHWM") < 10 * 1024);
    held->transport().write({}, "end\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
}

void HolderHardshipTest::givesHalfAnObjectBeforeACrash()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print {}", "raw {\"type\":\"assist", "raise ABRT"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"{}", "{\"type\":\"assist"}));
    QCOMPARE(held->seen().result.kind, EndKind::Killed);
}

void HolderHardshipTest::restsWhenTheInputIsClosed()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"close stdin", "print ready", "wait"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    // It lets go of its own end; as long as it watched it, it would be told without a pause that nobody
    // reads.
    const pid_t pid = held->holderPid();
    const auto pipes = [pid] {
        return descriptorsOf(pid).filter(QStringLiteral("pipe:")).size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(pipes(), 2, Patience);
    held->transport().write({0, 0, 1}, "nobody\n");
    held->transport().stop({});
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
}

void HolderHardshipTest::waitsForOneThatClosedItsOutput()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print last", "close stdout", "close stderr", "await go", "exit 5"}));
    const auto pipes = [&] {
        return descriptorsOf(held->holderPid()).filter(QStringLiteral("pipe:")).size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(pipes(), 1, Patience);
    QCOMPARE(held->seen().doneCount, 0);
    held->transport().write({}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.exitCode, 5);
}

void HolderHardshipTest::outlivesItsPrograms()
{
    // An upgrade replaces the CLI, ourselves and the holder's program while they run.
    HolderWorld world;
    const QString holderProgram = world.path() + QStringLiteral("/agentmonitor-holder");
    const QString cli = world.path() + QStringLiteral("/cli");
    process::LaunchPlan plan = scripted({"print ready", "await go", "grandchild bare", "print done"});
    QVERIFY(QFile::copy(world.settings.program, holderProgram));
    QVERIFY(QFile::copy(plan.program, cli));
    plan.program = cli;
    world.settings.program = holderProgram;
    const auto held = world.held();
    held->start(plan);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    for (const QString &path : {holderProgram, cli}) {
        QVERIFY(QFile::remove(path));
        QFile newer(path);
        QVERIFY(newer.open(QIODevice::WriteOnly));
        newer.write("of another version\n");
    }
    held->dropServer();
    held->attach(6);
    held->transport().write({0, 0, 1}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines.last(), QByteArray("done"));
    QCOMPARE(held->seen().result.exitCode, 0);
    held->transport().dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
}

void HolderHardshipTest::servesSeveralServers()
{
    // More than a holder serves at once: the first must not lose its place, the last gets one when it can.
    constexpr int Others = 9;
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"echo 1"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().startedCount, 1, Patience);
    std::vector<std::unique_ptr<HolderTransport>> others;
    int started = 0;
    int done = 0;
    for (int i = 0; i < Others; ++i) {
        others.push_back(std::make_unique<HolderTransport>(world.settings, held->folder()));
        connect(others.back().get(), &HolderTransport::started, this, [&started] { ++started; });
        connect(others.back().get(), &HolderTransport::done, this, [&done] { ++done; });
        others.back()->attach({}, 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(started, 7, Patience);
    QVERIFY(held->transport().processId() > 0);
    QCOMPARE(held->seen().doneCount + done, 0);
    others.erase(others.begin(), others.begin() + 4);
    QTRY_COMPARE_WITH_TIMEOUT(started, Others, Patience);
    held->transport().write({}, "hello\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines, QList<QByteArray>{"hello"});
    QTRY_COMPARE_WITH_TIMEOUT(done, Others - 4, Patience);
}

QTEST_GUILESS_MAIN(HolderHardshipTest)
#include "tst_holderhardship.moc"
