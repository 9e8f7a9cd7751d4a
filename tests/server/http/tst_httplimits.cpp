#include "tests/server/http/echoserver.h"
#include "tests/server/http/rawclient.h"

#include <QFile>
#include <QTest>
#include <QTimer>

using namespace std::chrono_literals;

namespace {

//! Resident memory of this process in bytes.
qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No /proc/self/statm");
    constexpr qint64 PageBytes = 4096;
    return file.readAll().split(' ').value(1).toLongLong() * PageBytes;
}

constexpr qint64 Megabyte = 1024 * 1024;

} // namespace

//! What hostile or broken clients cost.
class TestHttpLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAHugeHead_data();
    void refusesAHugeHead();
    void refusesAHugeBody_data();
    void refusesAHugeBody();
    void neverBuffersAnEndlessUpload();
    void takesABodyOfExactlyTheLimit();
    void boundsAllBodiesTogether();
    void cutsASlowHead_data();
    void cutsASlowHead();
    void cutsAStalledBody();
    void letsASlowButSteadyBodyPass();
    void closesAnIdleConnection();
    void waitsForASlowAnswer();
    void cutsAClientThatDoesNotRead();
    void holdsBackAPipelineThatIsNotRead();
    void cutsAClientThatLingers();
    void turnsAwayTooManyConnections();
    void survivesAThousandHalfRequests();
};

void TestHttpLimits::refusesAHugeHead_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    QTest::newRow("field") << get("/hello", "X: " + QByteArray(50 * Megabyte, 'x') + "\r\n") << 431;
    QTest::newRow("target") << get("/" + QByteArray(Megabyte, 'x')) << 414;
    QTest::newRow("method") << QByteArray(Megabyte, 'G') << 414;
    QTest::newRow("many fields") << get("/hello", QByteArray("X: y\r\n").repeated(101)) << 431;
}

void TestHttpLimits::refusesAHugeHead()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    EchoServer echo;
    RawClient client(echo.port);
    client.send(head);
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QVERIFY(answer->body.startsWith("{\"error\":"));
    QCOMPARE(answer->headers.value("connection"), "close");
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpLimits::refusesAHugeBody_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray start = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
    QTest::newRow("length") << start + "Content-Length: 1001\r\n\r\n";
    QTest::newRow("100 GB") << start + "Content-Length: 100000000000\r\n\r\n" + QByteArray(100000, 'x');
    QTest::newRow("chunk") << start + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n";
    QTest::newRow("sum of chunks") << start + "Transfer-Encoding: chunked\r\n\r\n"
            + QByteArray("1\r\nx\r\n").repeated(1001);
}

void TestHttpLimits::refusesAHugeBody()
{
    QFETCH(QByteArray, request);
    http::Limits limits;
    limits.bodyBytes = 1000;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send(request);
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 413);
    QVERIFY(answer->body.startsWith("{\"error\":"));
    QVERIFY(client.waitForClose());
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpLimits::neverBuffersAnEndlessUpload()
{
    http::Limits limits;
    limits.lingerTime = 300ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    const qint64 before = residentBytes();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n");
    const QByteArray block(256 * 1024, 'x');
    qint64 sent = 0;
    const bool closed = QTest::qWaitFor([&] {
        while (!client.isClosed() && client.socket.bytesToWrite() < block.size()) {
            client.send(block);
            sent += block.size();
            QCoreApplication::processEvents();
        }
        return client.isClosed();
    });
    QVERIFY(closed);
    QVERIFY2(residentBytes() - before < 24 * Megabyte,
        qPrintable(QStringLiteral("grew by %1 after %2 sent").arg(residentBytes() - before).arg(sent)));
}

void TestHttpLimits::takesABodyOfExactlyTheLimit()
{
    http::Limits limits;
    limits.bodyBytes = 1000;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send(post("/echo", QByteArray(1000, 'x')));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body.size(), 1000);
}

void TestHttpLimits::boundsAllBodiesTogether()
{
    http::Limits limits;
    limits.totalBodyBytes = 1000;
    EchoServer echo(limits);
    const QByteArray start = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 800\r\n\r\n";
    RawClient first(echo.port);
    first.send(start + QByteArray(799, 'a'));
    RawClient second(echo.port);
    second.send(start + QByteArray(799, 'b'));
    const auto refused = second.answer();
    QVERIFY(refused);
    QCOMPARE(refused->status, 503);
    first.send("a");
    const auto answer = first.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    for (int i = 0; i < 3; ++i) { // whatever was taken from the budget has been given back
        RawClient next(echo.port);
        next.send(start + QByteArray(800, 'c'));
        QCOMPARE(next.answer()->status, 200);
    }
}

void TestHttpLimits::cutsASlowHead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("half a line") << QByteArray("GET / HTT");
    QTest::newRow("all but the end") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n");
    QTest::newRow("empty line only") << QByteArray("\r\n");
}

