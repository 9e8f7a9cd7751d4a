#include "core/http/responseheadparser.h"

#include "core/http/hopbyhop.h"

#include <QTest>

namespace {

constexpr qsizetype Limit = 64 * 1024;

//! What a parser made of the bytes, as text that two runs can be compared by.
QByteArray outcome(const http::ResponseHeadParser &parser)
{
    if (parser.error())
        return QByteArray::number(parser.error()->status) + ' ' + parser.error()->message.toUtf8();
    if (!parser.isDone())
        return "incomplete";
    const http::ResponseHead &head = parser.head();
    QByteArray text = QByteArray::number(head.minorVersion) + ' ' + QByteArray::number(head.status) + " ["
        + head.reason + "] framing " + QByteArray::number(static_cast<int>(head.framing)) + ' '
        + QByteArray::number(head.contentLength) + '\n';
    for (const auto &[name, value] : head.fields)
        text += name + "=[" + value + "]\n";
    return text;
}

} // namespace

class TestResponseHeadParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryPart();
    void refuses_data();
    void refuses();
    void decidesFraming_data();
    void decidesFraming();
    void keepsAlive_data();
    void keepsAlive();
    void recognisesAcceptedWebSocket_data();
    void recognisesAcceptedWebSocket();
    void leavesWhatFollows();
    void boundsTheHead();
    void boundsTheFields();
    void boundsConnection();
    void startsAfresh();
};

void TestResponseHeadParser::readsEveryPart()
{
    const QByteArray bytes
        = "HTTP/1.1 404 Not \xc3\xa4 Found\r\nX-Thing:  some value \t\r\nset-cookie: a=b\r\n"
          "Set-Cookie: c=d\r\nEMPTY:\r\nContent-Length: 12\r\n\r\n";
    http::ResponseHeadParser parser(Limit);
    QCOMPARE(parser.feed(bytes), bytes.size());
    QVERIFY(parser.isDone());
    QCOMPARE(parser.size(), bytes.size());
    const http::ResponseHead &head = parser.head();
    QCOMPARE(head.minorVersion, 1);
    QCOMPARE(head.status, 404);
    QCOMPARE(head.reason, "Not \xc3\xa4 Found");
    const http::Fields expected{{"X-Thing", "some value"}, {"set-cookie", "a=b"}, {"Set-Cookie", "c=d"},
        {"EMPTY", ""}, {"Content-Length", "12"}};
    QCOMPARE(head.fields, expected);
    QCOMPARE(head.field("SET-cookie"), "a=b");
    QCOMPARE(head.count("SET-COOKIE"), 2);
    QCOMPARE(head.field("x-thin"), "");
    QVERIFY(head.hasToken("x-thing", "Some Value"));
    QCOMPARE(head.framing, http::Framing::Length);
    QCOMPARE(head.contentLength, 12U);
}

void TestResponseHeadParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");

    const auto row = [](const char *name, const QByteArray &bytes, const char *message) {
        QTest::newRow(name) << bytes << QString::fromLatin1(message);
    };
    const auto field = [&row](const char *name, const QByteArray &line, const char *message) {
        row(name, "HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n", message);
    };
    row("empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", "does not begin with");
    row("HTTP/0.9", "<html>\r\n\r\n", "does not begin with");
    row("a request", "GET / HTTP/1.1\r\n\r\n", "does not begin with");
    row("HTTP/2", "HTTP/2 200\r\n\r\n", "does not begin with");
    row("HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", "does not begin with");
    row("HTTP/1.10", "HTTP/1.10 200 OK\r\n\r\n", "does not begin with");
    row("lower case", "http/1.1 200 OK\r\n\r\n", "does not begin with");
    row("leading blank", " HTTP/1.1 200 OK\r\n\r\n", "does not begin with");
    row("tab before status", "HTTP/1.1\t200 OK\r\n\r\n", "does not begin with");
    row("no status", "HTTP/1.1\r\n\r\n", "does not begin with");
    row("two digits", "HTTP/1.1 20\r\n\r\n", "does not begin with");
    row("two digits and reason", "HTTP/1.1 20 OK\r\n\r\n", "three digits");
    row("four digits", "HTTP/1.1 2000 OK\r\n\r\n", "three digits");
    row("two blanks", "HTTP/1.1  200 OK\r\n\r\n", "three digits");
    row("sign", "HTTP/1.1 +20 OK\r\n\r\n", "three digits");
    row("letters", "HTTP/1.1 abc OK\r\n\r\n", "three digits");
    row("tab after status", "HTTP/1.1 200\tOK\r\n\r\n", "three digits");
    row("below 100", "HTTP/1.1 099 Low\r\n\r\n", "below 100");
    row("000", "HTTP/1.1 000\r\n\r\n", "below 100");
    row("NUL in reason", QByteArray("HTTP/1.1 200 O\0K\r\n\r\n", 20), "reason");
    row("ESC in reason", "HTTP/1.1 200 \x1b[0m\r\n\r\n", "reason");
    row("bare LF after status line", "HTTP/1.1 200 OK\nA: b\r\n\r\n", "CR LF");
    row("bare CR in status line", "HTTP/1.1 200 O\rK\r\n\r\n", "CR inside");
    row("bare LF in a field", "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n", "CR LF");
    row("bare LF at the end", "HTTP/1.1 200 OK\r\nA: b\r\n\n", "CR LF");
    field("bare CR in a value", "A: b\rSet-Cookie: x=y", "CR inside");
    field("CR CR LF", "A: b\r", "CR inside");
    field("folded line", "A: b\r\n c", "folded");
    field("folded by tab", "A: b\r\n\tc", "folded");
    row("blank first field", "HTTP/1.1 200 OK\r\n A: b\r\n\r\n", "folded");
    field("no colon", "Ab", "colon");
    field("blank before colon", "Content-Length : 5", "name");
    field("empty name", ": a", "name");
    field("name with a blank", "A B: c", "name");
    field("name with a high byte", "X\xc3\xa4: a", "name");
    field("value with NUL", QByteArray("A: b\0c", 6), "control");
    field("value with DEL", "A: \x7f", "control");
    field("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked", "beside");
    field("chunked and length 0", "Transfer-Encoding: chunked\r\nContent-Length: 0", "beside");
    field("two lengths", "Content-Length: 1\r\nContent-Length: 2", "More than one");
    field("two equal lengths", "Content-Length: 1\r\ncontent-length: 1", "More than one");
    field("length list", "Content-Length: 1, 1", "number of bytes");
    field("length with sign", "Content-Length: +1", "number of bytes");
    field("negative length", "Content-Length: -1", "number of bytes");
    field("hexadecimal length", "Content-Length: 0x1", "number of bytes");
    field("empty length", "Content-Length:", "number of bytes");
    field("length of 2^64", "Content-Length: 18446744073709551616", "number of bytes");
    field("gzip coding", "Transfer-Encoding: gzip, chunked", "only Transfer-Encoding");
    field("identity coding", "Transfer-Encoding: identity", "only Transfer-Encoding");
    field("chunked twice", "Transfer-Encoding: chunked, chunked", "only Transfer-Encoding");
    field(
        "two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "only Transfer-Encoding");
    field("empty coding", "Transfer-Encoding:", "only Transfer-Encoding");
    field("coding with vertical tab",
        "Transfer-Encoding: \x0b"
        "chunked",
        "control");
    row("chunked in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.0");
    row("204 with length", "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", "cannot have");
    row("204 chunked", "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", "cannot have");
    row("100 with length", "HTTP/1.1 100 Go\r\nContent-Length: 5\r\n\r\n", "cannot have");
    row("101 chunked", "HTTP/1.1 101 Up\r\nTransfer-Encoding: chunked\r\n\r\n", "cannot have");
    row("304 with two lengths", "HTTP/1.1 304 Same\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "More than one");
}

void TestResponseHeadParser::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    http::ResponseHeadParser parser(Limit);
    parser.feed(bytes);
    QVERIFY(parser.error());
    QVERIFY(!parser.isDone());
    QCOMPARE(parser.error()->status, 502);
    QVERIFY2(parser.error()->message.contains(message), qPrintable(parser.error()->message));
    QCOMPARE(parser.feed("HTTP/1.1 200 OK\r\n\r\n"), 0);

    http::ResponseHeadParser dripped(Limit);
    for (const char c : bytes)
        dripped.feed(QByteArrayView(&c, 1));
    QCOMPARE(outcome(dripped), outcome(parser));
}

