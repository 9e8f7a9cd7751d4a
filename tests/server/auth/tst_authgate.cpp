#include "server/auth/authgate.h"

#include <QJsonDocument>
#include <QTest>

namespace {

class FakeClock : public base::Clock
{
public:
    base::Timestamp now() const override { return time; }
    base::Timestamp time = 1'800'000'000'000;
};

//! Keeps what it was answered.
class KeptAnswer : public http::Responder::Sink
{
public:
    void send(int code, const http::Headers &fields, const QByteArray &content) override
    {
        status = code;
        headers = fields;
        body = QJsonDocument::fromJson(content).object();
    }

    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[field, value] : headers) {
            if (field.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }

    int status = 0;
    http::Headers headers;
    QJsonObject body;
};

struct Fixture
{
    FakeClock clock;
    auth::AuthGate gate;
    http::Router router;

    explicit Fixture(const QByteArray &password)
        : gate(base::Secret(password), clock)
    {
        gate.install(router);
    }

    std::shared_ptr<KeptAnswer> call(
        http::Method method, const QString &path, const QByteArray &body = {}, const QByteArray &cookie = {})
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.peer = QHostAddress(QHostAddress::LocalHost);
        if (!cookie.isEmpty())
            request.headers.append({"cookie", cookie});
        auto answer = std::make_shared<KeptAnswer>();
        router.route(request, http::Responder(answer));
        return answer;
    }

    QByteArray loggedInCookie()
    {
        return call(http::Method::Post, QStringLiteral("/api/auth/login"), R"({"password":"hush"})")
            ->header("Set-Cookie")
            .split(';')
            .first();
    }
};

http::Request requestFor(const QString &path, const QByteArray &field = {}, const QByteArray &value = {})
{
    http::Request request;
    request.path = path;
    if (!field.isEmpty())
        request.headers.append({field, value});
    return request;
}

} // namespace

class TestAuthGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAPasswordEverybodyIsTheOwner()
    {
        Fixture f({});
        http::Request request = requestFor(QStringLiteral("/api/agents"));
        QVERIFY(!f.gate.refuse(request));
        QCOMPARE(request.user, QStringLiteral("you"));
        const auto check = f.call(http::Method::Get, QStringLiteral("/api/auth/check"));
        QCOMPARE(check->status, 200);
        QCOMPARE(check->body.value(QStringLiteral("authenticated")).toBool(), true);
        QCOMPARE(check->body.value(QStringLiteral("required")).toBool(), false);
    }

    void loginGivesACookieThatOpens()
    {
        Fixture f("hush");
        const auto login
            = f.call(http::Method::Post, QStringLiteral("/api/auth/login"), R"({"password":"hush"})");
        QCOMPARE(login->status, 200);
        const QByteArray cookie = login->header("Set-Cookie");
        QVERIFY(cookie.startsWith("auth_token="));
        QVERIFY(cookie.endsWith("; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"));
        const QByteArray pair = cookie.split(';').first();

        http::Request request = requestFor(QStringLiteral("/api/agents"), "cookie", "a=b; " + pair);
        QVERIFY(!f.gate.refuse(request));
        http::Request bearer = requestFor(
            QStringLiteral("/api/agents"), "authorization", "Bearer " + pair.mid(pair.indexOf('=') + 1));
        QVERIFY(!f.gate.refuse(bearer));
        f.clock.time += 86'400'000;
        const auto expired = f.gate.refuse(request);
        QVERIFY(expired);
        QCOMPARE(expired->status, 401);
        QVERIFY(expired->body.contains("Invalid or expired token"));
    }

    void paths_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("open");
        QTest::newRow("agents") << "/api/agents" << false;
        QTest::newRow("health") << "/api/health" << false;
        QTest::newRow("unknown") << "/api/whatever" << false;
        QTest::newRow("api itself") << "/api" << false;
        QTest::newRow("login") << "/api/auth/login" << true;
        QTest::newRow("not quite auth") << "/api/authors" << false;
        QTest::newRow("dashboard") << "/" << true;
        QTest::newRow("asset") << "/assets/x.js" << true;
    }

    void paths()
    {
        QFETCH(QString, path);
        QFETCH(bool, open);
        Fixture f("hush");
        http::Request request = requestFor(path);
        const auto refusal = f.gate.refuse(request);
        QCOMPARE(!refusal, open);
        if (refusal)
            QVERIFY(refusal->body.contains("Authentication required"));
    }

    void wrongPasswordsAreCounted()
    {
        Fixture f("hush");
        const QString path = QStringLiteral("/api/auth/login");
        for (int i = 0; i < 5; ++i) {
            const auto answer = f.call(http::Method::Post, path, R"({"password":"wrong"})");
            QCOMPARE(answer->status, 401);
            QCOMPARE(
                answer->body.value(QStringLiteral("error")).toString(), QStringLiteral("Invalid password"));
            QVERIFY(answer->header("Set-Cookie").isEmpty());
        }
        const auto limited = f.call(http::Method::Post, path, R"({"password":"hush"})");
        QCOMPARE(limited->status, 429);
        QCOMPARE(limited->header("Retry-After"), QByteArray("60"));
        f.clock.time += 60'000;
        QCOMPARE(f.call(http::Method::Post, path, R"({"password":"hush"})")->status, 200);
    }

    void badBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << QByteArray() << 401;
        QTest::newRow("no JSON") << QByteArray("password=hush") << 400;
        QTest::newRow("a number") << QByteArray(R"({"password":1})") << 400;
        QTest::newRow("a list") << QByteArray("[]") << 400;
    }

    void badBodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        Fixture f("hush");
        QCOMPARE(f.call(http::Method::Post, QStringLiteral("/api/auth/login"), body)->status, status);
    }

    void logoutClearsTheCookie()
    {
        Fixture f("hush");
        const auto answer = f.call(http::Method::Post, QStringLiteral("/api/auth/logout"));
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->header("Set-Cookie").contains("Expires=Thu, 01 Jan 1970"));
    }

    void checkTellsWhetherLoggedIn()
    {
        Fixture f("hush");
        const QString path = QStringLiteral("/api/auth/check");
        const auto before = f.call(http::Method::Get, path);
        QCOMPARE(before->status, 401);
        QCOMPARE(before->body, (QJsonObject{{QStringLiteral("authenticated"), false}}));
        QCOMPARE(f.call(http::Method::Get, path, {}, f.loggedInCookie())->status, 200);
    }

    void anotherPasswordEndsAllSessions()
    {
        Fixture f("hush");
        const QByteArray cookie = f.loggedInCookie();
        Fixture changed("other");
        QCOMPARE(changed.call(http::Method::Get, QStringLiteral("/api/auth/check"), {}, cookie)->status, 401);
    }
};

QTEST_GUILESS_MAIN(TestAuthGate)
#include "tst_authgate.moc"
