#include "server/tunnel/wakewatch.h"

#include <QSignalSpy>
#include <QTest>

namespace {

class SetClock final : public base::Clock
{
public:
    base::Timestamp now() const override { return time; }
    base::Timestamp time = 1'000'000;
};

} // namespace

class TestWakeWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_data()
    {
        QTest::addColumn<int>("milliseconds"); //!< between two looks
        QTest::addColumn<int>("wakes");
        QTest::newRow("as asked for") << 5'000 << 0;
        QTest::newRow("a busy machine") << 20'000 << 0;
        QTest::newRow("a sleep") << 20'001 << 1;
        QTest::newRow("a night") << 8 * 3'600'000 << 1;
        QTest::newRow("the clock was set back") << -3'600'000 << 0;
    }
    void steps()
    {
        QFETCH(int, milliseconds);
        SetClock clock;
        uplink::WakeWatch watch(clock);
        QSignalSpy woke(&watch, &uplink::WakeWatch::woke);
        clock.time += milliseconds;
        watch.look();
        QTEST(int(woke.size()), "wakes");
        clock.time += 5'000;
        watch.look();
        QTEST(int(woke.size()), "wakes"); // told once
    }
};

QTEST_GUILESS_MAIN(TestWakeWatch)
#include "tst_wakewatch.moc"
