#include "server/tunnel/backoff.h"

#include <QTest>

using namespace uplink;
using std::chrono::milliseconds;

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delays_data()
    {
        QTest::addColumn<double>("random");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("middle") << 0.5
                                << QList{
                                       5'000, 7'500, 11'250, 16'875, 25'313, 37'969, 56'953, 60'000, 60'000};
        QTest::newRow("least") << 0.0
                               << QList{4'000, 6'000, 9'000, 13'500, 20'250, 30'375, 45'562, 48'000, 48'000};
        QTest::newRow("most") << 1.0
                              << QList{6'000, 9'000, 13'500, 20'250, 30'376, 45'563, 60'000, 60'000, 60'000};
    }
    void delays()
    {
        QFETCH(double, random);
        QFETCH(QList<int>, expected);
        Backoff backoff({}, [random] { return random; });
        for (const int delay : expected)
            QCOMPARE(int(backoff.afterLoss({}).count()), delay);
    }

    void onlyHealthResets_data()
    {
        QTest::addColumn<int>("lasted");
        QTest::addColumn<int>("next");
        QTest::newRow("never was up") << 0 << 11'250;
        QTest::newRow("a little too short") << 29'999 << 11'250;
        QTest::newRow("long enough") << 30'000 << 5'000;
    }
    void onlyHealthResets()
    {
        QFETCH(int, lasted);
        Backoff backoff({}, [] { return 0.5; });
        backoff.afterLoss({});
        backoff.afterLoss({});
        QTEST(int(backoff.afterLoss(milliseconds(lasted)).count()), "next");
    }

    void replacementsGetSlower()
    {
        Backoff backoff({}, [] { return 0.5; });
        for (const int delay : {60, 120, 240, 480, 960, 1920, 3600, 3600})
            QCOMPARE(int(backoff.afterReplacement().count()), delay * 1'000);
    }

    void aPersonStartsAnew()
    {
        Backoff backoff({}, [] { return 0.5; });
        for (int i = 0; i < 5; ++i) {
            backoff.afterLoss({});
            backoff.afterReplacement();
        }
        backoff.reset();
        QCOMPARE(backoff.afterLoss({}), milliseconds(5'000));
        QCOMPARE(backoff.afterReplacement(), milliseconds(60'000));
    }
};

QTEST_GUILESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
