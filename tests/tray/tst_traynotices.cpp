#include "tests/tray/overviews.h"
#include "tray/notify/noticepolicy.h"

#include <QTest>

using namespace tray;

namespace {

//! A policy at noon, fed with overviews at chosen times.
struct Listener
{
    NoticePolicy policy;
    NoticeSettings settings;
    base::Timestamp now = overviews::Now;
    QTime clock{12, 0};
    Overview overview = overviews::withTunnel(TunnelPhase::Off);

    QStringList titles()
    {
        QStringList titles;
        for (const Notice &notice : policy.take(overview, settings, now, clock))
            titles.append(notice.title);
        return titles;
    }
    QStringList with(const QList<Agent> &agents)
    {
        overview.agents = agents;
        return titles();
    }
    QStringList tunnel(TunnelPhase phase, int seconds = 0)
    {
        now += seconds * 1000;
        overview.tunnel = overviews::withTunnel(phase).tunnel;
        return titles();
    }
};

Agent one(AgentPhase phase)
{
    return overviews::agent(QStringLiteral("1"), phase);
}

Agent asks(const QString &askId)
{
    return overviews::asking(QStringLiteral("1"), askId, QStringLiteral("Run make"));
}

const QStringList Nothing;
const QStringList Waits{QStringLiteral("Agent 1 waits for you")};
const QStringList Failed{QStringLiteral("Agent 1 failed")};
const QStringList Finished{QStringLiteral("Agent 1 has finished")};

} // namespace

class TestTrayNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void transitions_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, AgentPhase from, AgentPhase to, const QStringList &expected) {
            QTest::newRow(name) << int(from) << int(to) << expected;
        };
        row("working on", AgentPhase::Working, AgentPhase::Working, Nothing);
        row("retries", AgentPhase::Working, AgentPhase::Retrying, Nothing);
        row("starts work", AgentPhase::Idle, AgentPhase::Working, Nothing);
        row("ends a turn", AgentPhase::Working, AgentPhase::Idle, Finished);
        row("ends", AgentPhase::Working, AgentPhase::Stopped, Finished);
        row("is resumed and idle", AgentPhase::Stopped, AgentPhase::Idle, Nothing);
        row("idle ends", AgentPhase::Idle, AgentPhase::Stopped, Nothing);
        row("fails at work", AgentPhase::Working, AgentPhase::Failed, Failed);
        row("fails at the start", AgentPhase::Starting, AgentPhase::Failed, Failed);
        row("stays failed", AgentPhase::Failed, AgentPhase::Failed, Nothing);
    }
    void transitions()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QStringList, expected);
        Listener listener;
        QCOMPARE(listener.with({one(AgentPhase(from))}), Nothing);
        QCOMPARE(listener.with({one(AgentPhase(to))}), expected);
        QCOMPARE(listener.titles(), Nothing); // the same again
    }

    void anAskIsToldOnce()
    {
        Listener listener;
        QCOMPARE(listener.with({one(AgentPhase::Working)}), Nothing);
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Waits);
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing);
        QCOMPARE(listener.with({one(AgentPhase::Working)}), Nothing);
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing); // the same one, after a reconnection
        QCOMPARE(listener.with({asks(QStringLiteral("b"))}), Waits);
    }

    void theFirstOverviewIsNoNews()
    {
        Listener listener;
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing);
        QCOMPARE(listener.with({asks(QStringLiteral("b"))}), Waits);
    }

    void whatHappenedMeanwhileIsTold()
    {
        Listener listener;
        listener.with({one(AgentPhase::Working)});
        listener.overview.isLive = false; // the connection was lost
        QCOMPARE(listener.with({}), Nothing);
        listener.overview.isLive = true;
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Waits);
    }

    void aNewAgentIsTold()
    {
        Listener listener;
        QCOMPARE(listener.with({}), Nothing);
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Waits);
    }

    void nothingWhileTheDashboardShowsIt()
    {
        Listener listener;
        listener.with({one(AgentPhase::Working)});
        listener.overview.shownAgents = {QStringLiteral("1")};
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing);
        QCOMPARE(listener.with({one(AgentPhase::Idle)}), Nothing);
        listener.overview.shownAgents.clear();
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing); // it was seen
    }

    void nothingInQuietHours()
    {
        Listener listener;
        listener.settings.quietHours = {true, QTime(22, 0), QTime(8, 0)};
        listener.with({one(AgentPhase::Working)});
        listener.clock = QTime(23, 30);
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing);
        listener.clock = QTime(8, 0);
        QCOMPARE(listener.titles(), Nothing); // not later either
        QCOMPARE(listener.with({asks(QStringLiteral("b"))}), Waits);
    }

    void whatIsSwitchedOff()
    {
        Listener listener;
        listener.settings.waits = listener.settings.fails = listener.settings.finishes = false;
        listener.with({one(AgentPhase::Working)});
        QCOMPARE(listener.with({asks(QStringLiteral("a"))}), Nothing);
        QCOMPARE(listener.with({one(AgentPhase::Idle)}), Nothing);
        QCOMPARE(listener.with({one(AgentPhase::Failed)}), Nothing);
    }

    void stoppingAllIsNoNews()
    {
        Listener listener;
        listener.with({one(AgentPhase::Working)});
        listener.policy.expectStops(listener.now);
        QCOMPARE(listener.with({one(AgentPhase::Stopped)}), Nothing);
    }

    void quietHours_data()
    {
        QTest::addColumn<QTime>("from");
        QTest::addColumn<QTime>("to");
        QTest::addColumn<QTime>("time");
        QTest::addColumn<bool>("quiet");
        const QTime ten(10, 0);
        const QTime noon(12, 0);
        QTest::newRow("before") << ten << noon << QTime(9, 59) << false;
        QTest::newRow("at its beginning") << ten << noon << ten << true;
        QTest::newRow("at its end") << ten << noon << noon << false;
        QTest::newRow("over midnight, late") << QTime(22, 0) << QTime(7, 0) << QTime(23, 59) << true;
        QTest::newRow("over midnight, early") << QTime(22, 0) << QTime(7, 0) << QTime(6, 59) << true;
        QTest::newRow("over midnight, day") << QTime(22, 0) << QTime(7, 0) << noon << false;
        QTest::newRow("the whole day") << ten << ten << noon << true;
    }
    void quietHours()
    {
        QFETCH(QTime, from);
        QFETCH(QTime, to);
        QFETCH(QTime, time);
        QFETCH(bool, quiet);
        QCOMPARE((QuietHours{true, from, to}.contains(time)), quiet);
        QVERIFY(!(QuietHours{false, from, to}.contains(time)));
    }

    void aShortOutageIsNotTold()
    {
        Listener listener;
        QCOMPARE(listener.tunnel(TunnelPhase::Connected), Nothing);
        QCOMPARE(listener.tunnel(TunnelPhase::Waiting), Nothing);
        QCOMPARE(*listener.policy.due(), listener.now + 30'000);
        QCOMPARE(listener.tunnel(TunnelPhase::Connecting, 29), Nothing);
        QCOMPARE(listener.tunnel(TunnelPhase::Connected, 1), Nothing);
        QVERIFY(!listener.policy.due());
    }

    void aLongOutageIsToldAndItsEnd()
    {
        Listener listener;
        listener.tunnel(TunnelPhase::Connected);
        listener.tunnel(TunnelPhase::Waiting);
        QCOMPARE(
            listener.tunnel(TunnelPhase::Connecting, 30), QStringList{QStringLiteral("The tunnel is down")});
        QCOMPARE(listener.tunnel(TunnelPhase::Waiting, 60), Nothing);
        QCOMPARE(
            listener.tunnel(TunnelPhase::Connected, 60), QStringList{QStringLiteral("The tunnel is back")});
        QCOMPARE(listener.tunnel(TunnelPhase::Connected, 60), Nothing);
    }

    void aRefusalIsToldAtOnce()
    {
        Listener listener;
        listener.tunnel(TunnelPhase::Connected);
        QCOMPARE(listener.tunnel(TunnelPhase::Refused),
            QStringList{QStringLiteral("The relay refuses the tunnel")});
    }

    void whatWasNeverUpIsNotDown()
    {
        Listener listener;
        QCOMPARE(listener.tunnel(TunnelPhase::Connecting), Nothing);
        QCOMPARE(listener.tunnel(TunnelPhase::Waiting, 600), Nothing);
    }

    void aPersonDisconnects()
    {
        Listener listener;
        listener.tunnel(TunnelPhase::Connected);
        QCOMPARE(listener.tunnel(TunnelPhase::Stopped), Nothing);
        QCOMPARE(listener.tunnel(TunnelPhase::Stopped, 60), Nothing);
        QCOMPARE(listener.tunnel(TunnelPhase::Connected, 60), Nothing);
    }

    void theServerFails()
    {
        Listener listener;
        QCOMPARE(listener.titles(), Nothing);
        listener.overview = overviews::of(ServerPhase::Crashed);
        QCOMPARE(listener.titles(), Nothing); // it is started again
        listener.overview = overviews::of(ServerPhase::Failed, QStringLiteral("thrice"));
        QCOMPARE(listener.titles(), QStringList{QStringLiteral("AgentMonitor's server failed")});
        QCOMPARE(listener.titles(), Nothing);
    }
};

QTEST_GUILESS_MAIN(TestTrayNotices)
#include "tst_traynotices.moc"
