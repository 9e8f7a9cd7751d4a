#include "core/http/forwardedhead.h"
#include "core/http/headparser.h"

#include <QTest>

//! forwardedRequestHead: each row is what a visitor sent, and all that the local server gets.
class TestForwardedRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rewrites_data();
    void rewrites();
    void followsItsContext_data();
    void followsItsContext();
    void keepsLineEndsOut_data();
    void keepsLineEndsOut();
};

namespace {

constexpr qsizetype Limit = 64 * 1024;

//! A visitor of https://m.example from 203.0.113.9 with our cookie.
http::ForwardingContext visitor()
{
    http::ForwardingContext context;
    context.clientAddress = "203.0.113.9";
    context.isHttps = true;
    context.privateCookies = {"relay_token"};
    return context;
}

const QByteArray Written = "x-forwarded-for: 203.0.113.9\r\nx-forwarded-proto: https\r\n"
                           "x-forwarded-host: m.example\r\n\r\n";

QByteArray forwarded(const QByteArray &bytes, const http::ForwardingContext &context)
{
    http::HeadParser parser(Limit);
    parser.feed(bytes);
    return parser.isDone() ? http::forwardedRequestHead(parser.head(), context) : QByteArray("not parsed");
}

} // namespace

void TestForwardedRequest::rewrites_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");

    const auto line = [](const char *name, const QByteArray &start, const QByteArray &expected) {
        QTest::newRow(name) << start + "\r\nHost: m.example\r\n\r\n"
                            << expected + "\r\nhost: localhost\r\n" + Written;
    };
    const auto field = [](const char *name, const QByteArray &sent, const QByteArray &kept,
                           const QByteArray &method = "GET") {
        QTest::newRow(name) << method + " / HTTP/1.1\r\nHost: m.example\r\n" + sent + "\r\n"
                            << method + " / HTTP/1.1\r\nhost: localhost\r\n" + kept + Written;
    };

    line("plain", "GET /a/b?c=d HTTP/1.1", "GET /a/b?c=d HTTP/1.1");
    line("1.0", "GET /a HTTP/1.0", "GET /a HTTP/1.0");
    line("other method", "PROPFIND /a HTTP/1.1", "PROPFIND /a HTTP/1.1");
    line("encoded target", "GET /a%2F%2e%2e%0d%0ab?%00 HTTP/1.1", "GET /a%2F%2e%2e%0d%0ab?%00 HTTP/1.1");
    line("two slashes", "GET //evil.example/x HTTP/1.1", "GET //evil.example/x HTTP/1.1");
    line("absolute form", "GET http://m.example/a?b HTTP/1.1", "GET /a?b HTTP/1.1");
    line("absolute form of https", "GET https://M.Example/a HTTP/1.1", "GET /a HTTP/1.1");
    line("absolute form without path", "GET http://m.example HTTP/1.1", "GET / HTTP/1.1");
    line("absolute form with query only", "GET http://m.example?b HTTP/1.1", "GET /?b HTTP/1.1");
    line("absolute form with a URL in it", "GET http://m.example/?u=http://x/y HTTP/1.1",
        "GET /?u=http://x/y HTTP/1.1");
    line("asterisk form", "OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1");
    line("OPTIONS of a host", "OPTIONS http://m.example HTTP/1.1", "OPTIONS * HTTP/1.1");
    line("OPTIONS of a root", "OPTIONS http://m.example/ HTTP/1.1", "OPTIONS / HTTP/1.1");
    QTest::newRow("empty line before") << QByteArray("\r\nGET / HTTP/1.1\r\nHost: m.example\r\n\r\n")
                                       << "GET / HTTP/1.1\r\nhost: localhost\r\n" + Written;
    QTest::newRow("Host in the middle")
        << QByteArray("GET / HTTP/1.1\r\nA: b\r\nhOsT:  m.example \r\nC: d\r\n\r\n")
        << "GET / HTTP/1.1\r\nhost: localhost\r\na: b\r\nc: d\r\n" + Written;
    QTest::newRow("1.0 without Host")
        << QByteArray("GET / HTTP/1.0\r\nA: b\r\n\r\n")
        << QByteArray("GET / HTTP/1.0\r\nhost: localhost\r\na: b\r\n"
                      "x-forwarded-for: 203.0.113.9\r\nx-forwarded-proto: https\r\n\r\n");
    QTest::newRow("Host with port")
        << QByteArray("GET / HTTP/1.1\r\nHost: [::1]:3457\r\n\r\n")
        << QByteArray("GET / HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 203.0.113.9\r\n"
                      "x-forwarded-proto: https\r\nx-forwarded-host: [::1]:3457\r\n\r\n");

    field("order, repeats and bytes stay",
        "Accept: */*\r\nX-A: 1\r\nRange: bytes=0-\r\nX-A: \xc3\xa4\r\nEmpty:\r\n",
        "accept: */*\r\nx-a: 1\r\nrange: bytes=0-\r\nx-a: \xc3\xa4\r\nempty: \r\n");
    field("length stays", "Content-Length: 12\r\n", "content-length: 12\r\n", "POST");
    field("length 0 stays", "Content-Length: 0\r\n", "content-length: 0\r\n", "POST");
    field("chunked stays", "Transfer-Encoding: chunked\r\nTrailer: X\r\n",
        "transfer-encoding: chunked\r\ntrailer: X\r\n", "POST");
    field("Expect stays", "Expect: 100-continue\r\nContent-Length: 1\r\n",
        "expect: 100-continue\r\ncontent-length: 1\r\n", "POST");

    field("keep-alive", "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n", "");
    field("close", "Connection: close\r\n", "");
    field("proxy fields",
        "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eDp5\r\nProxy-Authenticate: Basic\r\n",
        "");
    field("TE", "TE: trailers\r\nConnection: TE\r\n", "");
    field("named by Connection", "X-Hop: a\r\nConnection: x-hop, X-Other\r\nX-OTHER: b\r\nX-End: c\r\n",
        "x-end: c\r\n");
    field("named by a second Connection",
        "X-Hop: a\r\nConnection: close\r\nX-B: b\r\nConnection: \t,X-HOP ,,\r\n", "x-b: b\r\n");
    field("part of a name in Connection", "X-Hop: a\r\nConnection: hop, x-hop-2, x\r\n", "x-hop: a\r\n");
    field("Connection names the length", "Connection: close, Content-Length\r\nContent-Length: 5\r\n",
        "content-length: 5\r\n", "POST");
    field("Connection names the coding", "Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n",
        "transfer-encoding: chunked\r\n", "POST");
    field("Connection names Host", "Connection: Host\r\n", "");
    field("Connection names what we write", "Connection: X-Forwarded-For, x-forwarded-host\r\n", "");
    field("Connection names the cookie", "Connection: Cookie\r\nCookie: a=b\r\n", "");
    field("h2c", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n", "");
    field("Upgrade alone", "Upgrade: websocket\r\n", "");
    field("upgrade of a POST", "Connection: Upgrade\r\nUpgrade: websocket\r\n", "", "POST");
    field("upgrade with a body", "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n",
        "content-length: 3\r\n");
    field("WebSocket",
        "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key: "
        "x3JJHMbDL1EzLkh9GBhXDw==\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
        "sec-websocket-key: x3JJHMbDL1EzLkh9GBhXDw==\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-extensions: permessage-deflate\r\nconnection: Upgrade\r\nupgrade: websocket\r\n");

    field("origin", "Origin: https://m.example\r\n", "origin: http://localhost\r\n");
    field("foreign origin", "Origin: https://other.example\r\n", "origin: http://localhost\r\n");
    field("null origin", "Origin: null\r\n", "origin: http://localhost\r\n");
    field("two origins", "Origin: https://m.example\r\nOrigin: x\r\n",
        "origin: http://localhost\r\norigin: http://localhost\r\n");
    field("own referer", "Referer: https://M.example/agents?x\r\n", "");
    field("own referer without path", "Referer: https://m.example\r\n", "");
    field("foreign referer", "Referer: https://other.example/m.example\r\n",
        "referer: https://other.example/m.example\r\n");
    field("longer referer", "Referer: https://m.example.evil/\r\n", "referer: https://m.example.evil/\r\n");
    field("odd referer", "Referer: about:blank\r\n", "referer: about:blank\r\n");

    field("forged origin of the request",
        "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: evil\r\n"
        "X-Forwarded-Port: 1\r\nX-Forwarded-Prefix: /a\r\nForwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\n"
        "X-Forwarded: y\r\nX-Forward: z\r\nX-Real-IPs: w\r\n",
        "x-forward: z\r\nx-real-ips: w\r\n");
    field("forged with underscores",
        "X_Forwarded_For: 1.2.3.4\r\nX-Forwarded_Host: evil\r\nX_Real_IP: 1.2.3.4\r\n", "");

    field("our cookie alone", "Cookie: relay_token=abc.def\r\n", "");
    field("our cookie first", "Cookie: relay_token=abc; a=b\r\n", "cookie: a=b\r\n");
    field("our cookie last", "Cookie: a=b; relay_token=abc\r\n", "cookie: a=b\r\n");
    field("our cookie between", "Cookie: a=b;relay_token=abc ;  c=\"d\"\r\n", "cookie: a=b; c=\"d\"\r\n");
    field("our cookie twice", "Cookie: relay_token=1; a=relay_token; relay_token=2\r\n",
        "cookie: a=relay_token\r\n");
    field("our cookie with blanks", "Cookie: \trelay_token = abc; a=b\r\n", "cookie: a=b\r\n");
    field("our cookie without value", "Cookie: relay_token; a=b\r\n", "cookie: a=b\r\n");
    field("other cookies untouched", "Cookie: a=b;c=d;;  e\r\n", "cookie: a=b;c=d;;  e\r\n");
    field("longer names stay", "Cookie: xrelay_token=1; relay_tokens=2; RELAY_TOKEN=3\r\n",
        "cookie: xrelay_token=1; relay_tokens=2; RELAY_TOKEN=3\r\n");
    field("two Cookie fields", "Cookie: relay_token=1\r\nCookie: a=b; relay_token=2\r\n", "cookie: a=b\r\n");
    field("bearer of the local server", "Authorization: Bearer abc\r\n", "authorization: Bearer abc\r\n");
}

