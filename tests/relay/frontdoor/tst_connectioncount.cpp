#include "relay/frontdoor/connectioncount.h"

#include <QTest>

using frontdoor::ConnectionCount;

class TestConnectionCount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts()
    {
        ConnectionCount count;
        const QHostAddress one(QStringLiteral("1.2.3.4"));
        const QHostAddress other(QStringLiteral("1.2.3.5"));
        count.add(one);
        count.add(one);
        count.add(other);
        QCOMPARE(count.total(), 3);
        QCOMPARE(count.of(one), 2);
        QCOMPARE(count.of(other), 1);
        count.remove(one);
        count.remove(one);
        count.remove(one); // nobody is there any more
        QCOMPARE(count.total(), 1);
        QCOMPARE(count.of(one), 0);
    }

    void sameHost_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<bool>("same");
        QTest::newRow("IPv4 on a listener for both")
            << QStringLiteral("1.2.3.4") << QStringLiteral("::ffff:1.2.3.4") << true;
        QTest::newRow("one IPv6 network")
            << QStringLiteral("2001:db8:1:2::1") << QStringLiteral("2001:db8:1:2:ffff::9") << true;
        QTest::newRow("two IPv6 networks")
            << QStringLiteral("2001:db8:1:2::1") << QStringLiteral("2001:db8:1:3::1") << false;
        QTest::newRow("two IPv4 hosts") << QStringLiteral("1.2.3.4") << QStringLiteral("1.2.3.5") << false;
    }
    void sameHost()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(bool, same);
        ConnectionCount count;
        count.add(QHostAddress(first));
        QCOMPARE(count.of(QHostAddress(second)), same ? 1 : 0);
    }
};

QTEST_GUILESS_MAIN(TestConnectionCount)
#include "tst_connectioncount.moc"
