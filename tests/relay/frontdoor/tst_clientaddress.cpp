#include "relay/frontdoor/clientaddress.h"

#include <QTest>

namespace {

const QList<QPair<QHostAddress, int>> Proxies{
    {QHostAddress(QStringLiteral("127.0.0.1")), 32}, {QHostAddress(QStringLiteral("10.0.0.0")), 8}};

http::RequestHead headWith(const char *name, const char *value)
{
    http::RequestHead head;
    if (*value)
        head.fields.emplaceBack(name, value);
    return head;
}

} // namespace

class TestClientAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheClient_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArray>("forwardedFor");
        QTest::addColumn<QString>("client");
        const auto row
            = [](const char *what, const char *peer, const char *forwardedFor, const char *client) {
                  QTest::newRow(what)
                      << QString::fromLatin1(peer) << QByteArray(forwardedFor) << QString::fromLatin1(client);
              };
        row("nobody in between", "1.2.3.4", "", "1.2.3.4");
        row("a stranger's word", "1.2.3.4", "9.9.9.9", "1.2.3.4");
        row("a proxy that says nothing", "127.0.0.1", "", "127.0.0.1");
        row("one proxy", "127.0.0.1", "1.2.3.4", "1.2.3.4");
        row("what the visitor wrote before it", "127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4");
        row("two proxies", "127.0.0.1", "1.2.3.4, 10.1.1.1", "1.2.3.4");
        row("two proxies and a lie", "127.0.0.1", "9.9.9.9,1.2.3.4,10.1.1.1", "1.2.3.4");
        row("proxies only", "127.0.0.1", "10.2.2.2, 10.1.1.1", "10.2.2.2");
        row("with a port", "127.0.0.1", "1.2.3.4:5678", "1.2.3.4");
        row("IPv6", "127.0.0.1", "2001:db8::1", "2001:db8::1");
        row("IPv6 with a port", "127.0.0.1", "[2001:db8::1]:5678", "2001:db8::1");
        row("no address", "127.0.0.1", "unknown", "127.0.0.1");
        row("no address behind one", "127.0.0.1", "unknown, 10.1.1.1", "10.1.1.1");
        row("half a bracket", "127.0.0.1", "[", "127.0.0.1");
        row("a peer of a listener on ::", "::ffff:127.0.0.1", "1.2.3.4", "1.2.3.4");
        row("the same, a stranger", "::ffff:1.2.3.4", "9.9.9.9", "1.2.3.4");
    }
    void findsTheClient()
    {
        QFETCH(QString, peer);
        QFETCH(QByteArray, forwardedFor);
        QFETCH(QString, client);
        const frontdoor::TrustedProxies proxies(Proxies);
        QCOMPARE(proxies.clientOf(QHostAddress(peer), headWith("x-forwarded-for", forwardedFor.constData())),
            QHostAddress(client));
    }

    void believesNobodyByDefault()
    {
        const frontdoor::TrustedProxies nobody;
        const QHostAddress peer(QHostAddress::LocalHost);
        QCOMPARE(nobody.clientOf(peer, headWith("x-forwarded-for", "1.2.3.4")), peer);
        QVERIFY(!nobody.isSecure(peer, false, headWith("x-forwarded-proto", "https")));
    }

    void knowsWhoSpeaksTls_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<bool>("peerSpeaksTls");
        QTest::addColumn<QByteArray>("proto");
        QTest::addColumn<bool>("secure");
        QTest::newRow("plain") << QStringLiteral("1.2.3.4") << false << QByteArray() << false;
        QTest::newRow("TLS") << QStringLiteral("1.2.3.4") << true << QByteArray() << true;
        QTest::newRow("a stranger's word")
            << QStringLiteral("1.2.3.4") << false << QByteArray("https") << false;
        QTest::newRow("a proxy's word") << QStringLiteral("10.1.1.1") << false << QByteArray("HTTPS") << true;
        QTest::newRow("a plain visitor of a proxy")
            << QStringLiteral("10.1.1.1") << false << QByteArray("http") << false;
    }
    void knowsWhoSpeaksTls()
    {
        QFETCH(QString, peer);
        QFETCH(bool, peerSpeaksTls);
        QFETCH(QByteArray, proto);
        const frontdoor::TrustedProxies proxies(Proxies);
        QTEST(proxies.isSecure(
                  QHostAddress(peer), peerSpeaksTls, headWith("x-forwarded-proto", proto.constData())),
            "secure");
    }
};

QTEST_GUILESS_MAIN(TestClientAddress)
#include "tst_clientaddress.moc"