void TestHttpLimits::cutsASlowHead()
{
    QFETCH(QByteArray, bytes);
    http::Limits limits;
    limits.headTime = 100ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send(bytes);
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 408);
    QCOMPARE(answer->body, R"({"error":"The request head took too long"})");
    QVERIFY(client.waitForClose());
}

void TestHttpLimits::cutsAStalledBody()
{
    http::Limits limits;
    limits.stallTime = 100ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 408);
    QVERIFY(client.waitForClose());
    QCOMPARE(echo.seen, QStringList());
}

void TestHttpLimits::letsASlowButSteadyBodyPass()
{
    http::Limits limits;
    limits.headTime = 200ms;
    limits.stallTime = 1000ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n");
    int sent = 0;
    QTimer drip;
    QObject::connect(&drip, &QTimer::timeout, &drip, [&] {
        if (++sent <= 6)
            client.send("x");
    });
    drip.start(100ms); // longer than the head may take altogether
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, "xxxxxx");
}

void TestHttpLimits::closesAnIdleConnection()
{
    http::Limits limits;
    limits.idleTime = 100ms;
    EchoServer echo(limits);
    RawClient silent(echo.port);
    QVERIFY(silent.waitForClose());
    QCOMPARE(silent.rest(), "");
    RawClient client(echo.port);
    client.send(get("/hello"));
    QVERIFY(client.answer());
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), "");
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestHttpLimits::waitsForASlowAnswer()
{
    http::Limits limits;
    limits.headTime = limits.idleTime = limits.stallTime = limits.lingerTime = 50ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.send(get("/held"));
    QTRY_COMPARE(echo.held.size(), 1U);
    RawClient clock(echo.port); // idle time passes for others
    QVERIFY(clock.waitForClose());
    RawClient again(echo.port);
    QVERIFY(again.waitForClose());
    QVERIFY(!client.isClosed());
    echo.answerHeld("at last");
    QCOMPARE(client.answer()->body, "at last");
}

void TestHttpLimits::cutsAClientThatDoesNotRead()
{
    http::Limits limits;
    limits.stallTime = 200ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.socket.setReadBufferSize(1);
    client.send(get("/big?size=50000000"));
    QTRY_COMPARE(echo.server->connectionCount(), 1);
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestHttpLimits::holdsBackAPipelineThatIsNotRead()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.socket.setReadBufferSize(1);
    const qint64 before = residentBytes();
    client.send(get("/big?size=20000000").repeated(50)); // a gigabyte of answers if they were all made
    RawClient other(echo.port);
    for (int i = 0; i < 50; ++i) {
        other.send(get("/hello"));
        QVERIFY(other.answer());
    }
    QVERIFY(residentBytes() - before < 100 * Megabyte);
}

void TestHttpLimits::cutsAClientThatLingers()
{
    http::Limits limits;
    limits.lingerTime = 100ms;
    EchoServer echo(limits);
    RawClient client(echo.port);
    client.socket.setReadBufferSize(1); // does not see the end that the server has sent
    client.send(get("/hello", "Connection: close\r\n"));
    QTRY_COMPARE(echo.seen.size(), 1);
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestHttpLimits::turnsAwayTooManyConnections()
{
    http::Limits limits;
    limits.connections = 3;
    EchoServer echo(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(echo.port));
        clients.back()->send(get("/hello"));
        QVERIFY(clients.back()->answer());
    }
    RawClient over(echo.port);
    const auto answer = over.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 503);
    QCOMPARE(answer->body, R"({"error":"Too many connections; try again"})");
    QVERIFY(over.waitForClose());

    clients.pop_back();
    QTRY_COMPARE(echo.server->connectionCount(), 2);
    RawClient next(echo.port);
    next.send(get("/hello"));
    QCOMPARE(next.answer()->status, 200);
}

void TestHttpLimits::survivesAThousandHalfRequests()
{
    http::Limits limits;
    limits.headTime = 300ms;
    limits.connections = 400;
    EchoServer echo(limits);
    const qint64 before = residentBytes();
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 1000; ++i) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, echo.port);
        socket->write("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(1000, 'x'));
        sockets.push_back(std::move(socket));
        QCoreApplication::processEvents();
        QVERIFY(echo.server->connectionCount() <= 400);
    }
    const auto allClosed = [&] {
        return std::all_of(sockets.begin(), sockets.end(),
            [](const auto &socket) { return socket->state() == QAbstractSocket::UnconnectedState; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allClosed(), 20000);
    QVERIFY(residentBytes() - before < 64 * Megabyte);
    RawClient client(echo.port);
    client.send(get("/hello"));
    QCOMPARE(client.answer()->status, 200);
}

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_httplimits.moc"