void TestForwardedRequest::rewrites()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(forwarded(bytes, visitor()), expected);

    http::HeadParser dripped(Limit);
    for (const char c : bytes)
        dripped.feed(QByteArrayView(&c, 1));
    QVERIFY(dripped.isDone());
    QCOMPARE(http::forwardedRequestHead(dripped.head(), visitor()), expected);

    // What we write is what we would take.
    http::HeadParser again(Limit);
    QCOMPARE(again.feed(expected), expected.size());
    QVERIFY(again.isDone());
    QCOMPARE(again.head().framing, dripped.head().framing);
    QCOMPARE(again.head().contentLength, dripped.head().contentLength);
}

void TestForwardedRequest::followsItsContext_data()
{
    QTest::addColumn<http::ForwardingContext>("context");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("expected");

    http::ForwardingContext context;
    QTest::newRow("least") << context << QByteArray("Cookie: relay_token=1\r\nAuthorization: Bearer x\r\n")
                           << QByteArray(
                                  "host: localhost\r\ncookie: relay_token=1\r\nauthorization: Bearer x\r\n"
                                  "x-forwarded-proto: http\r\nx-forwarded-host: h\r\n");
    context.localHost = "localhost:3456";
    context.clientAddress = "2001:db8::1";
    QTest::newRow("port and IPv6")
        << context << QByteArray("Origin: http://h\r\n")
        << QByteArray("host: localhost:3456\r\norigin: http://localhost:3456\r\n"
                      "x-forwarded-for: 2001:db8::1\r\nx-forwarded-proto: http\r\nx-forwarded-host: h\r\n");

    context = {};
    context.privateCookies = {"one", "two"};
    QTest::newRow("two names") << context << QByteArray("Cookie: one=1; three=3; two=2\r\n")
                               << QByteArray(
                                      "host: localhost\r\ncookie: three=3\r\nx-forwarded-proto: http\r\n"
                                      "x-forwarded-host: h\r\n");

    context = {};
    context.bearerIsPrivate = true;
    const auto bearer = [&context](const char *name, const QByteArray &value, const QByteArray &kept) {
        QTest::newRow(name) << context << "Authorization: " + value + "\r\n"
                            << "host: localhost\r\n" + kept
                + "x-forwarded-proto: http\r\nx-forwarded-host: h\r\n";
    };
    bearer("private bearer", "Bearer abc", "");
    bearer("private bearer in other case", "bEARER\tabc", "");
    bearer("private bearer without token", "Bearer", "");
    bearer("basic", "Basic eDp5", "authorization: Basic eDp5\r\n");
    bearer("longer scheme", "Bearers abc", "authorization: Bearers abc\r\n");
    bearer("shorter scheme", "Bear", "authorization: Bear\r\n");
}

