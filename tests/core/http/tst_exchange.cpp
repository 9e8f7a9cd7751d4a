#include "core/http/exchange.h"
#include "core/http/headparser.h"
#include "core/http/responseheadparser.h"

#include <QTest>

using http::Framing;

namespace {
constexpr qsizetype Limit = 64 * 1024;
}

//! What only request and response together tell.
class TestExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decides_data();
    void decides();
    void mismatch_data();
    void mismatch();
    void ownerMayEndTheConnection();
};

namespace {

http::Exchange exchangeOf(const QByteArray &request)
{
    http::HeadParser parser(Limit);
    parser.feed(request);
    return http::Exchange::of(parser.head());
}

http::ResponseHead headOf(const QByteArray &response)
{
    http::ResponseHeadParser parser(Limit);
    parser.feed(response);
    return parser.head();
}

const char *const Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
const char *const GetClose = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
const char *const Get10 = "GET / HTTP/1.0\r\n\r\n";
const char *const Head = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";
const char *const Upgrade = "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
const char *const Accepted = "HTTP/1.1 101 Up\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

} // namespace

void TestExchange::decides_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<Framing>("framing");
    QTest::addColumn<bool>("keepsVisitor");
    QTest::addColumn<bool>("keepsServer");
    const auto row = [](const char *name, const char *request, const QByteArray &response, Framing framing,
                         bool keepsVisitor, bool keepsServer) {
        QTest::newRow(name) << QByteArray(request) << response + "\r\n"
                            << framing << keepsVisitor << keepsServer;
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray length = ok + "Content-Length: 5\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n";
    row("GET, length", Get, length, Framing::Length, true, true);
    row("GET, chunked", Get, chunked, Framing::Chunked, true, true);
    row("GET, until close", Get, ok, Framing::UntilClose, false, false);
    row("GET, empty", Get, ok + "Content-Length: 0\r\n", Framing::None, true, true);
    row("GET, 204", Get, "HTTP/1.1 204 No\r\n", Framing::None, true, true);
    row("GET, 304 with length", Get, "HTTP/1.1 304 Same\r\nContent-Length: 5\r\n", Framing::None, true, true);
    row("GET, server closes", Get, length + "Connection: close\r\n", Framing::Length, true, false);
    row("GET, server speaks 1.0", Get, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n", Framing::Length, true,
        false);
    row("GET, server speaks 1.0 and stays", Get,
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n", Framing::Length, true, true);
    row("GET, visitor closes", GetClose, length, Framing::Length, false, true);
    row("HEAD, length", Head, length, Framing::None, true, true);
    row("HEAD, chunked", Head, chunked, Framing::None, true, true);
    row("HEAD, nothing said", Head, ok, Framing::None, true, true);
    row("HEAD, server closes", Head, length + "Connection: close\r\n", Framing::None, true, false);
    row("1.0, length", Get10, length, Framing::Length, false, false);
    row("1.0, until close", Get10, ok, Framing::UntilClose, false, false);
    row("upgrade refused", Upgrade, "HTTP/1.1 403 No\r\nContent-Length: 5\r\n", Framing::Length, true, true);
    row("upgrade accepted", Upgrade, QByteArray(Accepted).chopped(2), Framing::None, false, false);
}

void TestExchange::decides()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);
    QFETCH(Framing, framing);
    QFETCH(bool, keepsVisitor);
    QFETCH(bool, keepsServer);
    const http::Exchange exchange = exchangeOf(request);
    const http::ResponseHead head = headOf(response);
    QCOMPARE(exchange.mismatch(head).has_value(), false);
    QCOMPARE(exchange.framing(head), framing);
    QCOMPARE(exchange.keepsVisitorAfter(head), keepsVisitor);
    QCOMPARE(exchange.keepsServerAfter(head), keepsServer);
}

void TestExchange::mismatch_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *request, const char *response, const char *message) {
        QTest::newRow(name) << QByteArray(request) << QByteArray(response) << QString::fromLatin1(message);
    };
    row("101 unasked", Get, Accepted, "not asked for");
    row("101 to another protocol", Upgrade, "HTTP/1.1 101 Up\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        "something else");
    row("bare 101", Upgrade, "HTTP/1.1 101 Up\r\n\r\n", "something else");
    row("interim for 1.0", Get10, "HTTP/1.1 100 Continue\r\n\r\n", "interim");
    row("chunked for 1.0", Get10, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "chunked");
    row("interim", Get, "HTTP/1.1 103 Hints\r\n\r\n", "");
    row("interim before 101", Upgrade, "HTTP/1.1 100 Continue\r\n\r\n", "");
    row("426", Upgrade, "HTTP/1.1 426 No\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "");
    row("304 chunked for 1.0", Get10, "HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n\r\n", "");
}

void TestExchange::mismatch()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);
    QFETCH(QString, message);
    const auto error = exchangeOf(request).mismatch(headOf(response));
    QCOMPARE(error.has_value(), !message.isEmpty());
    if (!error)
        return;
    QCOMPARE(error->status, 502);
    QVERIFY2(error->message.contains(message), qPrintable(error->message));
}

void TestExchange::ownerMayEndTheConnection()
{
    http::Exchange exchange = exchangeOf(Get);
    const http::ResponseHead head = headOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    QVERIFY(exchange.keepsVisitorAfter(head));
    exchange.keepAlive = false;
    QVERIFY(!exchange.keepsVisitorAfter(head));
    QVERIFY(exchange.keepsServerAfter(head));
}

QTEST_APPLESS_MAIN(TestExchange)
#include "tst_exchange.moc"
