#include "tests/server/tunnel/relaydouble.h"
#include "tray/settings/tunneltest.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace tray;

Q_DECLARE_METATYPE(tray::TunnelVerdict)

namespace {

struct Found
{
    TunnelVerdict verdict;
    QString words;
};

Found test(const QUrl &url, const char *token = "secret")
{
    TunnelTest tunnelTest;
    QSignalSpy finished(&tunnelTest, &TunnelTest::finished);
    tunnelTest.start(url, base::Secret(token), QStringLiteral("desk"));
    if (finished.isEmpty())
        finished.wait(12'000);
    if (finished.isEmpty())
        return {TunnelVerdict::Lost, QStringLiteral("nothing")};
    return {finished[0][0].value<TunnelVerdict>(), finished[0][1].toString()};
}

//! Answers every connection with the same bytes.
class BytesServer : public QTcpServer
{
public:
    explicit BytesServer(const QByteArray &answer)
    {
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        listen(QHostAddress::LocalHost);
    }
    QUrl url(const char *scheme = "ws") const
    {
        return QUrl(
            QStringLiteral("%1://127.0.0.1:%2/tunnel").arg(QString::fromLatin1(scheme)).arg(serverPort()));
    }
};

//! A relay that closes the WebSocket at the first message.
class ClosingRelay : public QWebSocketServer
{
public:
    ClosingRelay(int code, const QString &reason)
        : QWebSocketServer(QStringLiteral("relay"), NonSecureMode)
    {
        connect(this, &QWebSocketServer::newConnection, this, [this, code, reason] {
            QWebSocket *socket = nextPendingConnection();
            connect(socket, &QWebSocket::textMessageReceived, socket,
                [socket, code, reason] { socket->close(QWebSocketProtocol::CloseCode(code), reason); });
        });
        listen(QHostAddress::LocalHost);
    }
};

} // namespace

class TestTrayTunnelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void works()
    {
        RelayDouble relay;
        const Found found = test(relay.url());
        QCOMPARE(found.verdict, TunnelVerdict::Works);
        QVERIFY2(found.words.contains(QStringLiteral("9.9")), qPrintable(found.words));
        QCOMPARE(relay.tunnels, 0); // the tunnel that is up is not thrown out
    }

    void wrongToken()
    {
        RelayDouble relay;
        const Found found = test(relay.url(), "another");
        QCOMPARE(found.verdict, TunnelVerdict::WrongToken);
        QVERIFY(found.words.contains(QStringLiteral("Wrong token")));
    }

    void refused()
    {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        const QUrl url(QStringLiteral("ws://127.0.0.1:%1/tunnel").arg(closed.serverPort()));
        closed.close();
        QCOMPARE(test(url).verdict, TunnelVerdict::ConnectionRefused);
    }

    void nameNotFound()
    {
        QCOMPARE(test(QUrl(QStringLiteral("ws://no-such-host.invalid/tunnel"))).verdict,
            TunnelVerdict::NameNotFound);
    }

    void noTls()
    {
        const BytesServer plain("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        QCOMPARE(test(plain.url("wss")).verdict, TunnelVerdict::TlsFailed);
    }

    void noRelay()
    {
        const BytesServer web("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        QCOMPARE(test(web.url()).verdict, TunnelVerdict::NotARelay);
        const BytesServer mail("220 mail.example.com ESMTP\r\n");
        QCOMPARE(test(mail.url()).verdict, TunnelVerdict::NotARelay);
    }

    void tooOldAndTooNew()
    {
        const ClosingRelay old(4004, QStringLiteral("The relay speaks protocol 1, the machine 2"));
        QCOMPARE(test(old.serverUrl()).verdict, TunnelVerdict::RelayTooOld);
        const ClosingRelay newer(4004, QStringLiteral("The relay speaks protocol 3, the machine 2"));
        QCOMPARE(test(newer.serverUrl()).verdict, TunnelVerdict::RelayTooNew);
        const ClosingRelay first(4002, QStringLiteral("Not a hello"));
        QCOMPARE(test(first.serverUrl()).verdict, TunnelVerdict::RelayTooOld);
    }

    void noAnswer()
    {
        RelayDouble relay;
        relay.answers = false;
        QCOMPARE(test(relay.url()).verdict, TunnelVerdict::NoAnswer);
    }
};

QTEST_GUILESS_MAIN(TestTrayTunnelTest)
#include "tst_traytunneltest.moc"
