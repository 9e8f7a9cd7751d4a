#include "tests/server/http/echoserver.h"
#include "tests/server/http/rawclient.h"

#include <QTest>

//! What a well-behaved client may rely on.
class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAndKeepsTheConnection();
    void carriesSafeHeaders();
    void answersHeadWithoutBody();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void answersWrongMethod();
    void answersOptions();
    void answersUnknownPath();
    void takesBodies_data();
    void takesBodies();
    void takesABodyInPieces();
    void continuesWhenExpected();
    void doesNotContinueARefusedRequest();
    void refusesOtherExpectations();
    void answersPipelinedRequestsInOrder();
    void holdsAPipelinedRequestBack();
    void answersManyPipelinedRequests();
    void answersInPipelinesWithBodies();
    void dropsNothingAfterAHalfClose();
    void answersADroppedResponder();
    void compressesLargeText();
    void ignoresHttp2Upgrade();
    void appliesChecksBeforeTheBody();
    void tellsThatAPortIsTaken();
};

void TestHttpServer::answersAndKeepsTheConnection()
{
    EchoServer echo;
    RawClient client(echo.port);
    for (int i = 0; i < 3; ++i) {
        client.send(get("/hello"));
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, R"({"hello":"world"})");
        QVERIFY(!answer->headers.contains("connection"));
    }
    QVERIFY(!client.isClosed());
    QCOMPARE(echo.server->connectionCount(), 1);
}

void TestHttpServer::carriesSafeHeaders()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/hello"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->headers.value("x-content-type-options"), "nosniff");
    QCOMPARE(answer->headers.value("referrer-policy"), "no-referrer");
    QCOMPARE(answer->headers.value("cache-control"), "no-store");
    QCOMPARE(answer->headers.value("content-type"), "application/json; charset=utf-8");
    QVERIFY(answer->headers.value("date").endsWith(" GMT"));
    QVERIFY(!answer->headers.contains("server"));
    QVERIFY(!answer->headers.contains("x-powered-by"));
}

void TestHttpServer::answersHeadWithoutBody()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/item/next"));
    const auto head = client.answer(true);
    QVERIFY(head);
    QCOMPARE(head->status, 200);
    QCOMPARE(head->headers.value("content-length"), "17");
    const auto next = client.answer(); // would be out of step if HEAD had sent a body
    QVERIFY(next);
    QCOMPARE(next->body, "next");
}

void TestHttpServer::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("Connection: close") << get("/hello", "Connection: close\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n");
    QTest::newRow("HTTP/1.0 keep-alive")
        << QByteArray("GET /hello HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
}

void TestHttpServer::closesWhenAsked()
{
    QFETCH(QByteArray, request);
    EchoServer echo;
    RawClient client(echo.port);
    client.send(request);
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->headers.value("connection"), "close");
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), "");
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestHttpServer::answersWrongMethod()
{
    EchoServer echo;
    RawClient client(echo.port);
    for (const QByteArray method : {"POST", "DELETE", "BREW"}) {
        client.send(method + " /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 405);
        QCOMPARE(answer->headers.value("allow"), "GET, HEAD, OPTIONS");
        QVERIFY(answer->body.startsWith("{\"error\":"));
    }
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpServer::answersOptions()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(
        "OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto path = client.answer();
    QVERIFY(path);
    QCOMPARE(path->status, 204);
    QCOMPARE(path->headers.value("allow"), "POST, OPTIONS");
    QVERIFY(!path->headers.contains("content-length"));
    const auto all = client.answer();
    QVERIFY(all);
    QCOMPARE(all->status, 204);
}

void TestHttpServer::answersUnknownPath()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/nowhere"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 404);
    QCOMPARE(answer->body, R"({"error":"Nothing is served at /nowhere"})");
}

void TestHttpServer::takesBodies_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    const QByteArray chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray large(3 * 1000 * 1000, 'L');
    QTest::newRow("length") << post("/echo", "hello") << QByteArray("hello");
    QTest::newRow("empty") << post("/echo", "") << QByteArray();
    QTest::newRow("without length") << QByteArray("POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    << QByteArray();
    QTest::newRow("large") << post("/echo", large) << large;
    QTest::newRow("binary") << post("/echo", QByteArray("\0\r\n\r\n\xff", 6))
                            << QByteArray("\0\r\n\r\n\xff", 6);
    QTest::newRow("chunked") << chunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
                             << QByteArray("hello world");
    QTest::newRow("chunked with extension") << chunked + "5;x=y\r\nhello\r\n0\r\n\r\n" << QByteArray("hello");
    QTest::newRow("chunked empty") << chunked + "0\r\n\r\n" << QByteArray();
    QTest::newRow("chunked, line ends as content") << chunked + "4\r\n\r\n\r\n\r\n0\r\n\r\n"
                                                   << QByteArray("\r\n\r\n");
    QTest::newRow("chunked, looks like the last chunk") << chunked + "5\r\n0\r\n\r\n\r\n2\r\nab\r\n0\r\n\r\n"
                                                        << QByteArray("0\r\n\r\nab");
    QTest::newRow("chunked large") << chunked + "2dc6c0\r\n" + large + "\r\n0\r\n\r\n" << large;
    QTest::newRow("many chunks") << chunked + QByteArray("1\r\nx\r\n").repeated(5000) + "0\r\n\r\n"
                                 << QByteArray(5000, 'x');
}

void TestHttpServer::takesBodies()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    EchoServer echo;
    RawClient client(echo.port);
    for (int i = 0; i < 2; ++i) { // the second time: nothing of the first is left over
        client.send(request);
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, body);
    }
}

