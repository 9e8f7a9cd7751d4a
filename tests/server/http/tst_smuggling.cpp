#include "tests/server/http/echoserver.h"
#include "tests/server/http/rawclient.h"

#include <QTest>

//! Requests that two readers could take apart differently: each gets one refusal and the connection ends, so
//! that what was hidden behind it never becomes a request.
class TestSmuggling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusesAfterAGoodRequest();
};

void TestSmuggling::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    const QByteArray hidden = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const QByteArray start = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
    const auto row = [](const char *name, const QByteArray &request, int status = 400) {
        QTest::newRow(name) << request << status;
    };
    row("CL.TE", start + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
    row("TE.CL",
        start + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n" + hidden + "0\r\n\r\n");
    row("TE.TE",
        start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden);
    row("TE with vertical tab",
        start
            + "Transfer-Encoding:\x0b"
              "chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
            + hidden);
    row("TE name with blank", start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden);
    row("TE folded", start + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + hidden);
    row("TE behind bare LF", start + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
    row("TE behind bare CR", start + "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
    row("CL.CL",
        start + "Content-Length: 0\r\nContent-Length: " + QByteArray::number(hidden.size()) + "\r\n\r\n"
            + hidden);
    row("CL list", start + "Content-Length: 0, 44\r\n\r\n" + hidden);
    row("CL with plus", start + "Content-Length: +0\r\n\r\n" + hidden);
    row("CL with NUL", start + QByteArray("Content-Length: 0\0\r\n\r\n", 22) + hidden);
    row("chunk size with 0x", start + "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + hidden);
    row("chunk size over 64 bits",
        start + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n" + hidden, 413);
    row("chunk ended by LF", start + "Transfer-Encoding: chunked\r\n\r\n0\n\n" + hidden);
    row("trailer", start + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 0\r\n\r\n" + hidden);
    row("two Hosts", "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n" + hidden);
    row("no Host", "GET /hello HTTP/1.1\r\n\r\n" + hidden);
    row("absolute form of another host",
        "GET http://evil/hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden);
    row("HTTP/0.9", "GET /hello\r\n" + hidden);
    row("HTTP/2.0", "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n" + hidden, 505);
    row("two blanks", "GET  /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden);
    row("upgrade that only Qt would take",
        start
            + "Connection: x-upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 44\r\n\r\n"
            + hidden);
    for (const QByteArray path : {"/../hello", "/item/../hello", "/item/%2e%2e/hello", "/item/%2E./hello",
             "/./hello", "/item/a%2Fb", "/item/a%2fb", "/item/%00", "/item/%0d%0aX:y", "/item/%zz", "/item/%",
             "/item/%c3%28", "/item/%ff", "/item/%ed%a0%80", "/hello?a=%", "/hello?a=%ff", "/hello?a=%00"}) {
        QTest::newRow(path.constData()) << get(path) + hidden << 400;
    }
}

void TestSmuggling::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    EchoServer echo;
    RawClient client(echo.port);
    client.send(request);
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QVERIFY(answer->body.startsWith("{\"error\":\""));
    QCOMPARE(answer->headers.value("connection"), "close");
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), "");
    QCOMPARE(echo.seen, QStringList());
}

void TestSmuggling::refusesAfterAGoodRequest()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/item/1") + "GET /hello HTTP/1.1\nHost: localhost\n\n" + get("/hello"));
    QCOMPARE(client.answer()->body, "1");
    QCOMPARE(client.answer()->status, 400);
    QVERIFY(client.waitForClose());
    QCOMPARE(echo.seen, QStringList());
}

QTEST_GUILESS_MAIN(TestSmuggling)
#include "tst_smuggling.moc"
