#include "server/socketio/engineio/server.h"
#include "tests/server/socketio/recordingsink.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace engineio;

namespace {

http::Request request(
    const QByteArray &query, http::Method method = http::Method::Get, const QByteArray &body = {})
{
    http::Request made;
    made.method = method;
    made.path = QStringLiteral("/engine.io/");
    made.query = QUrlQuery(QString::fromLatin1(query));
    made.body = body;
    return made;
}

http::Request withHeader(http::Request made, const QByteArray &name, const QByteArray &value)
{
    made.headers.emplaceBack(name, value);
    return made;
}

std::shared_ptr<RecordingSink> ask(Server &server, const http::Request &made)
{
    auto sink = RecordingSink::create();
    server.handle(made, http::Responder(sink));
    return sink;
}

const QByteArray Handshake = "EIO=4&transport=polling";

QByteArray open(Server &server)
{
    const QByteArray body = ask(server, request(Handshake))->body;
    return QJsonDocument::fromJson(body.sliced(1))
        .object()
        .value(QStringLiteral("sid"))
        .toString()
        .toLatin1();
}

http::Request post(const QByteArray &sid, const QByteArray &body)
{
    return request(Handshake + "&sid=" + sid, http::Method::Post, body);
}

} // namespace

class TestEngineServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundsItsSessions();
    void asksThePolicyAboutOrigins_data();
    void asksThePolicyAboutOrigins();
    void tellsBrowsersWithoutAPolicyToLeaveCookiesAtHome();
    void refusesMalformedOrigins();
    void checksHeadsBeforeTheBody();
    void refusesUpgradesOutsideItsPath();
    void endsEverythingWhenItCloses();
    void keepsNothingOfThoseWhoLeft();
    void remembersTheHandshake();
    void survivesFuzzedPosts();
};

void TestEngineServer::boundsItsSessions()
{
    Settings settings;
    settings.maxSessions = 2;
    Server server(settings);
    const QByteArray first = open(server);
    open(server);
    QCOMPARE(ask(server, request(Handshake))->status, 503);
    QVERIFY(server.refuseUpgrade(request("EIO=4&transport=websocket")));
    ask(server, post(first, "1"));
    QCOMPARE(ask(server, request(Handshake))->status, 200);
}

void TestEngineServer::asksThePolicyAboutOrigins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allowed");
    QTest::newRow("none") << QByteArray() << 200 << QByteArray();
    QTest::newRow("ours") << QByteArray("http://ours.test") << 200 << QByteArray("http://ours.test");
    QTest::newRow("theirs") << QByteArray("http://theirs.test") << 403 << QByteArray();
    QTest::newRow("null") << QByteArray("null") << 403 << QByteArray();
}

void TestEngineServer::asksThePolicyAboutOrigins()
{
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    Settings settings;
    settings.allowedOrigin = [](const QByteArray &asked) {
        return asked == "http://ours.test";
    };
    Server server(settings);
    const auto with = [&origin](http::Request made) {
        return origin.isEmpty() ? made : withHeader(std::move(made), "origin", origin);
    };

    const auto polled = ask(server, with(request(Handshake)));
    QCOMPARE(polled->status, status);
    QTEST(polled->header("access-control-allow-origin"), "allowed");
    QCOMPARE(polled->header("vary"), QByteArray("Origin"));
    if (status == 403)
        QCOMPARE(polled->body, QByteArray("{\"code\":4,\"message\":\"Forbidden\"}"));

    const auto refusal = server.refuseUpgrade(with(request("EIO=4&transport=websocket")));
    QCOMPARE(refusal.has_value(), status == 403);
    if (refusal) {
        QCOMPARE(refusal->status, 403);
        QCOMPARE(refusal->body, QByteArray("Forbidden"));
    }
}

void TestEngineServer::tellsBrowsersWithoutAPolicyToLeaveCookiesAtHome()
{
    Server server({});
    const auto sink = ask(server, withHeader(request(Handshake), "origin", "http://any.test"));
    QCOMPARE(sink->header("access-control-allow-origin"), QByteArray("*"));
    QCOMPARE(sink->header("access-control-allow-credentials"), QByteArray());
}

void TestEngineServer::refusesMalformedOrigins()
{
    Server server({});
    const auto sink = ask(server, withHeader(request(Handshake), "origin", "http://a\x01.test"));
    QCOMPARE(sink->status, 400);
    QCOMPARE(sink->body, QByteArray("{\"code\":3,\"message\":\"Bad request\"}"));
}

