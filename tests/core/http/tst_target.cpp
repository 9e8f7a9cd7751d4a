#include "core/http/target.h"

#include <QTest>

class TestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void keepsHeadAndPeer();
};

void TestTarget::decodes_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    QTest::newRow("root") << QByteArray("/") << QStringLiteral("/") << QString();
    QTest::newRow("blank") << QByteArray("/a%20b") << QStringLiteral("/a b") << QString();
    QTest::newRow("plus stays") << QByteArray("/a+b") << QStringLiteral("/a+b") << QString();
    QTest::newRow("UTF-8") << QByteArray("/%C3%a4") << QStringLiteral("/ä") << QString();
    QTest::newRow("beyond the BMP") << QByteArray("/%F0%9F%98%80") << QStringLiteral("/😀") << QString();
    QTest::newRow("decoded once") << QByteArray("/%2541") << QStringLiteral("/%41") << QString();
    QTest::newRow("twice encoded dots")
        << QByteArray("/%252e%252e/x") << QStringLiteral("/%2e%2e/x") << QString();
    QTest::newRow("three dots") << QByteArray("/.../x") << QStringLiteral("/.../x") << QString();
    QTest::newRow("hidden file") << QByteArray("/.well-known/x") << QStringLiteral("/.well-known/x")
                                 << QString();
    QTest::newRow("question mark in the path")
        << QByteArray("/a%3Fb?c") << QStringLiteral("/a?b") << QStringLiteral("c");
    QTest::newRow("dots in the query")
        << QByteArray("/a?p=/../b") << QStringLiteral("/a") << QStringLiteral("p=/../b");
    QTest::newRow("slash in the query")
        << QByteArray("/a?p=%2Fb") << QStringLiteral("/a") << QStringLiteral("p=%2Fb");
    QTest::newRow("two question marks")
        << QByteArray("/a?b?c") << QStringLiteral("/a") << QStringLiteral("b?c");
    QTest::newRow("absolute form") << QByteArray("http://H:1/a?b") << QStringLiteral("/a")
                                   << QStringLiteral("b");
    QTest::newRow("absolute form without path")
        << QByteArray("http://h:1") << QStringLiteral("/") << QString();
    QTest::newRow("absolute form with query")
        << QByteArray("http://h:1?b") << QStringLiteral("/") << QStringLiteral("b");
    QTest::newRow("asterisk") << QByteArray("*") << QStringLiteral("*") << QString();
}

void TestTarget::decodes()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, path);
    QFETCH(QString, query);
    http::RequestHead head;
    head.method = "GET";
    head.target = target;
    head.fields = {{"host", "h:1"}};
    const auto request = http::requestOf(head, QHostAddress());
    QVERIFY2(request, request ? "" : qPrintable(request.error().message));
    QCOMPARE(request->path, path);
    QCOMPARE(request->query.query(QUrl::FullyEncoded), query);
}

void TestTarget::refuses_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/..", "/.", "/a/..", "/a/../b", "/a/./b", "/%2e%2e", "/%2E%2e/x", "/.%2e",
             "/%2e", "/a%2fb", "/%2F", "/a%00", "/a%0a", "/a%7f", "/a%1b", "/%", "/%4", "/%zz", "/%C3",
             "/%C3%28", "/%C0%AF", "/%C0%AE%C0%AE/", "/%ED%A0%80", "/%F8%88%80%80%80", "/%FF", "/?%", "/?%4",
             "/?a=%FF", "/?a=%00", "http://other/", "http://h:1@other/", "https://h", "http:///a"}) {
        QTest::newRow(target) << QByteArray(target);
    }
}

void TestTarget::refuses()
{
    QFETCH(QByteArray, target);
    http::RequestHead head;
    head.target = target;
    head.fields = {{"host", "h:1"}};
    const auto request = http::requestOf(head, QHostAddress());
    QVERIFY(!request);
    QCOMPARE(request.error().status, 400);
    QVERIFY(!request.error().message.isEmpty());
}

void TestTarget::keepsHeadAndPeer()
{
    http::RequestHead head;
    head.method = "PATCH";
    head.target = "/";
    head.fields = {{"host", "h"}, {"x", "1"}, {"x", "2"}};
    const auto request = http::requestOf(head, QHostAddress(QHostAddress::LocalHost));
    QVERIFY(request);
    QCOMPARE(request->method, http::Method::Patch);
    QCOMPARE(request->headers, head.fields);
    QCOMPARE(request->header("x"), "1");
    QCOMPARE(request->peer, QHostAddress(QHostAddress::LocalHost));
    head.method = "get"; // methods are case-sensitive
    QCOMPARE(http::requestOf(head, QHostAddress())->method, http::Method::Other);
}

QTEST_APPLESS_MAIN(TestTarget)
#include "tst_target.moc"