void TestHttpServer::takesABodyInPieces()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QByteArray request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                               "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const char c : request) {
        client.send(QByteArray(1, c));
        client.socket.flush();
        QCoreApplication::processEvents();
    }
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->body, "abcde");
    QCOMPARE(echo.seen.size(), 1);
}

void TestHttpServer::continuesWhenExpected()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
    const auto interim = client.answer();
    QVERIFY(interim);
    QCOMPARE(interim->status, 100);
    QVERIFY(interim->headers.isEmpty());
    QCOMPARE(echo.seen, QStringList());
    client.send("body");
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, "body");
}

void TestHttpServer::doesNotContinueARefusedRequest()
{
    http::Limits limits;
    limits.bodyBytes = 10;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 413);
}

void TestHttpServer::refusesOtherExpectations()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(post("/echo", "x", "Expect: 200-ok\r\n"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 417);
    QVERIFY(client.waitForClose());
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpServer::answersPipelinedRequestsInOrder()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/held") + get("/item/2") + get("/held") + get("/item/4"));
    QTRY_COMPARE(echo.held.size(), 1U);
    echo.answerHeld("1");
    QTRY_COMPARE(echo.held.size(), 1U);
    echo.answerHeld("3");
    for (const QByteArray expected : {"1", "2", "3", "4"}) {
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, expected);
    }
}

void TestHttpServer::holdsAPipelinedRequestBack()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/held"));
    QTRY_COMPARE(echo.held.size(), 1U);
    client.send(get("/hello"));
    RawClient other(echo.port); // its whole exchange comes after the second request arrived
    other.send(get("/item/x"));
    QVERIFY(other.answer());
    QCOMPARE(echo.seen, QStringList{QStringLiteral("/held")});
    echo.answerHeld("first");
    QCOMPARE(client.answer()->body, "first");
    QCOMPARE(client.answer()->body, R"({"hello":"world"})");
}

void TestHttpServer::answersManyPipelinedRequests()
{
    EchoServer echo;
    RawClient client(echo.port);
    constexpr int Count = 3000; // more than one input window of them
    QByteArray requests;
    for (int i = 0; i < Count; ++i)
        requests += get("/item/" + QByteArray::number(i));
    client.send(requests);
    for (int i = 0; i < Count; ++i) {
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray::number(i));
    }
}

void TestHttpServer::answersInPipelinesWithBodies()
{
    EchoServer echo;
    RawClient client(echo.port);
    const QByteArray chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray large(200000, 'L');
    client.send(post("/echo", "one") + chunked + "3\r\ntwo\r\n0\r\n\r\n" + get("/item/three")
        + post("/echo", large) + get("/item/five"));
    for (const QByteArray &expected :
        {QByteArray("one"), QByteArray("two"), QByteArray("three"), large, QByteArray("five")}) {
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, expected);
    }
}

void TestHttpServer::dropsNothingAfterAHalfClose()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/hello"));
    client.socket.disconnectFromHost(); // sends what is queued, then FIN
    QTRY_COMPARE(echo.seen.size(), 1);
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestHttpServer::answersADroppedResponder()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/dropped") + get("/item/after"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 500);
    QCOMPARE(answer->body, R"({"error":"The request was not answered"})");
    QCOMPARE(client.answer()->body, "after");
}

void TestHttpServer::compressesLargeText()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/big?size=100000", "Accept-Encoding: br;q=1, gzip;q=0.5\r\n"));
    const auto packed = client.answer();
    QVERIFY(packed);
    QCOMPARE(packed->headers.value("content-encoding"), "gzip");
    QCOMPARE(packed->headers.value("vary"), "Accept-Encoding");
    QVERIFY(packed->body.size() < 1000);
    QCOMPARE(packed->body.first(2), "\x1f\x8b");

    client.send(get("/big?size=100000", "Accept-Encoding: gzip;q=0\r\n"));
    const auto plain = client.answer();
    QVERIFY(plain);
    QVERIFY(!plain->headers.contains("content-encoding"));
    QCOMPARE(plain->headers.value("vary"), "Accept-Encoding");
    QCOMPARE(plain->body.size(), 100000);

    client.send(get("/big?size=1024", "Accept-Encoding: gzip\r\n"));
    const auto small = client.answer();
    QVERIFY(small);
    QVERIFY(!small->headers.contains("content-encoding"));
}

void TestHttpServer::ignoresHttp2Upgrade()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(
        get("/hello", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
}

void TestHttpServer::appliesChecksBeforeTheBody()
{
    EchoServer echo;
    echo.server->addCheck([](http::Request &request, bool) -> std::optional<http::Answer> {
        request.user = QStringLiteral("someone");
        return std::nullopt;
    });
    echo.server->addCheck([](http::Request &request, bool) -> std::optional<http::Answer> {
        if (request.user == QStringLiteral("someone") && request.path == QStringLiteral("/echo"))
            return http::errorAnswer(401, QStringLiteral("No"));
        return std::nullopt;
    });
    RawClient client(echo.port);
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nonly the start");
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 401);
    QCOMPARE(answer->body, R"({"error":"No"})");
    QVERIFY(client.waitForClose());
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpServer::tellsThatAPortIsTaken()
{
    const EchoServer echo;
    http::HttpServer second;
    const auto opened = second.open(echo.port);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, base::ErrorCode::Conflict);
    QCOMPARE(opened.error().message,
        QStringLiteral("Another program already listens on 127.0.0.1:%1").arg(echo.port));
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
