#include "tests/server/http/echoserver.h"
#include "tests/server/http/rawclient.h"

#include <QTest>

//! Answers that find nobody any more. Most of what could go wrong here shows under the address sanitizer
//! only.
class TestLeaving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answerAfterTheClientHasLeft();
    void answerAfterTheServerIsGone();
    void droppedAfterTheServerIsGone();
    void secondAnswerIsIgnored();
    void answerWhileTheClientLeaves();
    void leavesInMidRequest_data();
    void leavesInMidRequest();
    void tellsThatTheClientIsGone();
    void doesNotTellAfterTheAnswer();
    void doesNotTellADeadContext();
    void serverEndsInsideAHandler();
};

void TestLeaving::answerAfterTheClientHasLeft()
{
    EchoServer echo;
    {
        RawClient client(echo.port);
        client.send(get("/held"));
        QTRY_COMPARE(echo.held.size(), 1U);
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
    echo.answerHeld("too late");
    RawClient next(echo.port);
    next.send(get("/hello"));
    QCOMPARE(next.answer()->status, 200);
}

void TestLeaving::answerAfterTheServerIsGone()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/held"));
    QTRY_COMPARE(echo.held.size(), 1U);
    echo.server.reset();
    QVERIFY(client.waitForClose());
    echo.answerHeld("too late");
    QCOMPARE(client.rest(), "");
}

void TestLeaving::droppedAfterTheServerIsGone()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/held"));
    QTRY_COMPARE(echo.held.size(), 1U);
    echo.server.reset();
    echo.held.clear();
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), "");
}

void TestLeaving::secondAnswerIsIgnored()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(get("/held") + get("/held"));
    QTRY_COMPARE(echo.held.size(), 1U);
    http::Responder first = echo.held.front();
    first.bytes(200, "text/plain", "first");
    first.bytes(200, "text/plain", "again");
    echo.held.clear();
    QCOMPARE(client.answer()->body, "first");
    QTRY_COMPARE(echo.held.size(), 1U);
    first.bytes(200, "text/plain", "for the second request"); // is not its Responder
    echo.answerHeld("second");
    QCOMPARE(client.answer()->body, "second");
}

void TestLeaving::answerWhileTheClientLeaves()
{
    EchoServer echo;
    for (int i = 0; i < 50; ++i) {
        RawClient client(echo.port);
        client.send(get("/held"));
        QTRY_COMPARE(echo.held.size(), 1U);
        client.socket.abort(); // the server has not noticed yet
        echo.answerHeld(QByteArray(500000, 'x'));
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestLeaving::leavesInMidRequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("head") << QByteArray("GET / HT");
    QTest::newRow("body") << QByteArray(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    QTest::newRow("chunk") << QByteArray(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5");
    QTest::newRow("refused") << QByteArray("nonsense\n");
    QTest::newRow("pipelined") << get("/hello") + get("/hello");
}

void TestLeaving::leavesInMidRequest()
{
    QFETCH(QByteArray, bytes);
    EchoServer echo;
    for (int i = 0; i < 20; ++i) {
        RawClient client(echo.port);
        client.send(bytes);
        client.socket.flush();
        QTRY_VERIFY(echo.server->connectionCount() > 0);
        client.socket.abort();
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestLeaving::tellsThatTheClientIsGone()
{
    EchoServer echo;
    QObject context;
    int gone = 0;
    {
        RawClient client(echo.port);
        client.send(get("/held"));
        QTRY_COMPARE(echo.held.size(), 1U);
        echo.held.front().whenGone(&context, [&] { ++gone; });
    }
    QTRY_COMPARE(gone, 1);
    echo.answerHeld("too late");
    QCOMPARE(gone, 1);
}

void TestLeaving::doesNotTellAfterTheAnswer()
{
    EchoServer echo;
    QObject context;
    int gone = 0;
    {
        RawClient client(echo.port);
        client.send(get("/held"));
        QTRY_COMPARE(echo.held.size(), 1U);
        echo.held.front().whenGone(&context, [&] { ++gone; });
        echo.answerHeld("here");
        QVERIFY(client.answer());
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
    QCOMPARE(gone, 0);
}

void TestLeaving::doesNotTellADeadContext()
{
    EchoServer echo;
    int gone = 0;
    {
        RawClient client(echo.port);
        client.send(get("/held"));
        QTRY_COMPARE(echo.held.size(), 1U);
        QObject context;
        echo.held.front().whenGone(&context, [&] { ++gone; });
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
    QCOMPARE(gone, 0);
}

void TestLeaving::serverEndsInsideAHandler()
{
    EchoServer echo;
    echo.server->router().add(
        http::Method::Post, QStringLiteral("/end"), [&](const http::Request &, http::Responder responder) {
            responder.bytes(200, "text/plain", "bye");
            echo.server->closeListener();
        });
    RawClient client(echo.port);
    client.send(post("/end", "") + get("/hello"));
    QCOMPARE(client.answer()->body, "bye");
    QCOMPARE(client.answer()->status, 200); // connections that exist go on
    QTcpSocket late;
    late.connectToHost(QHostAddress::LocalHost, echo.port);
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
}

QTEST_GUILESS_MAIN(TestLeaving)
#include "tst_leaving.moc"
