#include "core/http/forwardedhead.h"
#include "core/http/responseheadparser.h"

#include <QTest>

//! forwardedResponseHead: each row is what the local server sent, and all that the visitor gets.
class TestForwardedResponse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rewrites_data();
    void rewrites();
    void keepsLineEndsOut_data();
    void keepsLineEndsOut();
};

namespace {
constexpr qsizetype Limit = 64 * 1024;
}

void TestForwardedResponse::rewrites_data()
{
    QTest::addColumn<http::Exchange>("exchange");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const http::Exchange &exchange, const QByteArray &bytes,
                         const QByteArray &expected) {
        QTest::newRow(name) << exchange << bytes + "\r\n" << expected + "\r\n";
    };
    const http::Exchange get;
    const http::Exchange closing{.keepAlive = false};
    const http::Exchange toHead{.isHead = true};
    const http::Exchange upgrade{.isWebSocketUpgrade = true};
    const http::Exchange old{.minorVersion = 0, .keepAlive = false};
    const http::Exchange oldAndStaying{.minorVersion = 0};
    const QByteArray empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

    row("untouched", get,
        "HTTP/1.1 206 Some \xc3\xa4 Part\r\nDate: now\r\nX-b: 2\r\nx-A: 1\r\nCONTENT-LENGTH: 5\r\n"
        "Set-Cookie: a=b; Path=/\r\nset-cookie: c=d\r\nLocation: http://localhost/x\r\nEmpty:\r\nX-b: "
        "\xff\r\n",
        "HTTP/1.1 206 Some \xc3\xa4 Part\r\nDate: now\r\nX-b: 2\r\nx-A: 1\r\nCONTENT-LENGTH: 5\r\n"
        "Set-Cookie: a=b; Path=/\r\nset-cookie: c=d\r\nLocation: http://localhost/x\r\nEmpty: \r\nX-b: "
        "\xff\r\n");
    row("blanks around values", get, "HTTP/1.1 204 No\r\nA:\t b\t c \r\n", "HTTP/1.1 204 No\r\nA: b\t c\r\n");
    row("chunked with trailers", get,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Server-Timing\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Server-Timing\r\n");
    row("no reason", get, "HTTP/1.1 204 \r\n", "HTTP/1.1 204 \r\n");
    row("no reason and no blank", get, "HTTP/1.1 204\r\n", "HTTP/1.1 204 \r\n");

    row("server stays", get, empty + "Connection: Keep-Alive\r\nKeep-Alive: timeout=5, max=9\r\n", empty);
    row("server closes", get, empty + "connection: close\r\n", empty);
    row("visitor closes", closing, empty, empty + "Connection: close\r\n");
    row("both close", closing, empty + "Connection: close\r\n", empty + "Connection: close\r\n");
    row("visitor closes, server stays", closing, empty + "Connection: keep-alive\r\n",
        empty + "Connection: close\r\n");
    row("until close", get, "HTTP/1.1 200 OK\r\nA: b\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n");
    row("server speaks 1.0, until close", get, "HTTP/1.0 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n");
    row("server speaks 1.0, length", get, "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n", empty);
    row("visitor speaks 1.0", old, empty, empty + "Connection: close\r\n");
    row("visitor speaks 1.0 and stays", oldAndStaying, empty, empty + "Connection: keep-alive\r\n");
    row("visitor speaks 1.0 and stays, until close", oldAndStaying, "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n");
    row("HEAD", toHead, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n");
    row("HEAD, nothing said", toHead, "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n");
    row("304 with length", get, "HTTP/1.1 304 Same\r\nContent-Length: 99\r\n",
        "HTTP/1.1 304 Same\r\nContent-Length: 99\r\n");

    row("named by Connection", get,
        empty + "X-Hop: a\r\nConnection: x-hop,close , X-TWO\r\nX-Two: b\r\nC: d\r\n", empty + "C: d\r\n");
    row("Connection names the length", get,
        "HTTP/1.1 200 OK\r\nConnection: content-length\r\nContent-Length: 5\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n");
    row("Connection names the coding", get,
        "HTTP/1.1 200 OK\r\nConnection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n");
    row("proxy fields", get,
        empty
            + "Proxy-Authenticate: Basic\r\nProxy-Connection: close\r\nTE: trailers\r\nWWW-Authenticate: "
              "Basic\r\n",
        empty + "WWW-Authenticate: Basic\r\n");

    row("interim", closing, "HTTP/1.1 103 Hints\r\nLink: </a.css>\r\nConnection: close\r\n",
        "HTTP/1.1 103 Hints\r\nLink: </a.css>\r\n");
    row("100", get, "HTTP/1.1 100 Continue\r\n", "HTTP/1.1 100 Continue\r\n");
    row("WebSocket", upgrade,
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nCONNECTION: upgrade\r\n"
        "Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n"
        "Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\nConnection: Upgrade\r\n");
    row("WebSocket refused", upgrade,
        "HTTP/1.1 426 No\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n",
        "HTTP/1.1 426 No\r\nContent-Length: 0\r\n");
}

void TestForwardedResponse::rewrites()
{
    QFETCH(http::Exchange, exchange);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    http::ResponseHeadParser whole(Limit);
    QCOMPARE(whole.feed(bytes), bytes.size());
    QVERIFY2(whole.isDone(), whole.error() ? qPrintable(whole.error()->message) : "");
    QCOMPARE(http::forwardedResponseHead(whole.head(), exchange), expected);

    http::ResponseHeadParser dripped(Limit);
    for (const char c : bytes)
        dripped.feed(QByteArrayView(&c, 1));
    QVERIFY(dripped.isDone());
    QCOMPARE(http::forwardedResponseHead(dripped.head(), exchange), expected);

    http::ResponseHeadParser again(Limit);
    QCOMPARE(again.feed(expected), expected.size());
    QVERIFY(again.isDone());
    QCOMPARE(again.head().status, whole.head().status);
    QCOMPARE(again.head().framing, whole.head().framing);
    QCOMPARE(again.head().contentLength, whole.head().contentLength);
}

void TestForwardedResponse::keepsLineEndsOut_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::newRow("CR") << QByteArray("\r");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CR LF") << QByteArray("\r\nSet-Cookie: x=y");
    QTest::newRow("NUL") << QByteArray(1, '\0');
}

void TestForwardedResponse::keepsLineEndsOut()
{
    QFETCH(QByteArray, bad);
    http::ResponseHead head;
    head.status = 204;
    head.reason = "No";
    head.framing = http::Framing::None;
    head.fields = {{"A", "b" + bad}, {"C" + bad, "d"}, {"E", "f"}};
    QCOMPARE(http::forwardedResponseHead(head, {}), "HTTP/1.1 204 No\r\nE: f\r\n\r\n");
    head.reason = "No" + bad;
    QCOMPARE(http::forwardedResponseHead(head, {}), "");
}

QTEST_APPLESS_MAIN(TestForwardedResponse)
#include "tst_forwardedresponse.moc"