void TestForwardedRequest::followsItsContext()
{
    QFETCH(http::ForwardingContext, context);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, expected);
    QCOMPARE(forwarded("GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n", context),
        "GET / HTTP/1.1\r\n" + expected + "\r\n");
}

void TestForwardedRequest::keepsLineEndsOut_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::newRow("CR") << QByteArray("\r");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CR LF") << QByteArray("\r\nX: y");
    QTest::newRow("NUL") << QByteArray(1, '\0');
}

void TestForwardedRequest::keepsLineEndsOut()
{
    QFETCH(QByteArray, bad);
    http::RequestHead head;
    head.method = "GET";
    head.target = "/";
    head.fields = {{"a", "b" + bad}, {"c" + bad, "d"}, {"cookie", "e=f" + bad},
        {"referer", "http://r/" + bad}, {"g", "h"}};
    http::ForwardingContext context;
    context.clientAddress = "1.2.3.4" + bad;
    QCOMPARE(http::forwardedRequestHead(head, context),
        "GET / HTTP/1.1\r\nhost: localhost\r\ng: h\r\nx-forwarded-proto: http\r\n\r\n");

    head.target = "/" + bad;
    QCOMPARE(http::forwardedRequestHead(head, context), "");
    head.target = "/";
    head.method = "GET" + bad;
    QCOMPARE(http::forwardedRequestHead(head, context), "");
}

QTEST_APPLESS_MAIN(TestForwardedRequest)
#include "tst_forwardedrequest.moc"
