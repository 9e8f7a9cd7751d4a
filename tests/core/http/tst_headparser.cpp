#include "core/http/headparser.h"

#include <QTest>

namespace {
constexpr qsizetype Limit = 64 * 1024;
}

class TestHeadParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryPart();
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void readsAnySplit();
    void leavesWhatFollows();
    void tooLargeAtTheLimit();
    void tooManyFields();
    void decidesFraming_data();
    void decidesFraming();
    void keepsAlive_data();
    void keepsAlive();
    void recognisesUpgrade_data();
    void recognisesUpgrade();
    void startsAfresh();
};

void TestHeadParser::readsEveryPart()
{
    http::HeadParser parser(Limit);
    const QByteArray bytes = "POST /a/b?c=d HTTP/1.1\r\nHost: h:1\r\nX-Thing:  some value \t\r\nEMPTY:\r\n"
                             "Content-Length: 12\r\n\r\n";
    QCOMPARE(parser.feed(bytes), bytes.size());
    QVERIFY(parser.isDone());
    QVERIFY(!parser.error());
    QCOMPARE(parser.size(), bytes.size());
    const http::RequestHead &head = parser.head();
    QCOMPARE(head.method, "POST");
    QCOMPARE(head.target, "/a/b?c=d");
    QCOMPARE(head.minorVersion, 1);
    QCOMPARE(head.fields.size(), 4);
    QCOMPARE(head.field("host"), "h:1");
    QCOMPARE(head.field("x-thing"), "some value");
    QCOMPARE(head.field("empty"), "");
    QCOMPARE(head.framing, http::Framing::Length);
    QCOMPARE(head.contentLength, 12U);
}

void TestHeadParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");

    const auto row = [](const char *name, const QByteArray &bytes, int status, const char *message) {
        QTest::newRow(name) << bytes << status << QString::fromLatin1(message);
    };
    const auto field
        = [&row](const char *name, const QByteArray &line, const char *message, int status = 400) {
              row(name, "GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n", status, message);
          };

    row("two empty lines", "\r\n\r\n", 400, "An empty request line");
    row("one word", "GET\r\n", 400, "request line");
    row("two words", "GET /\r\n", 400, "request line");
    row("HTTP/0.9", "GET /\r\n\r\n", 400, "request line");
    row("four words", "GET / x HTTP/1.1\r\n", 400, "target");
    row("two blanks", "GET  / HTTP/1.1\r\n", 400, "target");
    row("tab between", "GET\t/\tHTTP/1.1\r\n", 400, "request line");
    row("leading blank", " GET / HTTP/1.1\r\n", 400, "method");
    row("trailing blank", "GET / HTTP/1.1 \r\n", 400, "target");
    row("method with a colon", "G:T / HTTP/1.1\r\n", 400, "method");
    row("method of 33", QByteArray(33, 'G') + " / HTTP/1.1\r\n", 400, "method");
    row("method with a high byte", "G\xc3\x89T / HTTP/1.1\r\n", 400, "method");
    row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 12), 400, "CR LF");
    row("target without slash", "GET x HTTP/1.1\r\n", 400, "slash");
    row("authority form", "CONNECT h:1 HTTP/1.1\r\n", 400, "slash");
    row("CONNECT of a path", "CONNECT /x HTTP/1.1\r\n", 400, "CONNECT");
    row("CONNECT of a URL", "CONNECT http://h:1/ HTTP/1.1\r\n", 400, "CONNECT");
    row("target of another host", "GET http://i/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "another host");
    row("target of a longer host", "GET http://h.i HTTP/1.1\r\nHost: h\r\n\r\n", 400, "another host");
    row("target with a user", "GET http://a@h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "another host");
    row("target with a backslash", "GET http://h\\i/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "another host");
    row("target without host", "GET http:///x HTTP/1.1\r\nHost:\r\n\r\n", 400, "another host");
    row("1.0 target of a host, no Host", "GET http://h/ HTTP/1.0\r\n\r\n", 400, "another host");
    row("asterisk form of GET", "GET * HTTP/1.1\r\n", 400, "slash");
    row("target with fragment", "GET /a#b HTTP/1.1\r\n", 400, "percent-encoded");
    row("target with NUL", QByteArray("GET /a\0b HTTP/1.1\r\n", 19), 400, "percent-encoded");
    row("target with DEL", "GET /a\x7f HTTP/1.1\r\n", 400, "percent-encoded");
    row("target with raw UTF-8", "GET /\xc3\xa4 HTTP/1.1\r\n", 400, "percent-encoded");
    row("target with tab", "GET /a\tb HTTP/1.1\r\n", 400, "percent-encoded");
    row("no version", "GET / HTTP\r\n", 400, "version");
    row("lower-case version", "GET / http/1.1\r\n", 400, "version");
    row("long version", "GET / HTTP/1.10\r\n", 400, "version");
    row("odd version", "GET / HTTP/1,1\r\n", 400, "version");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n", 505, "HTTP/1.1");
    row("HTTP/1.2", "GET / HTTP/1.2\r\n", 505, "HTTP/1.1");
    row("HTTP/0.9 named", "GET / HTTP/0.9\r\n", 505, "HTTP/1.1");
    row("bare LF", "GET / HTTP/1.1\n", 400, "CR LF");
    row("bare LF in a field", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400, "CR LF");
    row("bare LF at the end", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400, "CR LF");
    row("bare CR in the request line", "GET /\r HTTP/1.1\r\n", 400, "CR inside");
    field("bare CR in a value", "X: a\rb", "CR inside");
    field("CR CR LF", "X: a\r", "CR inside");
    field("folded line", "X: a\r\n b", "folded");
    field("folded by tab", "X: a\r\n\tb", "folded");
    row("blank first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400, "folded");
    field("no colon", "Xab", "colon");
    field("blank before colon", "X : a", "name");
    field("tab before colon", "X\t: a", "name");
    field("empty name", ": a", "name");
    field("name with a blank", "X Y: a", "name");
    field("name in brackets", "X(Y): a", "name");
    field("name with a high byte", "X\xc3\xa4: a", "name");
    field("value with NUL", QByteArray("X: a\0b", 6), "control");
    field("value with ESC", "X: a\x1b[0m", "control");
    field("value with DEL", "X: \x7f", "control");
    row("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n", 400, "Host header is missing");
    field("two Hosts", "Host: i", "More than one Host");
    field("two equal Hosts", "host: h", "More than one Host");
    row("Host with user", "GET / HTTP/1.1\r\nHost: a@h\r\n\r\n", 400, "Host header is not valid");
    row("Host with path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400, "Host header is not valid");
    row("Host list", "GET / HTTP/1.1\r\nHost: h, i\r\n\r\n", 400, "Host header is not valid");
    field("large Connection", "Connection: close\r\nConnection: " + QByteArray(508, 'x'), "Connection header",
        431);
    field("length and chunked", "Content-Length: 1\r\nTransfer-Encoding: chunked", "beside");
    field("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 1", "beside");
    field("two lengths", "Content-Length: 1\r\nContent-Length: 2", "More than one Content-Length");
    field("two equal lengths", "Content-Length: 1\r\nContent-Length: 1", "More than one Content-Length");
    field("length list", "Content-Length: 1, 1", "number of bytes");
    field("length with plus", "Content-Length: +1", "number of bytes");
    field("negative length", "Content-Length: -1", "number of bytes");
    field("hexadecimal length", "Content-Length: 0x1", "number of bytes");
    field("length with blank", "Content-Length: 1 1", "number of bytes");
    field("empty length", "Content-Length:", "number of bytes");
    field("length of 2^64", "Content-Length: 18446744073709551616", "number of bytes");
    field("gzip coding", "Transfer-Encoding: gzip, chunked", "only Transfer-Encoding");
    field("identity coding", "Transfer-Encoding: identity", "only Transfer-Encoding");
    field("chunked twice", "Transfer-Encoding: chunked, chunked", "only Transfer-Encoding");
    field(
        "two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "only Transfer-Encoding");
    field("coding with vertical tab",
        "Transfer-Encoding: \x0b"
        "chunked",
        "control");
    field("quoted coding", "Transfer-Encoding: \"chunked\"", "only Transfer-Encoding");
    field("empty coding", "Transfer-Encoding:", "only Transfer-Encoding");
    row("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "HTTP/1.0");
}

void TestHeadParser::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QString, message);
    http::HeadParser parser(Limit);
    parser.feed(bytes);
    QVERIFY(parser.error());
    QVERIFY(!parser.isDone());
    QCOMPARE(parser.error()->status, status);
    QVERIFY2(parser.error()->message.contains(message), qPrintable(parser.error()->message));
    QCOMPARE(parser.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n"), 0);
}

void TestHeadParser::accepts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("1.0 without Host") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    QTest::newRow("one empty line before") << QByteArray("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("absolute form") << QByteArray("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("asterisk form") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("unknown method") << QByteArray("BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("IPv6 host") << QByteArray("GET / HTTP/1.1\r\nHost: [::1]:3456\r\n\r\n");
    QTest::newRow("empty host") << QByteArray("GET / HTTP/1.1\r\nHost:\r\n\r\n");
    QTest::newRow("high bytes in a value") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nX: \xc3\xa4\r\n\r\n");
    QTest::newRow("signs that browsers send") << QByteArray("GET /a|b{c}\"^`\\ HTTP/1.1\r\nHost: h\r\n\r\n");
}

void TestHeadParser::accepts()
{
    QFETCH(QByteArray, bytes);
    http::HeadParser parser(Limit);
    QCOMPARE(parser.feed(bytes), bytes.size());
    QVERIFY2(!parser.error(), parser.error() ? qPrintable(parser.error()->message) : "");
    QVERIFY(parser.isDone());
}

void TestHeadParser::readsAnySplit()
{
    const QByteArray bytes = "\r\nGET /x HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n";
    for (qsizetype step = 1; step <= bytes.size(); ++step) {
        http::HeadParser parser(Limit);
        qsizetype taken = 0;
        for (qsizetype i = 0; i < bytes.size(); i += step) {
            QVERIFY(!parser.isDone());
            taken += parser.feed(QByteArrayView(bytes).sliced(i, std::min(step, bytes.size() - i)));
        }
        QVERIFY(parser.isDone());
        QCOMPARE(taken, bytes.size());
        QCOMPARE(parser.head().field("accept"), "*/*");
    }
}

void TestHeadParser::leavesWhatFollows()
{
    const QByteArray head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
    http::HeadParser parser(Limit);
    QCOMPARE(parser.feed(head + "abcGET"), head.size());
    QVERIFY(parser.isDone());
    QCOMPARE(parser.feed("more"), 0);
}

void TestHeadParser::tooLargeAtTheLimit()
{
    const QByteArray start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    const QByteArray fits = start + QByteArray(Limit - start.size() - 4, 'x') + "\r\n\r\n";
    QCOMPARE(fits.size(), Limit);
    http::HeadParser exact(Limit);
    exact.feed(fits);
    QVERIFY(exact.isDone());

    http::HeadParser over(Limit);
    over.feed(start + QByteArray(Limit, 'x'));
    QVERIFY(over.error());
    QCOMPARE(over.error()->status, 431);

    http::HeadParser dripped(Limit);
    for (qsizetype i = 0; i <= Limit && !dripped.error(); ++i)
        dripped.feed("G");
    QVERIFY(dripped.error());
    QCOMPARE(dripped.error()->status, 414);

    http::HeadParser longTarget(Limit);
    longTarget.feed("GET /" + QByteArray(Limit, 'a') + " HTTP/1.1\r\n");
    QVERIFY(longTarget.error());
    QCOMPARE(longTarget.error()->status, 414);
}

void TestHeadParser::tooManyFields()
{
    QByteArray bytes = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (qsizetype i = 1; i < http::HeadParser::MaxFields; ++i)
        bytes += "X: y\r\n";
    http::HeadParser most(Limit);
    most.feed(bytes + "\r\n");
    QVERIFY(most.isDone());

    http::HeadParser over(Limit);
    over.feed(bytes + "X: y\r\n\r\n");
    QVERIFY(over.error());
    QCOMPARE(over.error()->status, 431);
}

void TestHeadParser::decidesFraming_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<http::Framing>("framing");
    QTest::newRow("nothing") << QByteArray() << http::Framing::None;
    QTest::newRow("length 0") << QByteArray("Content-Length: 0\r\n") << http::Framing::None;
    QTest::newRow("length") << QByteArray("Content-Length: 007\r\n") << http::Framing::Length;
    QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n") << http::Framing::Chunked;
    QTest::newRow("Chunked") << QByteArray("transfer-encoding: Chunked\r\n") << http::Framing::Chunked;
}

void TestHeadParser::decidesFraming()
{
    QFETCH(QByteArray, line);
    QFETCH(http::Framing, framing);
    http::HeadParser parser(Limit);
    parser.feed("POST / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().framing, framing);
}

void TestHeadParser::keepsAlive_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                               << false;
    QTest::newRow("1.1 Close in a list")
        << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: x ,Close\r\n\r\n") << false;
    QTest::newRow("1.1 close as a part of a word")
        << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: closet\r\n\r\n") << true;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\nHost: h\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray(
        "GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n")
                                    << false;
}

void TestHeadParser::keepsAlive()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, keepAlive);
    http::HeadParser parser(Limit);
    parser.feed(bytes);
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().keepAlive(), keepAlive);
}

void TestHeadParser::recognisesUpgrade_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("isUpgrade");
    const QByteArray get = "GET / HTTP/1.1";
    QTest::newRow("plain") << get << QByteArray("Connection: Upgrade\r\nUpgrade: websocket\r\n") << true;
    QTest::newRow("Firefox") << get << QByteArray("Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n")
                             << true;
    QTest::newRow("POST") << QByteArray("POST / HTTP/1.1")
                          << QByteArray("Connection: Upgrade\r\nUpgrade: websocket\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0")
                         << QByteArray("Connection: Upgrade\r\nUpgrade: websocket\r\n") << false;
    QTest::newRow("no Connection") << get << QByteArray("Upgrade: websocket\r\n") << false;
    QTest::newRow("part of a word") << get << QByteArray("Connection: upgraded\r\nUpgrade: websocket\r\n")
                                    << false;
    QTest::newRow("h2c") << get << QByteArray("Connection: Upgrade\r\nUpgrade: h2c\r\n") << false;
    QTest::newRow("two") << get << QByteArray("Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n")
                         << false;
    QTest::newRow("with a body") << get
                                 << QByteArray(
                                        "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n")
                                 << false;
}

void TestHeadParser::recognisesUpgrade()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, fields);
    QFETCH(bool, isUpgrade);
    http::HeadParser parser(Limit);
    parser.feed(start + "\r\nHost: h\r\n" + fields + "\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().isWebSocketUpgrade(), isUpgrade);
}

void TestHeadParser::startsAfresh()
{
    http::HeadParser parser(Limit);
    parser.feed("bad\n");
    QVERIFY(parser.error());
    parser.reset();
    parser.feed("GET /y HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().target, "/y");
    QCOMPARE(parser.head().fields.size(), 1);
}

QTEST_APPLESS_MAIN(TestHeadParser)
#include "tst_headparser.moc"
