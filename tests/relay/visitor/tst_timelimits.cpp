#include "relay/frontdoor/frontdoor.h"
#include "relay/visitor/visitors.h"

#include <QSslConfiguration>
#include <QTest>

using namespace std::chrono_literals;

namespace {

//! A relay without machines, whose limits are set by the test.
struct Relay
{
    explicit Relay(const frontdoor::Limits &given)
        : limits(given)
    {
        QObject::connect(
            &door, &frontdoor::FrontDoor::arrived, &visitors, [this](QTcpSocket *socket, bool speaksTls) {
                visitors.admit(socket, speaksTls);
                ++arrivals;
            });
    }

    int arrivals = 0; //!< so far
    frontdoor::Limits limits;
    base::SystemClock clock;
    frontdoor::TrustedProxies proxies;
    auth::AuthGate gate{
        base::Secret(), {"relay_token", QStringLiteral("relay")}, QByteArrayLiteral("key"), clock};
    auth::LoginRate rate{clock};
    http::OriginCheck origins;
    dashboard::StaticFiles files{{}};
    machines::Registry registry{base::Secret("token"), limits.tunnelHandshakeTime, clock};
    api::OwnAnswers own{gate, rate, registry, files, clock};
    visitor::Visitors visitors{{limits, proxies, gate, origins, own, registry, [](QTcpSocket *) {
                                }}};
    frontdoor::FrontDoor door{limits, proxies};
};

//! All of them so long that only the one that is then shortened can end a test.
frontdoor::Limits patience()
{
    frontdoor::Limits limits;
    for (auto *limit : {&limits.headTime, &limits.idleTime, &limits.stallTime, &limits.responseTime})
        *limit = 1h;
    return limits;
}

constexpr auto Short = 50ms;
constexpr int Deadline = 20'000;

const QByteArray Status = "GET /api/relay/status HTTP/1.1\r\nHost: x\r\n\r\n";

} // namespace

class TimeLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endAConnection_data();
    void endAConnection();
    void leaveOthersAlone();
};

using Limit = std::chrono::milliseconds frontdoor::Limits::*;
Q_DECLARE_METATYPE(Limit)

void TimeLimits::endAConnection_data()
{
    QTest::addColumn<Limit>("limit");
    QTest::addColumn<bool>("speaksTls");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("answer"); // how it begins

    QTest::newRow("idle from the start")
        << &frontdoor::Limits::idleTime << false << QByteArray() << QByteArray();
    QTest::newRow("idle after a request")
        << &frontdoor::Limits::idleTime << false << Status << QByteArray("HTTP/1.1 200 OK\r\n");
    QTest::newRow("half a head") << &frontdoor::Limits::headTime << false << Status.first(20)
                                 << QByteArray("HTTP/1.1 408 Request Timeout\r\n");
    QTest::newRow("half a login")
        << &frontdoor::Limits::headTime << false
        << QByteArray("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        << QByteArray("HTTP/1.1 408 Request Timeout\r\n");
    QTest::newRow("no TLS handshake") << &frontdoor::Limits::headTime << true << QByteArray() << QByteArray();
    QTest::newRow("half a TLS handshake")
        << &frontdoor::Limits::headTime << true << QByteArray("\x16\x03\x01\x02", 4) << QByteArray();
}

void TimeLimits::endAConnection()
{
    QFETCH(const Limit, limit);
    QFETCH(const bool, speaksTls);
    QFETCH(const QByteArray, sent);
    QFETCH(const QByteArray, answer);

    frontdoor::Limits limits = patience();
    limits.*limit = Short;
    Relay relay(limits);
    if (speaksTls)
        relay.door.setTls(QSslConfiguration::defaultConfiguration());
    const auto port = relay.door.open(QHostAddress::LocalHost, 0);
    QVERIFY(port);

    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, *port);
    client.write(sent);
    QTRY_COMPARE_WITH_TIMEOUT(relay.arrivals, 1, Deadline);
    QTRY_COMPARE_WITH_TIMEOUT(relay.visitors.count(), 0, Deadline);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, Deadline);
    const QByteArray received = client.readAll();
    QVERIFY2(received.startsWith(answer), received.constData());
    QCOMPARE(received.isEmpty(), answer.isEmpty());
    QCOMPARE(relay.door.connectionCount(), 0);
}

//! A limit is of each connection, and another's end is not its own.
void TimeLimits::leaveOthersAlone()
{
    frontdoor::Limits limits = patience();
    limits.headTime = Short;
    Relay relay(limits);
    const auto port = relay.door.open(QHostAddress::LocalHost, 0);
    QVERIFY(port);

    QTcpSocket idle;
    idle.connectToHost(QHostAddress::LocalHost, *port);
    QTRY_COMPARE_WITH_TIMEOUT(relay.arrivals, 1, Deadline);
    for (int i = 1; i <= 3; ++i) {
        QTcpSocket slow;
        slow.connectToHost(QHostAddress::LocalHost, *port);
        slow.write("GET");
        QTRY_COMPARE_WITH_TIMEOUT(relay.arrivals, 1 + i, Deadline);
        QTRY_COMPARE_WITH_TIMEOUT(relay.visitors.count(), 1, Deadline);
    }
    idle.write(Status);
    QTRY_VERIFY_WITH_TIMEOUT(idle.bytesAvailable() > 0, Deadline);
    QVERIFY(idle.readAll().startsWith("HTTP/1.1 200 OK\r\n"));
}

QTEST_GUILESS_MAIN(TimeLimits)
#include "tst_timelimits.moc"
