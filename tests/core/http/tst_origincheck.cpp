#include "core/http/origincheck.h"

#include <QTest>

class TestOriginCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesOrigins_data();
    void comparesOrigins();
    void guardsWhatCanChangeSomething_data();
    void guardsWhatCanChangeSomething();
    void refusesCrossSiteWithoutOrigin();
    void refusesTwoOrigins();
    void namesOriginAndSetting();
};

void TestOriginCheck::comparesOrigins_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const QByteArray &host, const QByteArray &origin, bool allowed) {
        QTest::newRow((origin + " at " + host).constData()) << host << origin << allowed;
    };
    row("localhost:3456", "http://localhost:3456", true);
    row("LOCALHOST:3456", "http://localhost:3456", true);
    row("[::1]:3456", "http://[::1]:3456", true);
    row("my.machine", "http://my.machine", true);
    row("my.machine:80", "http://my.machine", true);
    row("my.machine", "https://my.machine", true); // behind a relay with TLS
    row("my.machine:443", "https://my.machine", true);
    row("localhost:3456", "https://app.example", true); // listed
    row("localhost:3456", "HTTPS://App.Example", true);
    row("localhost:3456", "http://app.example", false); // listed with another scheme
    row("localhost:3456", "https://app.example:8443", false);
    row("my.machine:443", "http://my.machine", false);
    row("my.machine:80", "https://my.machine", false);
    row("localhost:3456", "http://localhost", false);
    row("localhost:3456", "http://localhost:3457", false);
    row("localhost:3456", "http://127.0.0.1:3456", false);
    row("localhost:3456", "http://evil.example", false);
    row("localhost:3456", "http://localhost:3456.evil.example", false);
    row("localhost:3456", "http://localhost:3456/", false);
    row("localhost:3456", "http://a@localhost:3456", false);
    row("localhost:3456", "null", false);
    row("localhost:3456", "", false);
    row("localhost:3456", "file://", false);
    row("localhost:3456", "localhost:3456", false);
    row("", "http://", false);
}

void TestOriginCheck::comparesOrigins()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(bool, allowed);
    const http::OriginCheck check({QStringLiteral("https://App.example")});
    http::Request request;
    request.method = http::Method::Post;
    request.path = QStringLiteral("/api/agents");
    request.headers = {{"host", host}, {"origin", origin}};
    const auto refusal = check(request, false);
    QCOMPARE(!refusal.has_value(), allowed);
    if (refusal)
        QCOMPARE(refusal->status, 403);
}

void TestOriginCheck::guardsWhatCanChangeSomething_data()
{
    using http::Method;
    QTest::addColumn<http::Method>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isUpgrade");
    QTest::addColumn<bool>("guarded");
    QTest::newRow("GET") << Method::Get << QStringLiteral("/api/agents") << false << false;
    QTest::newRow("HEAD") << Method::Head << QStringLiteral("/api/agents") << false << false;
    QTest::newRow("OPTIONS") << Method::Options << QStringLiteral("/api/agents") << false << false;
    QTest::newRow("POST") << Method::Post << QStringLiteral("/api/agents") << false << true;
    QTest::newRow("PUT") << Method::Put << QStringLiteral("/api/settings") << false << true;
    QTest::newRow("DELETE") << Method::Delete << QStringLiteral("/api/agents/1") << false << true;
    QTest::newRow("PATCH") << Method::Patch << QStringLiteral("/") << false << true;
    QTest::newRow("other") << Method::Other << QStringLiteral("/") << false << true;
    QTest::newRow("upgrade") << Method::Get << QStringLiteral("/anything") << true << true;
    QTest::newRow("poll") << Method::Get << QStringLiteral("/socket.io/") << false << true;
    QTest::newRow("poll preflight") << Method::Options << QStringLiteral("/socket.io/") << false << true;
}

void TestOriginCheck::guardsWhatCanChangeSomething()
{
    QFETCH(http::Method, method);
    QFETCH(QString, path);
    QFETCH(bool, isUpgrade);
    QFETCH(bool, guarded);
    const http::OriginCheck check;
    http::Request request;
    request.method = method;
    request.path = path;
    request.headers = {{"host", "localhost"}};
    QVERIFY(!check(request, isUpgrade)); // no browser, no Origin
    request.headers.emplaceBack("origin", "http://evil.example");
    QCOMPARE(check(request, isUpgrade).has_value(), guarded);
}

void TestOriginCheck::refusesCrossSiteWithoutOrigin()
{
    const http::OriginCheck check;
    http::Request request;
    request.method = http::Method::Post;
    request.headers = {{"host", "localhost"}, {"sec-fetch-site", "cross-site"}};
    const auto refusal = check(request, false);
    QVERIFY(refusal);
    QVERIFY(refusal->body.contains("Sec-Fetch-Site"));
    request.method = http::Method::Get;
    QVERIFY(!check(request, false));
    request.method = http::Method::Post;
    request.headers = {{"host", "localhost"}, {"sec-fetch-site", "same-origin"}};
    QVERIFY(!check(request, false));
}

void TestOriginCheck::refusesTwoOrigins()
{
    http::Request request;
    request.method = http::Method::Post;
    request.headers
        = {{"host", "localhost"}, {"origin", "http://localhost"}, {"origin", "http://evil.example"}};
    QVERIFY(http::OriginCheck()(request, false));
}

void TestOriginCheck::namesOriginAndSetting()
{
    http::Request request;
    request.method = http::Method::Post;
    request.headers = {{"host", "localhost"}, {"origin", "http://evil.example"}};
    const auto refusal = http::OriginCheck()(request, false);
    QVERIFY(refusal);
    QVERIFY(refusal->body.contains("http://evil.example"));
    QVERIFY(refusal->body.contains("ALLOWED_ORIGINS"));
}

QTEST_APPLESS_MAIN(TestOriginCheck)
#include "tst_origincheck.moc"
