#include "core/http/origincheck.h"
#include "server/http/hostcheck.h"
#include "tests/server/http/echoserver.h"
#include "tests/server/http/rawclient.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>

namespace {

QByteArray handshake(
    const QByteArray &path, const QByteArray &fields = {}, const QByteArray &host = "localhost")
{
    return "GET " + path + " HTTP/1.1\r\nHost: " + host
        + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + fields + "\r\n";
}

//! Accepts WebSockets at /ws and sends their texts back; refuses others with 403 and a text.
class WebSocketServer : public EchoServer
{
public:
    explicit WebSocketServer(const http::Limits &limits = {})
        : EchoServer(limits)
    {
        server->setUpgradeHandler(
            [](const http::Request &request) {
                if (request.path == QStringLiteral("/ws"))
                    return http::UpgradeDecision::accept();
                return http::UpgradeDecision::refuse(
                    403, {{"Content-Type", "text/plain"}, {"X-Why", "path"}}, "not here");
            },
            [this](std::unique_ptr<QWebSocket> socket, const http::Request &request) {
                requests.push_back(request);
                QObject::connect(socket.get(), &QWebSocket::textMessageReceived, socket.get(),
                    &QWebSocket::sendTextMessage);
                sockets.push_back(std::move(socket));
            });
    }

    std::vector<http::Request> requests;
    std::vector<std::unique_ptr<QWebSocket>> sockets;
};

void open(QWebSocket &client, quint16 port, const QString &path = QStringLiteral("/ws"))
{
    QSignalSpy connected(&client, &QWebSocket::connected);
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1%2").arg(port).arg(path)));
    QVERIFY(connected.wait());
}

} // namespace

class TestUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsAndHandsOver();
    void keepsRequestsApart();
    void refusesWithAWholeAnswer();
    void refusesWithoutAHandler();
    void refusesBadHandshakes_data();
    void refusesBadHandshakes();
    void checksHostAndOrigin_data();
    void checksHostAndOrigin();
    void upgradesAfterAnOrdinaryRequest();
    void cutsAMessageOverTheLimit();
    void noTimeLimitAppliesToAWebSocket();
    void countsAsAConnection();
    void leavesBeforeTheHandshakeIsAnswered();
    void outlivesItsClient();
    void outlivesTheServer();
    void mayBeDeletedWhileOpen();
};

void TestUpgrade::acceptsAndHandsOver()
{
    WebSocketServer echo;
    QWebSocket client;
    open(client, echo.port, QStringLiteral("/ws?token=a%20b"));
    QTRY_COMPARE(echo.requests.size(), 1U);
    QCOMPARE(echo.requests[0].path, QStringLiteral("/ws"));
    QCOMPARE(echo.requests[0].queryItem("token"), QStringLiteral("a b"));
    QCOMPARE(echo.requests[0].peer, QHostAddress(QHostAddress::LocalHost));
    QSignalSpy messages(&client, &QWebSocket::textMessageReceived);
    client.sendTextMessage(QStringLiteral("hello"));
    client.sendTextMessage(QString(200000, QLatin1Char('x')));
    QTRY_COMPARE(messages.size(), 2);
    QCOMPARE(messages[0][0].toString(), QStringLiteral("hello"));
    QCOMPARE(messages[1][0].toString().size(), 200000);
}

void TestUpgrade::keepsRequestsApart()
{
    WebSocketServer echo;
    std::vector<std::unique_ptr<QWebSocket>> clients;
    constexpr int Count = 50;
    for (int i = 0; i < Count; ++i) {
        clients.push_back(std::make_unique<QWebSocket>());
        clients.back()->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws?n=%2").arg(echo.port).arg(i)));
    }
    QTRY_COMPARE(echo.requests.size(), static_cast<size_t>(Count));
    for (int i = 0; i < Count; ++i) {
        QTRY_COMPARE(clients[i]->state(), QAbstractSocket::ConnectedState);
        for (size_t j = 0; j < echo.sockets.size(); ++j) {
            if (echo.sockets[j]->peerPort() == clients[i]->localPort())
                QCOMPARE(echo.requests[j].queryItem("n"), QString::number(i));
        }
    }
}

void TestUpgrade::refusesWithAWholeAnswer()
{
    WebSocketServer echo;
    RawClient client(echo.port);
    client.send(handshake("/other"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 403);
    QCOMPARE(answer->headers.value("x-why"), "path");
    QCOMPARE(answer->headers.value("connection"), "close");
    QCOMPARE(answer->body, "not here");
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), "");
    QVERIFY(echo.sockets.empty());
}

void TestUpgrade::refusesWithoutAHandler()
{
    EchoServer echo;
    RawClient client(echo.port);
    client.send(handshake("/hello"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 404);
    QCOMPARE(echo.seen, QStringList());
}

void TestUpgrade::refusesBadHandshakes_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<int>("status");
    QTest::newRow("version 8") << QByteArray("Version: 13") << QByteArray("Version: 8") << 426;
    QTest::newRow("no version") << QByteArray("Sec-WebSocket-Version: 13\r\n") << QByteArray() << 426;
    QTest::newRow("no key") << QByteArray("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << QByteArray()
                            << 400;
    QTest::newRow("short key") << QByteArray("dGhlIHNhbXBsZSBub25jZQ==") << QByteArray("c2hvcnQ=") << 400;
    QTest::newRow("key that is no base64")
        << QByteArray("dGhlIHNhbXBsZSBub25jZQ==") << QByteArray("!!!!") << 400;
    QTest::newRow("POST") << QByteArray("GET") << QByteArray("POST") << 400;
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.1") << QByteArray("HTTP/1.0") << 400;
    QTest::newRow("part of a word") << QByteArray("keep-alive, Upgrade") << QByteArray("x-upgrade") << 400;
    QTest::newRow("two protocols") << QByteArray("websocket\r\n")
                                   << QByteArray("websocket\r\nUpgrade: h2c\r\n") << 400;
    QTest::newRow("frames at once") << QByteArray("ZQ==\r\n\r\n")
                                    << QByteArray("ZQ==\r\n\r\n\x81\x80\x01\x02\x03\x04") << 400;
}

void TestUpgrade::refusesBadHandshakes()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(int, status);
    WebSocketServer echo;
    RawClient client(echo.port);
    QByteArray request = handshake("/ws");
    QVERIFY(request.contains(from));
    client.send(request.replace(from, to));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QVERIFY(answer->body.startsWith("{\"error\":"));
    if (status == 426)
        QCOMPARE(answer->headers.value("sec-websocket-version"), "13");
    QVERIFY(client.waitForClose());
    QVERIFY(echo.sockets.empty());
}

