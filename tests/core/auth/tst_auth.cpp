#include "core/auth/authroutes.h"
#include "tests/core/auth/fakeclock.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

namespace {

struct Recorded final : http::Responder::Sink
{
    void send(int status, const http::Headers &headers, const QByteArray &body) override
    {
        answer = {status, headers, body};
    }

    http::Answer answer;
};

constexpr auto LocalToken = "00112233445566778899aabbccddeeff";

//! The gate and its routes as the server wires them.
struct Site
{
    explicit Site(const QByteArray &password)
        : gate(auth::AuthGate::ofServer(base::Secret(password), base::Secret(LocalToken), clock))
        , rate(clock)
    {
        auth::addAuthRoutes(router, gate, rate);
        router.add(http::Method::Get, QStringLiteral("/api/agents"),
            [](const http::Request &request, http::Responder responder) {
                responder.bytes(200, "text/plain", request.user.toUtf8());
            });
        router.setFallback([](const http::Request &, http::Responder responder) {
            responder.bytes(200, "text/html", "index");
        });
    }

    http::Answer ask(
        http::Method method, const char *path, const http::Headers &headers = {}, const QByteArray &body = {})
    {
        http::Request request;
        request.method = method;
        request.path = QString::fromLatin1(path);
        request.headers = headers;
        request.body = body;
        request.peer = QHostAddress(QHostAddress::LocalHost);
        if (const auto refusal = gate.refusal(request))
            return *refusal;
        const auto sink = std::make_shared<Recorded>();
        router.route(request, http::Responder(sink));
        return sink->answer;
    }

    http::Answer login(const QByteArray &password)
    {
        return ask(http::Method::Post, "/api/auth/login", {}, R"({"password":")" + password + "\"}");
    }

    FakeClock clock;
    auth::AuthGate gate;
    auth::LoginRate rate;
    http::Router router;
};

QByteArray tokenOf(const http::Answer &answer)
{
    const QByteArray cookie = answer.header("set-cookie");
    return cookie.sliced(11, cookie.indexOf(';') - 11);
}

} // namespace

class TestAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsOpenWithoutAPassword();
    void loginGivesACookie();
    void tokenIsTheContracts();
    void loginRefuses_data();
    void loginRefuses();
    void slowsGuessing();
    void guardsTheApiOnly_data();
    void guardsTheApiOnly();
    void findsTheToken_data();
    void findsTheToken();
    void tokenExpires();
    void checkTells();
    void logoutClearsTheCookie();
    void noLocalTokenIsNoWayIn();
    void otherPasswordOtherTokens();
};

void TestAuth::everythingIsOpenWithoutAPassword()
{
    Site site("");
    QCOMPARE(site.ask(http::Method::Get, "/api/agents").body, "you");
    const http::Answer check = site.ask(http::Method::Get, "/api/auth/check");
    QCOMPARE(check.status, 200);
    QCOMPARE(check.body, R"({"authenticated":true,"required":false})");
    const http::Answer login = site.login("anything");
    QCOMPARE(login.status, 200);
    QVERIFY(login.header("set-cookie").isEmpty());
    QVERIFY(site.gate.acceptsToken({}));
}

void TestAuth::loginGivesACookie()
{
    Site site("secret");
    const http::Answer answer = site.login("secret");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, R"({"ok":true})");
    const QByteArray cookie = answer.header("set-cookie");
    QVERIFY(cookie.startsWith("auth_token=eyJ"));
    QVERIFY(cookie.endsWith("; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"));
    const http::Answer agents
        = site.ask(http::Method::Get, "/api/agents", {{"cookie", cookie.first(cookie.indexOf(';'))}});
    QCOMPARE(agents.status, 200);
    QCOMPARE(agents.body, "you");
}