void TestResponseHeadParser::decidesFraming_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<http::Framing>("framing");
    QTest::addColumn<quint64>("length");
    const auto row
        = [](const char *name, const QByteArray &bytes, http::Framing framing, quint64 length = 0) {
              QTest::newRow(name) << bytes + "\r\n" << framing << length;
          };
    using http::Framing;
    row("nothing said", "HTTP/1.1 200 OK\r\n", Framing::UntilClose);
    row("no reason", "HTTP/1.1 200 \r\n", Framing::UntilClose);
    row("no reason and no blank", "HTTP/1.1 200\r\n", Framing::UntilClose);
    row("1.0", "HTTP/1.0 200 OK\r\n", Framing::UntilClose);
    row("1.0 with length", "HTTP/1.0 200 OK\r\nContent-Length: 7\r\n", Framing::Length, 7);
    row("length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", Framing::None);
    row("length", "HTTP/1.1 200 OK\r\ncontent-length: 007\r\n", Framing::Length, 7);
    row("3 GB", "HTTP/1.1 206 Part\r\nContent-Length: 3221225472\r\n", Framing::Length, 3221225472ULL);
    row("18 digits", "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n", Framing::Length,
        999999999999999999ULL);
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", Framing::Chunked);
    row("Chunked", "HTTP/1.1 500 Oh\r\nTRANSFER-ENCODING: Chunked\r\n", Framing::Chunked);
    row("100", "HTTP/1.1 100 Continue\r\n", Framing::None);
    row("101", "HTTP/1.1 101 Switching Protocols\r\n", Framing::None);
    row("103", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n", Framing::None);
    row("204", "HTTP/1.1 204 No Content\r\n", Framing::None);
    row("204 of length 0", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n", Framing::None);
    row("205", "HTTP/1.1 205 Reset Content\r\n", Framing::UntilClose);
    row("304", "HTTP/1.1 304 Not Modified\r\n", Framing::None);
    row("304 with length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n", Framing::None);
    row("304 chunked", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n", Framing::None);
    row("999", "HTTP/1.1 999 Odd\r\nContent-Length: 1\r\n", Framing::Length, 1);
}

void TestResponseHeadParser::decidesFraming()
{
    QFETCH(QByteArray, bytes);
    QFETCH(http::Framing, framing);
    QFETCH(quint64, length);
    http::ResponseHeadParser whole(Limit);
    QCOMPARE(whole.feed(bytes), bytes.size());
    QVERIFY2(whole.isDone(), outcome(whole).constData());
    QCOMPARE(whole.head().framing, framing);
    QCOMPARE(whole.head().contentLength, length);

    for (qsizetype step = 1; step < bytes.size(); ++step) {
        http::ResponseHeadParser parser(Limit);
        for (qsizetype i = 0; i < bytes.size(); i += step) {
            QVERIFY(!parser.isDone());
            parser.feed(QByteArrayView(bytes).sliced(i, std::min(step, bytes.size() - i)));
        }
        QCOMPARE(outcome(parser), outcome(whole));
    }
}

void TestResponseHeadParser::keepsAlive_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("HTTP/1.1 200 OK\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray("HTTP/1.1 200 OK\r\nConnection: Close\r\n") << false;
    QTest::newRow("1.1 close in a list")
        << QByteArray("HTTP/1.1 200 OK\r\nconnection: x,\tclose\r\n") << false;
    QTest::newRow("1.1 close in a second field")
        << QByteArray("HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\n") << false;
    QTest::newRow("1.1 part of a word") << QByteArray("HTTP/1.1 200 OK\r\nConnection: closet\r\n") << true;
    QTest::newRow("1.0") << QByteArray("HTTP/1.0 200 OK\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n") << true;
    QTest::newRow("1.0 both") << QByteArray("HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n") << false;
}

void TestResponseHeadParser::keepsAlive()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, keepAlive);
    http::ResponseHeadParser parser(Limit);
    parser.feed(bytes + "\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().keepAlive(), keepAlive);
}

void TestResponseHeadParser::recognisesAcceptedWebSocket_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("accepts");
    const QByteArray good = "HTTP/1.1 101 Up\r\n";
    QTest::newRow("plain") << good + "Upgrade: websocket\r\nConnection: Upgrade\r\n" << true;
    QTest::newRow("other case") << good + "upgrade: WebSocket\r\nCONNECTION: x, upgrade\r\n" << true;
    QTest::newRow("200") << QByteArray("HTTP/1.1 200 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                         << false;
    QTest::newRow("1.0") << QByteArray("HTTP/1.0 101 Up\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                         << false;
    QTest::newRow("no Connection") << good + "Upgrade: websocket\r\n" << false;
    QTest::newRow("no Upgrade") << good + "Connection: Upgrade\r\n" << false;
    QTest::newRow("h2c") << good + "Upgrade: h2c\r\nConnection: Upgrade\r\n" << false;
    QTest::newRow("two") << good + "Upgrade: websocket\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n" << false;
}

void TestResponseHeadParser::recognisesAcceptedWebSocket()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, accepts);
    http::ResponseHeadParser parser(Limit);
    parser.feed(bytes + "\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().acceptsWebSocket(), accepts);
}

void TestResponseHeadParser::leavesWhatFollows()
{
    const QByteArray interim = "HTTP/1.1 100 Continue\r\n\r\n";
    const QByteArray last = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
    const QByteArray bytes = interim + last + "abc";
    http::ResponseHeadParser parser(Limit);
    QCOMPARE(parser.feed(bytes), interim.size());
    QVERIFY(parser.isDone());
    QVERIFY(parser.head().isInterim());
    QCOMPARE(parser.feed(bytes), 0);
    parser.reset();
    QCOMPARE(parser.feed(QByteArrayView(bytes).sliced(interim.size())), last.size());
    QVERIFY(!parser.head().isInterim());
    QCOMPARE(parser.head().status, 200);
}

void TestResponseHeadParser::boundsTheHead()
{
    const QByteArray start = "HTTP/1.1 200 OK\r\nX: ";
    const QByteArray fits = start + QByteArray(Limit - start.size() - 4, 'x') + "\r\n\r\n";
    http::ResponseHeadParser exact(Limit);
    QCOMPARE(exact.feed(fits), Limit);
    QVERIFY(exact.isDone());

    http::ResponseHeadParser over(Limit);
    over.feed(start + QByteArray(Limit, 'x'));
    QCOMPARE(outcome(over), "502 The response head is too large");

    http::ResponseHeadParser dripped(Limit);
    for (qsizetype i = 0; i <= Limit && !dripped.error(); ++i)
        dripped.feed("H");
    QCOMPARE(outcome(dripped), "502 The response head is too large");
    QCOMPARE(dripped.size(), Limit);
}

void TestResponseHeadParser::boundsTheFields()
{
    QByteArray bytes = "HTTP/1.1 200 OK\r\n";
    for (qsizetype i = 0; i < http::ResponseHeadParser::MaxFields; ++i)
        bytes += "X: y\r\n";
    http::ResponseHeadParser most(Limit);
    most.feed(bytes + "\r\n");
    QVERIFY(most.isDone());

    http::ResponseHeadParser over(Limit);
    over.feed(bytes + "X: y\r\n\r\n");
    QCOMPARE(outcome(over), "502 The response head has too many fields");
}

void TestResponseHeadParser::boundsConnection()
{
    const QByteArray start = "HTTP/1.1 204 No\r\nConnection: a\r\nConnection: ";
    http::ResponseHeadParser most(Limit);
    most.feed(start + QByteArray(http::HopByHop::MaxConnectionBytes - 1, 'x') + "\r\n\r\n");
    QVERIFY(most.isDone());

    http::ResponseHeadParser over(Limit);
    over.feed(start + QByteArray(http::HopByHop::MaxConnectionBytes, 'x') + "\r\n\r\n");
    QCOMPARE(outcome(over), "502 The Connection header of the response is too large");
}

void TestResponseHeadParser::startsAfresh()
{
    http::ResponseHeadParser parser(Limit);
    parser.feed("bad\n");
    QVERIFY(parser.error());
    parser.reset();
    QCOMPARE(parser.size(), 0);
    parser.feed("HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
    QVERIFY(parser.isDone());
    QCOMPARE(parser.head().fields.size(), 1);
}

QTEST_APPLESS_MAIN(TestResponseHeadParser)
#include "tst_responseheadparser.moc"
