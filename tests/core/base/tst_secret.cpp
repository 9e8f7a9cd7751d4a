#include "core/base/secret.h"

#include <QTest>

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsNothingOfItself();
    void compares_data();
    void compares();
    void knowsWhetherItIsEmpty();
};

void TestSecret::printsNothingOfItself()
{
    QString printed;
    QDebug(&printed) << "password:" << base::Secret("hunter2") << base::Secret();
    QVERIFY(printed.contains(QLatin1String("***")));
    QVERIFY(!printed.contains(QLatin1String("hunter2")));
    // an empty one looks the same: whether there is a password is not for a log either
    QCOMPARE(printed.count(QLatin1String("***")), 2);
}

void TestSecret::compares_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("equal");
    QTest::newRow("same") << QByteArray("secret") << QByteArray("secret") << true;
    QTest::newRow("both empty") << QByteArray() << QByteArray("") << true;
    QTest::newRow("first byte") << QByteArray("secret") << QByteArray("Secret") << false;
    QTest::newRow("last byte") << QByteArray("secret") << QByteArray("secreT") << false;
    QTest::newRow("beginning of it") << QByteArray("secret") << QByteArray("secre") << false;
    QTest::newRow("longer") << QByteArray("secret") << QByteArray("secrets") << false;
    QTest::newRow("empty") << QByteArray("secret") << QByteArray() << false;
    QTest::newRow("NUL at the end") << QByteArray("secret") << QByteArray("secret\0", 7) << false;
    QTest::newRow("not ASCII") << QByteArray("\xff\x80") << QByteArray("\xff\x80") << true;
}

void TestSecret::compares()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QTEST(base::Secret(a).equals(b), "equal");
    QTEST(base::Secret(b).equals(a), "equal");
    QTEST(base::constantTimeEquals(a, b), "equal");
}

void TestSecret::knowsWhetherItIsEmpty()
{
    QVERIFY(base::Secret().isEmpty());
    QVERIFY(!base::Secret("x").isEmpty());
    QCOMPARE(base::Secret("x").reveal(), QByteArray("x"));
}

QTEST_APPLESS_MAIN(TestSecret)
#include "tst_secret.moc"