void TestEngineServer::checksHeadsBeforeTheBody()
{
    Server server({});
    const QByteArray sid = open(server);
    const auto tooLarge = server.checkHead(withHeader(post(sid, {}), "content-length", "1000001"), false);
    QVERIFY(tooLarge);
    QCOMPARE(tooLarge->status, 413);
    QCOMPARE(server.sessionCount(), 1);

    QVERIFY(!server.checkHead(withHeader(post(sid, {}), "content-length", "1000000"), false));
    const auto second = server.checkHead(post(sid, {}), false);
    QVERIFY(second);
    QCOMPARE(second->status, 400);
    QCOMPARE(server.sessionCount(), 0);

    http::Request elsewhere = post(sid, {});
    elsewhere.path = QStringLiteral("/api/agents");
    QVERIFY(!server.checkHead(withHeader(elsewhere, "content-length", "5000000"), false));
}

void TestEngineServer::refusesUpgradesOutsideItsPath()
{
    Server server({});
    http::Request made = request("EIO=4&transport=websocket");
    QVERIFY(!server.refuseUpgrade(made));
    made.path = QStringLiteral("/engine.io");
    const auto refusal = server.refuseUpgrade(made);
    QVERIFY(refusal);
    QCOMPARE(refusal->status, 404);
}

void TestEngineServer::endsEverythingWhenItCloses()
{
    Server server({});
    const QByteArray withPoll = open(server);
    const QByteArray without = open(server);
    const auto poll = ask(server, request(Handshake + "&sid=" + withPoll));
    server.close();
    QCOMPARE(poll->body, QByteArray("1"));
    QCOMPARE(ask(server, request(Handshake + "&sid=" + without))->body, QByteArray("1"));
    QCOMPARE(server.sessionCount(), 0);
    QCOMPARE(ask(server, request(Handshake))->status, 503);
}

void TestEngineServer::keepsNothingOfThoseWhoLeft()
{
    Server server({});
    QSignalSpy opened(&server, &Server::opened);
    for (int i = 0; i < 1000; ++i) {
        const QByteArray sid = open(server);
        const auto poll = ask(server, request(Handshake + "&sid=" + sid));
        if (i % 2 == 0)
            poll->lose();
        else
            ask(server, post(sid, "1"));
    }
    QCOMPARE(opened.size(), 1000);
    QCOMPARE(server.sessionCount(), 0);
    QTRY_COMPARE(server.findChildren<Session *>().size(), 0);
}

void TestEngineServer::remembersTheHandshake()
{
    Server server({});
    const Session *session = nullptr;
    connect(&server, &Server::opened, this, [&session](Session *opened) { session = opened; });
    ask(server, withHeader(request(Handshake), "cookie", "a=1"));
    QVERIFY(session);
    ask(server, withHeader(post(session->sid(), "4x"), "cookie", "a=2"));
    QCOMPARE(session->handshake().header("cookie"), QByteArray("a=1"));
}

void TestEngineServer::survivesFuzzedPosts()
{
    // A small generator of our own, so that a failure can be repeated.
    quint32 seed = 20240607;
    const auto random = [&seed](quint32 below) {
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 8) % below;
    };
    const QByteArray alphabet = "0123456b=/+\x1e[]{}\"\\,:-abc\xc3\xff";
    Server server({});
    connect(&server, &Server::opened, this, [](Session *session) {
        connect(session, &Session::textReceived, session,
            [session](const QByteArray &text) { session->send(Frame::text(text)); });
    });
    int refused = 0;
    constexpr int Rounds = 5000;
    for (int i = 0; i < Rounds; ++i) {
        const QByteArray sid = open(server);
        QByteArray body;
        for (quint32 length = random(40); length > 0; --length)
            body.append(alphabet.at(random(static_cast<quint32>(alphabet.size()))));
        const auto answer = ask(server, post(sid, body));
        QCOMPARE(answer->answers, 1);
        QVERIFY2(answer->status == 200 || answer->status == 400, body.toHex().constData());
        refused += answer->status == 400 ? 1 : 0;
        ask(server, post(sid, "1"));
        QCOMPARE(server.sessionCount(), 0);
    }
    QVERIFY(refused > 0 && refused < Rounds);
}

QTEST_GUILESS_MAIN(TestEngineServer)
#include "tst_engineserver.moc"
