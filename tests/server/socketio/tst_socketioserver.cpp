#include "tests/server/socketio/echo/echoserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

namespace {

constexpr int Patience = 20'000;

QUrl address(quint16 port)
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/socket.io/?EIO=4&transport=websocket").arg(port));
}

//! A client that has joined "/": its messages, and nothing that answers pings.
class JoinedClient
{
public:
    explicit JoinedClient(quint16 port)
        : texts(&socket, &QWebSocket::textMessageReceived)
    {
        QObject::connect(&socket, &QWebSocket::connected, &socket,
            [this] { socket.sendTextMessage(QStringLiteral("40")); });
        socket.open(address(port));
    }

    //! The open packet, the CONNECT reply and "auth" are there.
    bool isJoined() const { return texts.size() >= 3; }

    QWebSocket socket;
    QSignalSpy texts;
};

} // namespace

class TestSocketIoServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void broadcastReachesManyClients();
    void dropsAClientThatNeverReads();
    void keepsNothingOfThoseWhoLeft();
    void survivesFuzzedMessages();
    void acknowledgesOnceAndNotAfterTheEnd();
    void sendsClientsAwayWhenItCloses();

private:
    std::unique_ptr<EchoServer> m_server;
    quint16 m_port = 0;
};

void TestSocketIoServer::init()
{
    m_server = std::make_unique<EchoServer>(socketio::Settings());
    const auto port = m_server->open(0);
    QVERIFY2(port, port ? "" : qPrintable(port.error().message));
    m_port = *port;
}

void TestSocketIoServer::cleanup()
{
    m_server.reset();
}

void TestSocketIoServer::broadcastReachesManyClients()
{
    constexpr int Clients = 100;
    std::vector<std::unique_ptr<JoinedClient>> clients;
    for (int i = 0; i < Clients; ++i)
        clients.push_back(std::make_unique<JoinedClient>(m_port));
    for (const auto &client : clients)
        QTRY_VERIFY_WITH_TIMEOUT(client->isJoined(), Patience);

    socketio::Namespace &space = m_server->server().of(QStringLiteral("/"));
    QCOMPARE(space.sockets().size(), Clients);
    space.sockets().first()->join(QStringLiteral("room"));
    QVERIFY(space.hasMembers(QStringLiteral("room")));
    space.broadcastTo(QStringLiteral("room"), QStringLiteral("one"), {});
    space.broadcast(QStringLiteral("all"), QJsonArray{1});
    int roomMembers = 0;
    for (const auto &client : clients) {
        QTRY_COMPARE_WITH_TIMEOUT(
            client->texts.last().first().toString(), QStringLiteral("42[\"all\",1]"), Patience);
        roomMembers += client->texts.size() == 5 ? 1 : 0;
    }
    QCOMPARE(roomMembers, 1);
}

void TestSocketIoServer::dropsAClientThatNeverReads()
{
    // A bare socket: QWebSocket would read whatever comes.
    QTcpSocket lazy;
    lazy.setReadBufferSize(1024);
    lazy.connectToHost(QHostAddress::LocalHost, m_port);
    QVERIFY(lazy.waitForConnected());
    lazy.write(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    QTRY_VERIFY(lazy.bytesAvailable() > 0);
    lazy.write(QByteArray::fromHex("8182000000003430")); // "40", masked by zeros
    socketio::Namespace &space = m_server->server().of(QStringLiteral("/"));
    QTRY_COMPARE(space.sockets().size(), 1);
    JoinedClient reader(m_port);
    QTRY_VERIFY(reader.isJoined());

    QSignalSpy left(space.sockets().first(), &socketio::Socket::disconnected);
    const QString megabyte(1024 * 1024, QLatin1Char('x'));
    constexpr int MoreThanBoundAndKernelTake = 64;
    int sent = 0;
    while (space.sockets().size() == 2 && sent < MoreThanBoundAndKernelTake) {
        space.broadcast(QStringLiteral("bulk"), QJsonArray{++sent});
        space.broadcast(QStringLiteral("bulk"), QJsonArray{megabyte});
        const int expected = 3 + 2 * sent;
        QTRY_COMPARE_WITH_TIMEOUT(reader.texts.size(), expected, Patience); // who reads gets all of it
        QCoreApplication::processEvents();
    }
    QVERIFY2(sent < MoreThanBoundAndKernelTake, "the client that never reads was kept");
    QCOMPARE(space.sockets().size(), 1);
    QCOMPARE(m_server->sessionCount(), 1);
}

void TestSocketIoServer::keepsNothingOfThoseWhoLeft()
{
    constexpr int AtOnce = 50;
    constexpr int Rounds = 20; // 1,000 clients
    socketio::Namespace &space = m_server->server().of(QStringLiteral("/"));
    QSignalSpy connected(&space, &socketio::Namespace::connected);
    for (int round = 0; round < Rounds; ++round) {
        std::vector<std::unique_ptr<JoinedClient>> clients;
        for (int i = 0; i < AtOnce; ++i)
            clients.push_back(std::make_unique<JoinedClient>(m_port));
        for (const auto &client : clients)
            QTRY_VERIFY_WITH_TIMEOUT(client->isJoined(), Patience);
        for (socketio::Socket *socket : space.sockets())
            socket->join(QStringLiteral("room"));
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (i % 2 == 0)
                clients[i]->socket.abort();
            else
                clients[i]->socket.close();
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_server->sessionCount(), 0, Patience);
    }
    QCOMPARE(connected.size(), Rounds * AtOnce);
    QCOMPARE(space.sockets().size(), 0);
    QVERIFY(!space.hasMembers(QStringLiteral("room")));
    QTRY_COMPARE_WITH_TIMEOUT(m_server->findChildren<engineio::Session *>().size(), 0, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->findChildren<engineio::WebSocket *>().size(), 0, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->findChildren<socketio::Socket *>().size(), 0, Patience);
}

