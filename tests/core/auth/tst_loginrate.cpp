#include "core/auth/loginrate.h"
#include "tests/core/auth/fakeclock.h"

#include <QTest>

class TestLoginRate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveAMinute();
    void addressesDoNotShare();
    void windowSlides();
    void successForgives();
    void memoryIsBounded();
};

namespace {
const QHostAddress Here(QStringLiteral("127.0.0.1"));
const QHostAddress There(QStringLiteral("::1"));
} // namespace

void TestLoginRate::fiveAMinute()
{
    FakeClock clock;
    auth::LoginRate rate(clock);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(!rate.wait(Here));
        rate.failed(Here);
    }
    QCOMPARE(rate.wait(Here), std::chrono::seconds(60));
    clock.time += 59'999;
    QCOMPARE(rate.wait(Here), std::chrono::seconds(1));
    clock.time += 1;
    QVERIFY(!rate.wait(Here));
}

void TestLoginRate::addressesDoNotShare()
{
    const FakeClock clock;
    auth::LoginRate rate(clock);
    for (int i = 0; i < 5; ++i)
        rate.failed(Here);
    QVERIFY(rate.wait(Here));
    QVERIFY(!rate.wait(There));
}

void TestLoginRate::windowSlides()
{
    FakeClock clock;
    auth::LoginRate rate(clock);
    for (int i = 0; i < 10; ++i) { // one every 15 seconds is never more than five a minute
        QVERIFY(!rate.wait(Here));
        rate.failed(Here);
        clock.time += 15'000;
    }
    rate.failed(Here);
    rate.failed(Here);
    QCOMPARE(rate.wait(Here), std::chrono::seconds(15)); // until the oldest of the last five is a minute old
}

void TestLoginRate::successForgives()
{
    const FakeClock clock;
    auth::LoginRate rate(clock);
    for (int i = 0; i < 4; ++i)
        rate.failed(Here);
    rate.succeeded(Here);
    for (int i = 0; i < 4; ++i)
        rate.failed(Here);
    QVERIFY(!rate.wait(Here));
}

void TestLoginRate::memoryIsBounded()
{
    FakeClock clock;
    auth::LoginRate rate(clock);
    for (quint32 i = 0; i < 1200; ++i) {
        rate.failed(QHostAddress(0x0a000000U + i));
        ++clock.time;
        QVERIFY(rate.addressCount() <= auth::LoginRate::MaxAddresses);
    }
    for (int i = 0; i < 4; ++i)
        rate.failed(QHostAddress(0x0a000000U + 1199)); // the newest is still known
    QVERIFY(rate.wait(QHostAddress(0x0a000000U + 1199)));
    clock.time += 60'000;
    rate.failed(Here);
    QCOMPARE(rate.addressCount(), 1);
}

QTEST_APPLESS_MAIN(TestLoginRate)
#include "tst_loginrate.moc"