//! Key and payload as existing scripts make them.
void TestAuth::tokenIsTheContracts()
{
    Site site("secret");
    const QByteArray token = tokenOf(site.login("secret"));
    const QByteArray key = QCryptographicHash::hash("secret", QCryptographicHash::Sha256).toHex();
    const qsizetype end = token.lastIndexOf('.');
    const auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    QCOMPARE(token.sliced(end + 1),
        QMessageAuthenticationCode::hash(token.first(end), key, QCryptographicHash::Sha256)
            .toBase64(encoding));
    const QJsonObject claims
        = QJsonDocument::fromJson(QByteArray::fromBase64(token.split('.')[1], encoding)).object();
    QCOMPARE(claims,
        (QJsonObject{{QStringLiteral("local"), true}, {QStringLiteral("iat"), 1'700'000'000},
            {QStringLiteral("exp"), 1'700'086'400}}));
}

void TestAuth::loginRefuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("wrong") << QByteArray(R"({"password":"other"})") << 401
                           << QByteArray(R"({"error":"Invalid password"})");
    QTest::newRow("prefix") << QByteArray(R"({"password":"secre"})") << 401
                            << QByteArray(R"({"error":"Invalid password"})");
    QTest::newRow("empty") << QByteArray(R"({"password":""})") << 401
                           << QByteArray(R"({"error":"Invalid password"})");
    QTest::newRow("absent") << QByteArray("{}") << 400 << QByteArray(R"({"error":"password is required"})");
    QTest::newRow("number") << QByteArray(R"({"password":1})") << 400
                            << QByteArray(R"({"error":"password must be a string"})");
    QTest::newRow("list") << QByteArray("[]") << 400
                          << QByteArray(R"({"error":"The request body: must be a JSON object"})");
}

void TestAuth::loginRefuses()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    Site site("secret");
    const http::Answer refused = site.ask(http::Method::Post, "/api/auth/login", {}, body);
    QCOMPARE(refused.status, status);
    QCOMPARE(refused.body, answer);
    QVERIFY(refused.header("set-cookie").isEmpty());
}

void TestAuth::slowsGuessing()
{
    Site site("secret");
    for (int i = 0; i < 5; ++i)
        QCOMPARE(site.login("guess").status, 401);
    const http::Answer refused = site.login("secret"); // right, but too soon
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("retry-after"), "60");
    QVERIFY(refused.header("set-cookie").isEmpty());
    site.clock.time += 60'000;
    QCOMPARE(site.login("secret").status, 200);
}

void TestAuth::guardsTheApiOnly_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("api") << QStringLiteral("/api/agents") << 401;
    QTest::newRow("api itself") << QStringLiteral("/api") << 401;
    QTest::newRow("unknown api") << QStringLiteral("/api/unknown") << 401;
    QTest::newRow("like auth") << QStringLiteral("/api/authors") << 401;
    QTest::newRow("auth without slash") << QStringLiteral("/api/auth") << 401;
    QTest::newRow("health") << QStringLiteral("/api/health") << 401;
    QTest::newRow("page") << QStringLiteral("/") << 200;
    QTest::newRow("asset") << QStringLiteral("/assets/x.js") << 200;
    QTest::newRow("like api") << QStringLiteral("/apiary") << 200;
    QTest::newRow("logout") << QStringLiteral("/api/auth/logout") << 405;
}

void TestAuth::guardsTheApiOnly()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    Site site("secret");
    const http::Answer answer = site.ask(http::Method::Get, path.toLatin1().constData());
    QCOMPARE(answer.status, status);
    if (status == 401)
        QCOMPARE(answer.body, R"({"error":"Authentication required"})");
}