void TestSocketIoServer::survivesFuzzedMessages()
{
    quint32 seed = 4711;
    const auto random = [&seed](quint32 below) {
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 8) % below;
    };
    const QList<QByteArray> seeds{"40", "40/custom,{\"a\":1}", "42[\"message\",1,{\"a\":[null]}]",
        "4212[\"message-with-ack\",\"x\"]", "451-[\"message\",{\"_placeholder\":true,\"num\":0}]", "41", "3",
        "431[]"};
    constexpr int Sessions = 150;
    for (int i = 0; i < Sessions; ++i) {
        JoinedClient client(m_port);
        QTRY_VERIFY_WITH_TIMEOUT(client.isJoined(), Patience);
        QSignalSpy gone(&client.socket, &QWebSocket::disconnected);
        for (int messages = 0; messages < 20; ++messages) {
            QByteArray text = seeds.at(random(static_cast<quint32>(seeds.size())));
            for (quint32 changes = random(3); changes > 0 && !text.isEmpty(); --changes)
                text[random(static_cast<quint32>(text.size()))] = static_cast<char>(random(128));
            if (random(10) == 0)
                client.socket.sendBinaryMessage(text);
            else
                client.socket.sendTextMessage(QString::fromUtf8(text));
        }
        client.socket.sendTextMessage(QStringLiteral("abc")); // the certain end
        QTRY_VERIFY_WITH_TIMEOUT(gone.size() == 1, Patience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_server->sessionCount(), 0, Patience);
    JoinedClient sane(m_port);
    QTRY_VERIFY_WITH_TIMEOUT(sane.isJoined(), Patience);
}

void TestSocketIoServer::acknowledgesOnceAndNotAfterTheEnd()
{
    socketio::Acknowledge kept;
    socketio::Namespace &space = m_server->server().of(QStringLiteral("/acks"));
    connect(&space, &socketio::Namespace::connected, this, [&kept](socketio::Socket *socket) {
        connect(socket, &socketio::Socket::received, socket,
            [&kept](const QString &, const socketio::Arguments &, const socketio::Acknowledge &acknowledge) {
                kept = acknowledge;
            });
    });
    JoinedClient client(m_port);
    QTRY_VERIFY(client.isJoined());
    client.socket.sendTextMessage(QStringLiteral("40/acks,"));
    client.socket.sendTextMessage(QStringLiteral("42/acks,1[\"ask\"]"));
    QTRY_VERIFY(kept);
    kept(QJsonArray{1});
    kept(QJsonArray{2});
    client.socket.sendTextMessage(QStringLiteral("42[\"message\"]")); // behind the acknowledgements
    QTRY_COMPARE(client.texts.last().first().toString(), QStringLiteral("42[\"message-back\"]"));
    QCOMPARE(client.texts.at(client.texts.size() - 2).first().toString(), QStringLiteral("43/acks,1[1]"));

    client.socket.sendTextMessage(QStringLiteral("42/acks,2[\"ask\"]"));
    client.socket.close();
    QTRY_COMPARE(m_server->sessionCount(), 0);
    kept(QJsonArray{3}); // nobody is there, nothing happens
}

void TestSocketIoServer::sendsClientsAwayWhenItCloses()
{
    JoinedClient client(m_port);
    QTRY_VERIFY(client.isJoined());
    QSignalSpy gone(&client.socket, &QWebSocket::disconnected);
    m_server->server().close();
    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);

    JoinedClient late(m_port);
    QSignalSpy refused(&late.socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error));
    QTRY_VERIFY(refused.size() > 0);
    QCOMPARE(m_server->sessionCount(), 0);
}

QTEST_GUILESS_MAIN(TestSocketIoServer)
#include "tst_socketioserver.moc"
