#include "relay/config/options.h"

#include <QTest>

namespace {

relay::Outcome parsed(const QMap<QString, QString> &environment, const QStringList &arguments = {})
{
    config::Surroundings from;
    from.environment = environment;
    from.arguments = arguments;
    from.workingDirectory = QStringLiteral("/etc/relay");
    return relay::parseOptions(from);
}

const QString Token = QStringLiteral("RELAY_TOKEN");

} // namespace

class TestRelayOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults()
    {
        const auto options = parsed({{Token, QStringLiteral("t")}});
        QVERIFY(options);
        QCOMPARE(options->token.reveal(), QByteArray("t"));
        QVERIFY(options->password.isEmpty());
        QCOMPARE(options->port, 3457);
        QCOMPARE(options->host, QHostAddress(QHostAddress::Any));
        QVERIFY(options->domain.isEmpty() && options->tlsCertificate.isEmpty() && options->tlsKey.isEmpty());
        QVERIFY(options->trustedProxies.isEmpty());
    }

    void takesEverySetting()
    {
        const auto options = parsed(
            {{Token, QStringLiteral("t")}, {QStringLiteral("RELAY_PASSWORD"), QStringLiteral("p")},
                {QStringLiteral("RELAY_PORT"), QStringLiteral("1")},
                {QStringLiteral("RELAY_HOST"), QStringLiteral("::1")},
                {QStringLiteral("RELAY_DOMAIN"), QStringLiteral("Relay.Example:8443")},
                {QStringLiteral("RELAY_TLS_CERT"), QStringLiteral("chain.pem")},
                {QStringLiteral("RELAY_TLS_KEY"), QStringLiteral("/keys/key.pem")},
                {QStringLiteral("RELAY_TRUSTED_PROXIES"), QStringLiteral("127.0.0.1, 10.0.0.0/8,::1")},
                {QStringLiteral("AGENTMONITOR_LOG"), QStringLiteral("error")}},
            {QStringLiteral("--port=8080")});
        QVERIFY(options);
        QCOMPARE(options->password.reveal(), QByteArray("p"));
        QCOMPARE(options->port, 8080); // the flag has the last word
        QCOMPARE(options->host, QHostAddress(QStringLiteral("::1")));
        QCOMPARE(options->domain, QStringLiteral("relay.example:8443"));
        QCOMPARE(options->tlsCertificate, QStringLiteral("/etc/relay/chain.pem"));
        QCOMPARE(options->tlsKey, QStringLiteral("/keys/key.pem"));
        const QList<relay::Subnet> proxies{{QHostAddress(QStringLiteral("127.0.0.1")), 32},
            {QHostAddress(QStringLiteral("10.0.0.0")), 8}, {QHostAddress(QStringLiteral("::1")), 128}};
        QCOMPARE(options->trustedProxies, proxies);
        QCOMPARE(options->logLevel, config::LogLevel::Error);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const char *value, const char *told) {
            QTest::addRow("%s=%s", name, value)
                << QString::fromLatin1(name) << QString::fromLatin1(value) << QString::fromLatin1(told);
        };
        row("RELAY_TOKEN", "", "RELAY_TOKEN must be set");
        row("RELAY_PORT", "65536", "must be a port number");
        row("RELAY_PORT", "-1", "must be a port number");
        row("RELAY_HOST", "localhost", "must be an address of this machine");
        row("RELAY_DOMAIN", "https://relay.example", "must be a host name");
        row("RELAY_DOMAIN", "relay.example/x", "must be a host name");
        row("RELAY_TLS_CERT", "chain.pem", "must be set together");
        row("RELAY_TLS_KEY", "key.pem", "must be set together");
        row("RELAY_TRUSTED_PROXIES", "127.0.0.1,proxy", "must be addresses or subnets");
        row("RELAY_TRUSTED_PROXIES", "10.0.0.0/33", "must be addresses or subnets");
    }
    void refuses()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, told);
        QMap<QString, QString> environment{{Token, QStringLiteral("a secret")}};
        environment[name] = value;
        const auto options = parsed(environment);
        QVERIFY(!options);
        const auto *error = std::get_if<base::Error>(&options.error());
        QVERIFY(error);
        QVERIFY2(error->message.contains(told), qPrintable(error->message));
        QVERIFY(!error->message.contains(QStringLiteral("a secret")));
    }
};

QTEST_GUILESS_MAIN(TestRelayOptions)
#include "tst_relayoptions.moc"
