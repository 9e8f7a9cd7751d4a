#include "core/tunnel/handshake.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace tunnel;

namespace {

const QByteArray AgentNonce(NonceBytes, 'a');
const QByteArray RelayNonce(NonceBytes, 'r');
const QString Machine = QStringLiteral("desk-1");

RelayHandshake relayWith(const QByteArray &token = "secret", const QByteArray &nonce = RelayNonce)
{
    return {base::Secret(token), nonce, QStringLiteral("0.9"), QStringLiteral("s1")};
}

AgentHandshake agentWith(const QByteArray &token = "secret", const QByteArray &nonce = AgentNonce,
    const QString &machine = Machine)
{
    return {base::Secret(token), nonce, machine, QStringLiteral("0.2")};
}

QByteArray textOf(const HandshakeStep &step)
{
    const auto *text = std::get_if<SendText>(&step);
    return text ? text->text : QByteArray();
}

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray with(const QByteArray &text, const char *field, const QJsonValue &value)
{
    QJsonObject changed = object(text);
    changed.insert(QLatin1String(field), value);
    return QJsonDocument(changed).toJson(QJsonDocument::Compact);
}

//! Written from the protocol's page, not from the code.
QString proof(const char *role, const QByteArray &agentNonce, const QByteArray &relayNonce,
    const QString &machine, const QByteArray &token = "secret")
{
    return QString::fromLatin1(QMessageAuthenticationCode::hash(
        QByteArray(role) + agentNonce + relayNonce + machine.toUtf8(), token, QCryptographicHash::Sha256)
                                   .toBase64());
}

} // namespace

class TestTunnelHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRelayThatSaysNothingWantsMasks()
    {
        for (const QJsonValue &said :
            {QJsonValue(false), QJsonValue(QStringLiteral("true")), QJsonValue(1)}) {
            auto relay = relayWith();
            auto agent = agentWith();
            const QByteArray challenge = textOf(relay.feed(agent.hello()));
            const auto atRelay = relay.feed(textOf(agent.feed(with(challenge, "unmasked", said))));
            const auto atAgent = agent.feed(std::get<Authenticated>(atRelay).text);
            QVERIFY(!std::get<Authenticated>(atAgent).takesUnmasked);
        }
    }

    void bothSidesAgree()
    {
        auto relay = relayWith();
        auto agent = agentWith();
        const QByteArray challenge = textOf(relay.feed(agent.hello()));
        QCOMPARE(object(challenge).value(QStringLiteral("proof")).toString(),
            proof("relay", AgentNonce, RelayNonce, Machine));
        const QByteArray auth = textOf(agent.feed(challenge));
        QCOMPARE(object(auth).value(QStringLiteral("proof")).toString(),
            proof("agent", AgentNonce, RelayNonce, Machine));
        const auto atRelay = relay.feed(auth);
        const auto *known = std::get_if<Authenticated>(&atRelay);
        QVERIFY(known);
        QCOMPARE(known->machine, Machine);
        QCOMPARE(known->peerVersion, QStringLiteral("0.2"));
        QCOMPARE(known->session, QStringLiteral("s1"));
        const auto atAgent = agent.feed(known->text);
        const auto *welcomed = std::get_if<Authenticated>(&atAgent);
        QVERIFY(welcomed);
        QVERIFY(welcomed->text.isEmpty());
        QVERIFY(welcomed->takesUnmasked);
        QCOMPARE(welcomed->peerVersion, QStringLiteral("0.9"));
        QCOMPARE(welcomed->session, QStringLiteral("s1"));
    }

    void relayRefusesFirst_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const QByteArray good = agentWith().hello();
        const auto row = [](const char *name, const QByteArray &message, CloseCode code, const char *words) {
            QTest::newRow(name) << message << int(code) << QString::fromLatin1(words);
        };
        row("empty", {}, CloseCode::BadHello, "Not a JSON object");
        row("not JSON", "hello", CloseCode::BadHello, "Not a JSON object");
        row("an array", "[1]", CloseCode::BadHello, "Not a JSON object");
        row("too long", with(good, "more", QString(5'000, QLatin1Char('x'))), CloseCode::BadHello,
            "Not a JSON object");
        row("no type", "{}", CloseCode::BadHello, "Not a hello");
        row("auth first", R"({"type":"auth"})", CloseCode::BadHello, "Not a hello");
        row("protocol 1", with(good, "protocol", 1), CloseCode::UnknownProtocol,
            "The relay speaks protocol 2, the machine 1");
        row("protocol 3", with(good, "protocol", 3), CloseCode::UnknownProtocol,
            "The relay speaks protocol 2, the machine 3");
        row("protocol as text", with(good, "protocol", QStringLiteral("2")), CloseCode::UnknownProtocol,
            "The relay speaks protocol 2, the machine none that it names");
        for (const char *name : {"", "a b", "../x", "a/b", "\xc3\xa4"}) {
            row(qPrintable(QStringLiteral("name <%1>").arg(QString::fromUtf8(name))),
                with(good, "machine", QString::fromUtf8(name)), CloseCode::BadHello,
                "A hello without a valid machine name");
        }
        row("long name", with(good, "machine", QString(65, QLatin1Char('n'))), CloseCode::BadHello,
            "A hello without a valid machine name");
        row("no nonce", with(good, "nonce", QJsonValue()), CloseCode::BadHello,
            "A hello without a nonce of 32 bytes");
        row("short nonce", with(good, "nonce", QString::fromLatin1(QByteArray(31, 'a').toBase64())),
            CloseCode::BadHello, "A hello without a nonce of 32 bytes");
        row("nonce is not base64", with(good, "nonce", QStringLiteral("!!!!")), CloseCode::BadHello,
            "A hello without a nonce of 32 bytes");
    }
    void relayRefusesFirst()
    {
        QFETCH(QByteArray, message);
        auto relay = relayWith();
        const auto step = relay.feed(message);
        const auto *rejected = std::get_if<Rejected>(&step);
        QVERIFY(rejected);
        QTEST(int(rejected->code), "code");
        QTEST(rejected->reason, "words");
    }

    void relayRefusesAuth_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QByteArray &message, CloseCode code) {
            QTest::newRow(name) << message << int(code);
        };
        const auto auth = [](const QString &given) {
            return QJsonDocument(QJsonObject{{QStringLiteral("type"), QStringLiteral("auth")},
                                     {QStringLiteral("proof"), given}})
                .toJson(QJsonDocument::Compact);
        };
        row("not JSON", "x", CloseCode::BadHello);
        row("hello again", agentWith().hello(), CloseCode::BadHello);
        row("no proof", R"({"type":"auth"})", CloseCode::InvalidToken);
        row("empty proof", auth({}), CloseCode::InvalidToken);
        row("not base64", auth(QStringLiteral("?")), CloseCode::InvalidToken);
        row("wrong token", auth(proof("agent", AgentNonce, RelayNonce, Machine, "other")),
            CloseCode::InvalidToken);
        row("the relay's own proof", auth(proof("relay", AgentNonce, RelayNonce, Machine)),
            CloseCode::InvalidToken);
        row("replayed from another connection",
            auth(proof("agent", AgentNonce, QByteArray(NonceBytes, 'R'), Machine)), CloseCode::InvalidToken);
        row("of another machine", auth(proof("agent", AgentNonce, RelayNonce, QStringLiteral("desk-2"))),
            CloseCode::InvalidToken);
        row("cut short",
            auth(QString::fromLatin1(
                QByteArray::fromBase64(proof("agent", AgentNonce, RelayNonce, Machine).toLatin1())
                    .chopped(1)
                    .toBase64())),
            CloseCode::InvalidToken);
    }
    void relayRefusesAuth()
    {
        QFETCH(QByteArray, message);
        QFETCH(int, code);
        auto relay = relayWith();
        QVERIFY(!textOf(relay.feed(agentWith().hello())).isEmpty());
        const auto step = relay.feed(message);
        const auto *rejected = std::get_if<Rejected>(&step);
        QVERIFY(rejected);
        QCOMPARE(int(rejected->code), code);
        if (rejected->code == CloseCode::InvalidToken) {
            QCOMPARE(object(rejected->text).value(QStringLiteral("type")).toString(),
                QStringLiteral("auth:error"));
            QCOMPARE(object(rejected->text).value(QStringLiteral("message")).toString(),
                QStringLiteral("Invalid token"));
        }
    }

    void agentRefuses_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        auto relay = relayWith();
        const QByteArray good = textOf(relay.feed(agentWith().hello()));
        const auto row = [](const char *name, const QByteArray &message, CloseCode code, const char *words) {
            QTest::newRow(name) << message << int(code) << QString::fromLatin1(words);
        };
        row("not JSON", "welcome", CloseCode::BadHello, "Not a JSON object");
        row("ok before any proof", R"({"type":"auth:ok"})", CloseCode::BadHello,
            "Unexpected message of type \"auth:ok\"");
        row("unknown type", R"({"type":"x"})", CloseCode::BadHello, "Unexpected message of type \"x\"");
        row("no nonce", with(good, "nonce", QJsonValue()), CloseCode::BadHello,
            "A challenge without a nonce of 32 bytes");
        row("no proof", with(good, "proof", QJsonValue()), CloseCode::InvalidToken, "Invalid token");
        row("the agent's own proof", with(good, "proof", proof("agent", AgentNonce, RelayNonce, Machine)),
            CloseCode::InvalidToken, "Invalid token");
        row("another nonce than proved", with(good, "nonce", QString::fromLatin1(AgentNonce.toBase64())),
            CloseCode::InvalidToken, "Invalid token");
        row("another token", with(good, "proof", proof("relay", AgentNonce, RelayNonce, Machine, "other")),
            CloseCode::InvalidToken, "Invalid token");
        row("told so", R"({"type":"auth:error","message":"Invalid token"})", CloseCode::InvalidToken,
            "Invalid token");
    }
    void agentRefuses()
    {
        QFETCH(QByteArray, message);
        auto agent = agentWith();
        const auto step = agent.feed(message);
        const auto *rejected = std::get_if<Rejected>(&step);
        QVERIFY(rejected);
        QTEST(int(rejected->code), "code");
        QTEST(rejected->reason, "words");
        QVERIFY(rejected->text.isEmpty()); // no proof for a relay that has none itself
    }

    void aRecordedAuthServesOnce()
    {
        auto agent = agentWith();
        auto first = relayWith();
        const QByteArray auth = textOf(agent.feed(textOf(first.feed(agent.hello()))));
        QVERIFY(std::holds_alternative<Authenticated>(first.feed(auth)));
        auto second = relayWith("secret", QByteArray(NonceBytes, 'R'));
        QVERIFY(!textOf(second.feed(agent.hello())).isEmpty());
        QVERIFY(std::holds_alternative<Rejected>(second.feed(auth)));
    }

    void aSecondChallengeIsRefused()
    {
        auto agent = agentWith();
        auto relay = relayWith();
        const QByteArray challenge = textOf(relay.feed(agent.hello()));
        QVERIFY(!textOf(agent.feed(challenge)).isEmpty());
        QVERIFY(std::holds_alternative<Rejected>(agent.feed(challenge)));
    }

    void machineNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("all kinds") << QStringLiteral("My.desk_top-2") << true;
        QTest::newRow("longest") << QString(64, QLatin1Char('n')) << true;
        QTest::newRow("too long") << QString(65, QLatin1Char('n')) << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("blank") << QStringLiteral("a b") << false;
        QTest::newRow("slash") << QStringLiteral("a/b") << false;
        QTest::newRow("not ASCII") << QStringLiteral("m\u00fcll") << false;
    }
    void machineNames()
    {
        QFETCH(QString, name);
        QTEST(isMachineName(name), "isValid");
    }

    void noncesDiffer()
    {
        QCOMPARE(newNonce().size(), NonceBytes);
        QVERIFY(newNonce() != newNonce());
    }
};

QTEST_GUILESS_MAIN(TestTunnelHandshake)
#include "tst_tunnelhandshake.moc"