void TestAuth::findsTheToken_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value"); // TOKEN stands for a good one
    QTest::addColumn<QByteArray>("error");
    const QByteArray required = R"({"error":"Authentication required"})";
    const QByteArray invalid = R"({"error":"Invalid or expired token"})";
    QTest::newRow("cookie") << QByteArray("cookie") << QByteArray("auth_token=TOKEN") << QByteArray();
    QTest::newRow("among cookies") << QByteArray("cookie") << QByteArray("a=b; auth_token=TOKEN; c=d")
                                   << QByteArray();
    QTest::newRow("beside an old one")
        << QByteArray("cookie") << QByteArray("auth_token=old; auth_token=TOKEN") << QByteArray();
    QTest::newRow("bearer") << QByteArray("authorization") << QByteArray("Bearer TOKEN") << QByteArray();
    QTest::newRow("bearer in lower case")
        << QByteArray("authorization") << QByteArray("bearer TOKEN") << QByteArray();
    QTest::newRow("of this machine's user")
        << QByteArray("authorization") << QByteArray("Bearer ") + LocalToken << QByteArray();
    QTest::newRow("not quite of this machine's user")
        << QByteArray("authorization") << QByteArray("Bearer ") + LocalToken + "0" << invalid;
    QTest::newRow("other cookie") << QByteArray("cookie") << QByteArray("relay_token=TOKEN") << required;
    QTest::newRow("longer name") << QByteArray("cookie") << QByteArray("xauth_token=TOKEN") << required;
    QTest::newRow("empty cookie") << QByteArray("cookie") << QByteArray("auth_token=") << required;
    QTest::newRow("basic") << QByteArray("authorization") << QByteArray("Basic TOKEN") << required;
    QTest::newRow("no scheme") << QByteArray("authorization") << QByteArray("TOKEN") << required;
    QTest::newRow("empty bearer") << QByteArray("authorization") << QByteArray("Bearer ") << required;
    QTest::newRow("bad cookie") << QByteArray("cookie") << QByteArray("auth_token=TOKENx") << invalid;
    QTest::newRow("bad bearer") << QByteArray("authorization") << QByteArray("Bearer x") << invalid;
    QTest::newRow("the password") << QByteArray("authorization") << QByteArray("Bearer secret") << invalid;
}

void TestAuth::findsTheToken()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, error);
    Site site("secret");
    const http::Answer answer = site.ask(
        http::Method::Get, "/api/agents", {{name, value.replace("TOKEN", site.gate.issueToken())}});
    QCOMPARE(answer.status, error.isEmpty() ? 200 : 401);
    QCOMPARE(answer.body, error.isEmpty() ? QByteArray("you") : error);
}

void TestAuth::tokenExpires()
{
    Site site("secret");
    const QByteArray token = site.gate.issueToken();
    site.clock.time += 24LL * 3600 * 1000 - 1;
    QVERIFY(site.gate.acceptsToken(token));
    site.clock.time += 1;
    QVERIFY(!site.gate.acceptsToken(token));
    QCOMPARE(site.ask(http::Method::Get, "/api/agents", {{"cookie", "auth_token=" + token}}).status, 401);
}

void TestAuth::checkTells()
{
    Site site("secret");
    const http::Answer no = site.ask(http::Method::Get, "/api/auth/check");
    QCOMPARE(no.status, 401);
    QCOMPARE(no.body, R"({"authenticated":false})");
    const http::Answer yes = site.ask(
        http::Method::Get, "/api/auth/check", {{"authorization", "Bearer " + site.gate.issueToken()}});
    QCOMPARE(yes.status, 200);
    QCOMPARE(yes.body, R"({"authenticated":true,"required":true})");
}

void TestAuth::logoutClearsTheCookie()
{
    Site site("secret");
    const http::Answer answer = site.ask(http::Method::Post, "/api/auth/logout");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, R"({"ok":true})");
    QCOMPARE(answer.header("set-cookie"),
        "auth_token=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax");
}

void TestAuth::noLocalTokenIsNoWayIn()
{
    FakeClock clock;
    const auto gate = auth::AuthGate::ofServer(base::Secret("secret"), base::Secret(), clock);
    QVERIFY(!gate.acceptsToken(QByteArray()));
    QVERIFY(!gate.acceptsToken(LocalToken));
}

void TestAuth::otherPasswordOtherTokens()
{
    const Site site("secret");
    const Site other("other");
    QVERIFY(!site.gate.acceptsToken(other.gate.issueToken()));
    QVERIFY(site.gate.acceptsToken(site.gate.issueToken()));
}

QTEST_APPLESS_MAIN(TestAuth)
#include "tst_auth.moc"