void TestUpgrade::checksHostAndOrigin_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("own page") << QByteArray("localhost:1") << QByteArray("Origin: http://localhost:1\r\n")
                              << 101;
    QTest::newRow("no browser") << QByteArray("127.0.0.1:1") << QByteArray() << 101;
    QTest::newRow("foreign page") << QByteArray("localhost:1")
                                  << QByteArray("Origin: http://evil.example\r\n") << 403;
    QTest::newRow("rebound name") << QByteArray("evil.example")
                                  << QByteArray("Origin: http://evil.example\r\n") << 403;
}

void TestUpgrade::checksHostAndOrigin()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    WebSocketServer echo;
    echo.server->addCheck(http::HostCheck());
    echo.server->addCheck(http::OriginCheck());
    RawClient client(echo.port);
    client.send(handshake("/ws", fields, host));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
}

void TestUpgrade::upgradesAfterAnOrdinaryRequest()
{
    WebSocketServer echo;
    RawClient client(echo.port);
    client.send(get("/item/1"));
    QCOMPARE(client.answer()->body, "1");
    client.send(handshake("/ws"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 101);
    QCOMPARE(answer->headers.value("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    client.send(QByteArray("\x81\x82\x00\x00\x00\x00hi", 8)); // masked with zeros
    QTRY_COMPARE(client.rest(), QByteArray("\x81\x02hi"));
}

void TestUpgrade::cutsAMessageOverTheLimit()
{
    http::Limits limits;
    limits.webSocketMessageBytes = 1000;
    limits.webSocketFrameBytes = 1000;
    WebSocketServer echo(limits);
    QWebSocket client;
    open(client, echo.port);
    QSignalSpy messages(&client, &QWebSocket::textMessageReceived);
    client.sendTextMessage(QString(1000, QLatin1Char('x')));
    QTRY_COMPARE(messages.size(), 1);
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    client.sendTextMessage(QString(1001, QLatin1Char('x')));
    QVERIFY(disconnected.wait());
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
}

void TestUpgrade::noTimeLimitAppliesToAWebSocket()
{
    http::Limits limits;
    limits.headTime = limits.idleTime = limits.stallTime = limits.lingerTime = std::chrono::milliseconds(50);
    WebSocketServer echo(limits);
    QWebSocket client;
    open(client, echo.port);
    RawClient clock(echo.port); // two idle times pass
    QVERIFY(clock.waitForClose());
    RawClient again(echo.port);
    QVERIFY(again.waitForClose());
    QSignalSpy messages(&client, &QWebSocket::textMessageReceived);
    client.sendTextMessage(QStringLiteral("still here"));
    QTRY_COMPARE(messages.size(), 1);
}

void TestUpgrade::countsAsAConnection()
{
    WebSocketServer echo;
    QWebSocket client;
    open(client, echo.port);
    QCOMPARE(echo.server->connectionCount(), 1);
    client.close();
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestUpgrade::leavesBeforeTheHandshakeIsAnswered()
{
    http::Limits limits;
    limits.headTime = std::chrono::milliseconds(100);
    WebSocketServer echo(limits);
    for (int i = 0; i < 50; ++i) {
        RawClient client(echo.port);
        client.send(handshake("/ws"));
        client.socket.flush();
        client.socket.abort();
    }
    echo.sockets.clear();
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

void TestUpgrade::outlivesItsClient()
{
    WebSocketServer echo;
    {
        QWebSocket client;
        open(client, echo.port);
        QTRY_COMPARE(echo.sockets.size(), 1U);
        client.abort();
    }
    QTRY_COMPARE(echo.server->connectionCount(), 0);
    QWebSocket *socket = echo.sockets[0].get();
    QCOMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    socket->sendTextMessage(QStringLiteral("into the void"));
    socket->ping();
    socket->close();
    echo.sockets.clear();
}

void TestUpgrade::outlivesTheServer()
{
    WebSocketServer echo;
    QWebSocket client;
    open(client, echo.port);
    QTRY_COMPARE(echo.sockets.size(), 1U);
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    echo.server.reset();
    QVERIFY(disconnected.size() == 1 || disconnected.wait());
    echo.sockets[0]->sendTextMessage(QStringLiteral("into the void"));
    echo.sockets.clear();
}

void TestUpgrade::mayBeDeletedWhileOpen()
{
    WebSocketServer echo;
    QWebSocket client;
    open(client, echo.port);
    QTRY_COMPARE(echo.sockets.size(), 1U);
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    echo.sockets.clear();
    QVERIFY(disconnected.size() == 1 || disconnected.wait());
    QTRY_COMPARE(echo.server->connectionCount(), 0);
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
