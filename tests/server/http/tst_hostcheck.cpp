#include "server/http/hostcheck.h"

#include <QTest>

class TestHostCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decides_data();
    void decides();
    void namesHostAndSetting();
};

void TestHostCheck::decides_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("allowed");
    for (const char *host : {"localhost", "localhost:3456", "LocalHost:1", "127.0.0.1", "127.0.0.1:65535",
             "[::1]", "[::1]:3456", "my.machine", "MY.Machine:80"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char *host : {"", "evil.example", "localhost.evil.example", "evil.localhost",
             "localhost:", "localhost:0", "localhost:65536", "localhost:x", "localhost:+1", "localhost:1:2",
             "localhost.", "127.0.0.2", "127.1", "0.0.0.0", "2130706433", "[::1", "[::1]x", "::1",
             "[::ffff:127.0.0.1]", "[]", ":3456", "my.machine.evil", "not.my.machine"})
        QTest::newRow(*host ? host : "(none)") << QByteArray(host) << false;
}

void TestHostCheck::decides()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, allowed);
    const http::HostCheck check({QStringLiteral("My.Machine")});
    http::Request request;
    if (!host.isEmpty())
        request.headers.emplaceBack("host", host);
    const auto refusal = check(request, false);
    QCOMPARE(!refusal.has_value(), allowed);
    if (refusal)
        QCOMPARE(refusal->status, 403);
}

void TestHostCheck::namesHostAndSetting()
{
    http::Request request;
    request.headers.emplaceBack("host", "evil.example:3456");
    const auto refusal = http::HostCheck()(request, false);
    QVERIFY(refusal);
    QVERIFY(refusal->body.contains("evil.example:3456"));
    QVERIFY(refusal->body.contains("ALLOWED_HOSTS"));
}

QTEST_APPLESS_MAIN(TestHostCheck)
#include "tst_hostcheck.moc"
