#include "server/tunnel/tunnelclient.h"
#include "tests/server/tunnel/plainserver.h"
#include "tests/server/tunnel/relaydouble.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace uplink;
using std::chrono::milliseconds;

namespace {

//! So short that no test waits for it, but by the policy's own rules.
BackoffPolicy shortDelays()
{
    BackoffPolicy policy;
    policy.first = milliseconds(5);
    policy.most = milliseconds(20);
    policy.replacedFirst = milliseconds(10);
    return policy;
}

//! As long as a test could ever last: what happens does not come from it.
BackoffPolicy longDelays()
{
    BackoffPolicy policy;
    policy.first = std::chrono::hours(1);
    policy.most = std::chrono::hours(1);
    policy.replacedFirst = std::chrono::hours(1);
    return policy;
}

//! Gives every byte back.
class EchoServer : public QTcpServer
{
public:
    EchoServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        });
        setListenBacklogSize(256); // else a burst of visitors waits a second for its turn
        listen(QHostAddress::LocalHost);
    }
};

struct Fixture
{
    RelayDouble relay;
    EchoServer local;
    base::SystemClock clock;
    TunnelClient client;

    explicit Fixture(const BackoffPolicy &policy = shortDelays(), const QByteArray &token = "secret")
        : client({relay.url(), base::Secret(token), QStringLiteral("desk"), QStringLiteral("0.2")}, clock,
            Backoff(policy, [] { return 0.5; }))
    {
    }

    void start() { client.start(local.serverPort()); }
    TunnelState state() const { return client.status().state; }
    bool isUp() const { return state() == TunnelState::Connected && relay.link; }
    QString value(const char *name) const
    {
        return toJson(client.status(), clock.now()).value(QLatin1String(name)).toString();
    }
};

void expectLog(QtMsgType type, const char *pattern)
{
    QTest::ignoreMessage(type, QRegularExpression(QString::fromLatin1(pattern)));
}

} // namespace

class TestTunnelClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsAndTells()
    {
        Fixture f;
        QCOMPARE(f.state(), TunnelState::Stopped);
        QList<TunnelState> states;
        connect(&f.client, &TunnelClient::stateChanged, this, [&] { states.append(f.state()); });
        expectLog(QtInfoMsg, R"(^\[Tunnel\] Connecting to ws://127\.0\.0\.1:\d+/tunnel\.\.\.$)");
        expectLog(QtInfoMsg, R"(^\[Tunnel\] Connected, authenticating\.\.\.$)");
        expectLog(QtInfoMsg, R"(^\[Tunnel\] Authenticated successfully$)");
        f.start();
        QTRY_VERIFY(f.isUp());
        QCOMPARE(
            states, (QList{TunnelState::Connecting, TunnelState::Authenticating, TunnelState::Connected}));
        QCOMPARE(f.relay.path, QStringLiteral("/tunnel"));
        QCOMPARE(f.relay.machine, QStringLiteral("desk"));
        QCOMPARE(f.value("state"), QStringLiteral("connected"));
        QCOMPARE(f.value("machine"), QStringLiteral("desk"));
        QCOMPARE(f.value("relayVersion"), QStringLiteral("9.9"));
        QVERIFY(f.value("relay").endsWith(QLatin1String("/tunnel")));
        QTRY_VERIFY(f.client.status().figures.roundTrip);
        QCOMPARE(f.client.status().attempts, 0);
    }

    void theUrlIsShownWithoutSecrets()
    {
        base::SystemClock clock;
        TunnelClient client(
            {QUrl(QStringLiteral("wss://me:pass@relay.example.com/way/in?key=1")), {}, {}, {}}, clock,
            Backoff({}, [] { return 0.5; }));
        QCOMPARE(client.status().relay, QStringLiteral("wss://relay.example.com/way/in"));
    }

    void forwardsBothWays()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        QByteArray bytes(20'000'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = char(i * 31 + i / 251);
        Visitor visitor(f.relay);
        visitor.send(bytes);
        QTRY_COMPARE_WITH_TIMEOUT(visitor.received.size(), bytes.size(), 60'000);
        QVERIFY(visitor.received == bytes);
        QCOMPARE(f.client.status().figures.bytesReceived, qint64(bytes.size()));
        QCOMPARE(f.client.status().figures.bytesSent, qint64(bytes.size()));
    }

    void manyVisitorsAtOnce()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        std::vector<std::unique_ptr<Visitor>> visitors;
        for (int i = 0; i < 100; ++i) {
            visitors.push_back(std::make_unique<Visitor>(f.relay));
            visitors.back()->send(QByteArray(1'000 + i, char('a' + i % 26)));
        }
        for (int i = 0; i < 100; ++i)
            QTRY_VERIFY(visitors[size_t(i)]->received == QByteArray(1'000 + i, char('a' + i % 26)));
        QCOMPARE(f.client.status().figures.openStreams, 100);
        visitors.clear();
        QTRY_COMPARE(f.client.status().figures.openStreams, 0);
    }

    void localServerIsAway()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        f.local.close();
        Visitor visitor(f.relay);
        QTRY_VERIFY(visitor.reset);
        QCOMPARE(*visitor.reset, tunnel::ResetCode::Unreachable);
        QVERIFY(f.isUp());
    }

    void wrongTokenStops()
    {
        Fixture f(shortDelays(), "wrong");
        expectLog(QtCriticalMsg, R"(^\[Tunnel\] Refused: Invalid token\.)");
        f.start();
        QTRY_COMPARE(f.state(), TunnelState::Refused);
        QCOMPARE(f.value("lastError"), QStringLiteral("Invalid token"));
        f.client.nudge();
        QSignalSpy changed(&f.client, &TunnelClient::stateChanged);
        QVERIFY(!changed.wait(100)); // many times the longest delay
        QVERIFY(!f.client.status().nextRetryAt);
        QCOMPARE(f.relay.connections, 1);
        QCOMPARE(f.state(), TunnelState::Refused);
        // A person who has set the relay right may try again.
        f.relay.token = "wrong";
        f.client.connectNow();
        QTRY_VERIFY(f.isUp());
    }

    void reconnectsAfterACut()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        Visitor visitor(f.relay);
        visitor.send("x");
        QTRY_COMPARE(visitor.received.size(), 1);
        for (int tunnels = 2; tunnels < 5; ++tunnels) {
            expectLog(QtWarningMsg, R"(^\[Tunnel\] Disconnected: .+; next try in [0-9.]+ s$)");
            f.relay.cut();
            QTRY_COMPARE(f.relay.tunnels, tunnels);
            QTRY_VERIFY(f.isUp());
        }
        QCOMPARE(f.client.status().figures.openStreams, 0);
        QCOMPARE(f.client.status().figures.bytesSent, qint64(1)); // of the first tunnel, still counted
        Visitor again(f.relay);
        again.send("y");
        QTRY_COMPARE(again.received, QByteArray("y"));
    }

    void waitsForARelayThatIsDown()
    {
        Fixture f;
        const quint16 port = f.relay.port();
        f.relay.close();
        f.start();
        QTRY_VERIFY(f.client.status().attempts >= 3);
        QVERIFY(f.value("lastError").startsWith(QLatin1String("No connection: ")));
        f.relay.listen(port);
        QTRY_VERIFY(f.isUp());
        QCOMPARE(f.client.status().attempts, 0);
        QVERIFY(f.client.status().lastError.isEmpty());
    }

    void theNetworkComesBack()
    {
        Fixture f(longDelays());
        f.start();
        QTRY_VERIFY(f.isUp());
        f.relay.cut();
        QTRY_COMPARE(f.state(), TunnelState::Waiting);
        QVERIFY(*f.client.status().nextRetryAt > f.clock.now() + 3'000'000);
        f.client.nudge();
        QTRY_COMPARE(f.relay.tunnels, 2);
        QTRY_VERIFY(f.isUp());
        QVERIFY(!f.client.status().nextRetryAt);
        f.client.nudge(); // it answers, so it stays
        QTRY_VERIFY(f.isUp());
        QCOMPARE(f.relay.tunnels, 2);
    }

    void replacedByAnotherMachine()
    {
        Fixture f(longDelays());
        f.start();
        QTRY_VERIFY(f.isUp());
        expectLog(QtWarningMsg, R"(another machine with the name "desk" has taken the relay)");
        f.relay.closeTunnel(tunnel::CloseCode::Normal, QString::fromLatin1(tunnel::ReplacedReason));
        QTRY_COMPARE(f.state(), TunnelState::Waiting);
        QVERIFY(f.value("lastError").contains(QLatin1String("RELAY_MACHINE")));
        f.client.nudge(); // no reason for haste
        QCOMPARE(f.state(), TunnelState::Waiting);
        f.client.connectNow(); // but for a person
        QTRY_COMPARE(f.relay.tunnels, 2);
    }

    void replacedComesBackLater()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        f.relay.closeTunnel(tunnel::CloseCode::Normal, QString::fromLatin1(tunnel::ReplacedReason));
        QTRY_COMPARE(f.relay.tunnels, 2);
    }

    void theRelayGoesAway()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        f.relay.link->session().goAway(QStringLiteral("The relay stops"));
        f.relay.closeTunnel(tunnel::CloseCode::GoingAway, QStringLiteral("The relay stops"));
        expectLog(QtWarningMsg, R"(^\[Tunnel\] Disconnected: The relay stops; next try in )");
        QTRY_COMPARE(f.relay.tunnels, 2);
    }

    void disconnectedByAPerson()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        QSignalSpy ended(f.relay.link.get(), &tunnel::Link::ended);
        f.client.disconnectNow();
        QCOMPARE(f.state(), TunnelState::Stopped);
        QTRY_COMPARE(ended.size(), 1);
        f.client.nudge();
        QSignalSpy changed(&f.client, &TunnelClient::stateChanged);
        QVERIFY(!changed.wait(100)); // many times the longest delay
        QVERIFY(!f.client.status().nextRetryAt);
        QCOMPARE(f.relay.connections, 1);
        QCOMPARE(f.state(), TunnelState::Stopped);
        f.client.connectNow();
        QTRY_COMPARE(f.relay.tunnels, 2);
        QTRY_VERIFY(f.isUp());
        f.client.connectNow(); // is there already
        QCOMPARE(f.state(), TunnelState::Connected);
    }

    void whatIsUnderWayArrivesBeforeItLeaves()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        QSignalSpy wentAway(&f.relay.link->session(), &tunnel::Session::wentAway);
        Visitor visitor(f.relay);
        QTRY_COMPARE(f.client.status().figures.openStreams, 1);
        f.client.disconnectNow();
        QCOMPARE(f.state(), TunnelState::Stopped);
        QCOMPARE(f.client.status().figures.openStreams, 1); // an answer can still go through it
        QTRY_COMPARE(wentAway.size(), 1);
        QTRY_VERIFY(visitor.reset); // cut in the end
        QCOMPARE(f.client.status().figures.openStreams, 0);
    }

    void connectedAgainWhileItLeaves()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        f.client.disconnectNow();
        f.client.connectNow();
        QTRY_COMPARE(f.relay.tunnels, 2);
        QTRY_VERIFY(f.isUp());
        QSignalSpy changed(&f.client, &TunnelClient::stateChanged);
        QVERIFY(!changed.wait(400)); // longer than it takes to leave
        QVERIFY(f.isUp());
        QCOMPARE(f.relay.tunnels, 2);
    }

    void disconnectedWhileItConnects()
    {
        Fixture f;
        f.relay.answers = false;
        f.start();
        QTRY_COMPARE(f.state(), TunnelState::Authenticating);
        f.client.disconnectNow();
        QCOMPARE(f.state(), TunnelState::Stopped);
    }

    void aMuteRelayIsGivenUp()
    {
        Fixture f(longDelays());
        f.relay.answers = false;
        f.start();
        QTRY_COMPARE_WITH_TIMEOUT(f.state(), TunnelState::Waiting, 30'000);
        QCOMPARE(f.value("lastError"), QStringLiteral("No connection: The relay does not answer"));
        f.relay.answers = true;
        f.client.nudge();
        QTRY_VERIFY(f.isUp());
    }

    void shutsDown()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.isUp());
        QSignalSpy wentAway(&f.relay.link->session(), &tunnel::Session::wentAway);
        QSignalSpy ended(f.relay.link.get(), &tunnel::Link::ended);
        f.client.shutDown();
        QTRY_COMPARE(wentAway.size(), 1);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.front().front().toString(), QStringLiteral("The machine's server stops"));
        QCOMPARE(f.state(), TunnelState::Stopped);
        QCOMPARE(f.relay.connections, 1);
    }

    void goesWhileItIsUsed()
    {
        auto f = std::make_unique<Fixture>();
        f->start();
        QTRY_VERIFY(f->isUp());
        Visitor visitor(f->relay);
        visitor.send(QByteArray(5'000'000, 'x'));
        QTRY_VERIFY(visitor.received.size() > 0);
        visitor.release();
        f.reset();
    }

    void offWithoutARelay()
    {
        const QJsonObject off = toJson({}, 1);
        QCOMPARE(off.value(QStringLiteral("state")).toString(), QStringLiteral("off"));
        for (const char *name : {"relay", "machine", "since", "roundTripMs", "nextRetryAt", "nextRetryInMs",
                 "lastError", "relayVersion"})
            QVERIFY2(off.value(QLatin1String(name)).isNull(), name);
        for (const char *name : {"attempts", "bytesReceived", "bytesSent", "openStreams"})
            QCOMPARE(off.value(QLatin1String(name)).toInt(-1), 0);
    }
};

QTEST_GUILESS_MAIN(TestTunnelClient)
#include "tst_tunnelclient.moc"
