#include "core/tunnel/window.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace tunnel;
using namespace std::chrono_literals;

namespace {

const ReceiveWindow::Time Start{100s};
constexpr auto RoundTrip = 100ms;

} // namespace

class TestTunnelWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void creditComesBackByEighths_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<qint64>("consumed");
        QTest::addColumn<qint64>("credit"); //!< 0: none yet
        QTest::newRow("nothing") << InitialWindow << qint64(0) << qint64(0);
        QTest::newRow("less than an eighth") << InitialWindow << InitialWindow / 8 - 1 << qint64(0);
        QTest::newRow("an eighth") << InitialWindow << InitialWindow / 8 << InitialWindow / 8;
        QTest::newRow("half") << InitialWindow << InitialWindow / 2 << InitialWindow / 2;
        QTest::newRow("all") << InitialWindow << InitialWindow << InitialWindow;
        QTest::newRow("small, an eighth") << SmallWindow << SmallWindow / 8 << SmallWindow / 8;
        QTest::newRow("one byte, nothing") << qint64(1) << qint64(0) << qint64(0);
        QTest::newRow("one byte") << qint64(1) << qint64(1) << qint64(1);
    }
    void creditComesBackByEighths()
    {
        QFETCH(qint64, size);
        QFETCH(qint64, consumed);
        QFETCH(qint64, credit);
        GrowthBudget budget;
        ReceiveWindow window(size, budget, Start);
        QVERIFY(window.received(size));
        const auto given = window.consumed(consumed, Start + 10s, RoundTrip);
        QCOMPARE(given.has_value(), credit > 0);
        QCOMPARE(qint64(given.value_or(0)), credit);
    }

    void piecesAddUp()
    {
        GrowthBudget budget;
        ReceiveWindow window(SmallWindow, budget, Start);
        QVERIFY(window.received(SmallWindow));
        qint64 credit = 0;
        for (int i = 0; i < SmallWindow; ++i)
            credit += window.consumed(1, Start + i * 1s, RoundTrip).value_or(0);
        QCOMPARE(credit, SmallWindow);
    }

    void overspendingIsSeen()
    {
        GrowthBudget budget;
        ReceiveWindow window(SmallWindow, budget, Start);
        QVERIFY(window.received(SmallWindow));
        QVERIFY(!window.received(1));
    }

    void grantedCreditMayBeSpent()
    {
        GrowthBudget budget;
        ReceiveWindow window(SmallWindow, budget, Start);
        QVERIFY(window.received(SmallWindow));
        const auto credit = window.consumed(SmallWindow, Start + 10s, RoundTrip);
        QVERIFY(window.received(*credit));
        QVERIFY(!window.received(1));
    }

    void growth_data()
    {
        QTest::addColumn<qint64>("milliseconds"); //!< from one credit to the next
        QTest::addColumn<qint64>("grownTo"); //!< after ten
        QTest::newRow("at once") << qint64(0) << MaxWindow;
        QTest::newRow("within two round trips") << qint64(199) << MaxWindow;
        QTest::newRow("slower") << qint64(200) << InitialWindow;
    }
    void growth()
    {
        QFETCH(qint64, milliseconds);
        GrowthBudget budget;
        ReceiveWindow window(InitialWindow, budget, Start);
        auto now = Start;
        qint64 credit = InitialWindow;
        for (int i = 0; i < 10; ++i) {
            now += std::chrono::milliseconds(milliseconds);
            QVERIFY(window.received(credit));
            credit = window.consumed(credit, now, RoundTrip).value_or(0);
            QVERIFY(credit > 0);
        }
        QTEST(window.size(), "grownTo");
        QCOMPARE(budget.taken(), window.size() - InitialWindow);
        QVERIFY(window.received(credit));
    }

    void aShortLinkCountsAsLonger()
    {
        GrowthBudget budget;
        ReceiveWindow window(InitialWindow, budget, Start);
        QVERIFY(window.received(InitialWindow));
        QCOMPARE(qint64(*window.consumed(InitialWindow, Start + 2 * ShortestRoundTrip - 1ms, 0ns)),
            2 * InitialWindow);
        QVERIFY(window.received(2 * InitialWindow));
        QCOMPARE(qint64(*window.consumed(2 * InitialWindow, Start + 4 * ShortestRoundTrip, 0ns)),
            2 * InitialWindow);
    }

    void growsByWholeWindowsOnly()
    {
        GrowthBudget budget;
        ReceiveWindow window(InitialWindow, budget, Start);
        for (int i = 1; i <= 7; ++i) {
            QVERIFY(window.received(InitialWindow / 8));
            QCOMPARE(qint64(*window.consumed(InitialWindow / 8, Start, RoundTrip)), InitialWindow / 8);
        }
        QVERIFY(window.received(InitialWindow / 8));
        QCOMPARE(
            qint64(*window.consumed(InitialWindow / 8, Start, RoundTrip)), InitialWindow / 8 + InitialWindow);
    }

    void doublesOneStepAtATime()
    {
        GrowthBudget budget;
        ReceiveWindow window(InitialWindow, budget, Start);
        QVERIFY(window.received(InitialWindow));
        const auto credit = window.consumed(InitialWindow, Start, RoundTrip);
        QCOMPARE(window.size(), 2 * InitialWindow);
        QCOMPARE(qint64(*credit), 2 * InitialWindow); // what was passed on, and the growth
    }

    void budgetIsSharedAndGivenBack()
    {
        GrowthBudget budget;
        std::vector<std::unique_ptr<ReceiveWindow>> windows;
        for (int i = 0; i < 20; ++i) {
            windows.push_back(std::make_unique<ReceiveWindow>(InitialWindow, budget, Start));
            qint64 credit = InitialWindow;
            for (int j = 0; j < 6; ++j) {
                QVERIFY(windows.back()->received(credit));
                credit = *windows.back()->consumed(credit, Start, RoundTrip);
            }
        }
        QCOMPARE(budget.taken(), MaxGrowth);
        QCOMPARE(windows.front()->size(), MaxWindow);
        QCOMPARE(windows.back()->size(), InitialWindow); // nothing was left for it
        qint64 together = 0;
        for (const auto &window : windows)
            together += window->size();
        QVERIFY(together <= 64 * 1024 * 1024);
        windows.clear();
        QCOMPARE(budget.taken(), qint64(0));
    }

    void allWindowsTogetherAreBounded()
    {
        const qint64 opened = LargeStreams * InitialWindow + (MaxStreams - LargeStreams) * SmallWindow;
        QVERIFY(opened + MaxGrowth <= 64 * 1024 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestTunnelWindow)
#include "tst_tunnelwindow.moc"
