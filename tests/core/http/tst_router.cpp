#include "core/http/router.h"

#include <QTest>

namespace {

struct Recorded final : http::Responder::Sink
{
    void send(int answerStatus, const http::Headers &answerHeaders, const QByteArray &answerBody) override
    {
        ++count;
        status = answerStatus;
        headers = answerHeaders;
        body = answerBody;
    }

    int count = 0;
    int status = 0;
    http::Headers headers;
    QByteArray body;
};

http::RequestHandler replying(const QByteArray &text)
{
    return [text](const http::Request &request, http::Responder responder) {
        responder.bytes(200, "text/plain", text + ':' + request.parameter("id").toUtf8());
    };
}

} // namespace

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void routes_data();
    void routes();
    void answersOnlyOnce();
    void answersADroppedResponder();
    void carriesHeaders();
    void readsQueryItems_data();
    void readsQueryItems();
    void readsJson_data();
    void readsJson();
};

void TestRouter::routes_data()
{
    using http::Method;
    QTest::addColumn<http::Method>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row
        = [](const char *name, Method method, const char *path, int status, const QByteArray &body) {
              QTest::newRow(name) << method << QString::fromUtf8(path) << status << body;
          };
    row("literal", Method::Get, "/api/agents", 200, "list:");
    row("trailing slash", Method::Get, "/api/agents/", 200, "list:");
    row("HEAD as GET", Method::Head, "/api/agents", 200, "list:");
    row("parameter", Method::Get, "/api/agents/x-1", 200, "one:x-1");
    row("parameter with signs", Method::Get, "/api/agents/ä b", 200, "one:ä b");
    row("by method", Method::Delete, "/api/agents/x", 200, "delete:x");
    row("below parameter", Method::Post, "/api/agents/x/stop", 200, "stop:x");
    row("literal beside parameter", Method::Post, "/api/agents/actions/stop-all", 200, "all:");
    row("wrong method", Method::Put, "/api/agents/x", 405,
        R"({"error":"This path serves GET, HEAD, DELETE, OPTIONS"})");
    row("unknown method", Method::Other, "/api/agents", 405,
        R"({"error":"This path serves GET, HEAD, POST, OPTIONS"})");
    row("options", Method::Options, "/api/agents/x", 204, "");
    row("prefix", Method::Post, "/socket.io/", 200, "engine:");
    row("below prefix", Method::Get, "/socket.io/x/y", 200, "engine:");
    row("options of a prefix", Method::Options, "/socket.io/", 200, "engine:");
    row("beside prefix", Method::Get, "/socket.io", 200, "fallback:");
    row("too long", Method::Get, "/api/agents/x/y", 200, "fallback:");
    row("too short", Method::Get, "/api", 200, "fallback:");
    row("empty segment", Method::Get, "/api//agents", 200, "fallback:");
    row("empty first segment", Method::Get, "//api/agents", 200, "fallback:");
    row("two trailing slashes", Method::Get, "/api/agents//", 200, "fallback:");
    row("empty parameter", Method::Post, "/api/agents//stop", 200, "fallback:");
    row("other case", Method::Get, "/API/agents", 200, "fallback:");
    row("root", Method::Get, "/", 200, "fallback:");
}

void TestRouter::routes()
{
    QFETCH(http::Method, method);
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    using http::Method;
    http::Router router;
    router.add(Method::Get, QStringLiteral("/api/agents"), replying("list"));
    router.add(Method::Post, QStringLiteral("/api/agents"), replying("create"));
    router.add(Method::Get, QStringLiteral("/api/agents/:id"), replying("one"));
    router.add(Method::Delete, QStringLiteral("/api/agents/:id"), replying("delete"));
    router.add(Method::Post, QStringLiteral("/api/agents/:id/stop"), replying("stop"));
    router.add(Method::Post, QStringLiteral("/api/agents/actions/stop-all"), replying("all"));
    router.addPrefix(QStringLiteral("/socket.io/"), replying("engine"));
    router.setFallback(replying("fallback"));

    http::Request request;
    request.method = method;
    request.path = path;
    const auto sink = std::make_shared<Recorded>();
    router.route(request, http::Responder(sink));
    QCOMPARE(sink->count, 1);
    QCOMPARE(sink->status, status);
    QCOMPARE(sink->body, body);
    QCOMPARE(sink->headers.contains({"Allow", "GET, HEAD, DELETE, OPTIONS"}),
        path == QStringLiteral("/api/agents/x") && (method == Method::Put || method == Method::Options));
}

void TestRouter::answersOnlyOnce()
{
    const auto sink = std::make_shared<Recorded>();
    http::Responder responder(sink);
    http::Responder copy = responder;
    responder.error(base::Error{base::ErrorCode::Conflict, QStringLiteral("taken")});
    copy.json(200, QJsonObject());
    QCOMPARE(sink->count, 1);
    QCOMPARE(sink->status, 409);
    QCOMPARE(sink->body, R"({"error":"taken"})");
}

void TestRouter::answersADroppedResponder()
{
    const auto sink = std::make_shared<Recorded>();
    {
        const http::Responder responder(sink);
        {
            const http::Responder copy = responder; // NOLINT(performance-unnecessary-copy-initialization)
        }
        QCOMPARE(sink->count, 0);
    }
    QCOMPARE(sink->count, 1);
    QCOMPARE(sink->status, 500);
}

void TestRouter::carriesHeaders()
{
    const auto sink = std::make_shared<Recorded>();
    http::Responder responder(sink);
    responder.header("X-One", "1").header("X-Two", "2");
    responder.json(201, QJsonArray{1, 2});
    QCOMPARE(sink->headers,
        (http::Headers{{"X-One", "1"}, {"X-Two", "2"}, {"Content-Type", "application/json; charset=utf-8"}}));
    QCOMPARE(sink->body, "[1,2]");
}

void TestRouter::readsQueryItems_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << QStringLiteral("a=b") << QStringLiteral("b");
    QTest::newRow("empty") << QStringLiteral("a=") << QStringLiteral("");
    QTest::newRow("slash") << QStringLiteral("a=%2Ftmp%2Fx") << QStringLiteral("/tmp/x");
    QTest::newRow("plus is a blank") << QStringLiteral("a=b+c") << QStringLiteral("b c");
    QTest::newRow("encoded plus") << QStringLiteral("a=b%2Bc") << QStringLiteral("b+c");
    QTest::newRow("encoded percent") << QStringLiteral("a=%2541") << QStringLiteral("%41");
    QTest::newRow("encoded ampersand") << QStringLiteral("x=1&a=b%26c%3Dd&y=2") << QStringLiteral("b&c=d");
    QTest::newRow("UTF-8") << QStringLiteral("a=%C3%A4%F0%9F%98%80") << QStringLiteral("ä😀");
}

void TestRouter::readsQueryItems()
{
    QFETCH(QString, query);
    QFETCH(QString, value);
    http::Request request;
    request.query = QUrlQuery(query);
    QCOMPARE(request.queryItem("a"), value);
    QCOMPARE(request.queryItem("absent"), std::nullopt);
}

void TestRouter::readsJson_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("error");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("object") << QByteArray(R"({"a":1})") << QString();
    QTest::newRow("cut") << QByteArray(R"({"a":)")
                         << QStringLiteral("The request body: not valid JSON at byte");
    QTest::newRow("array") << QByteArray("[]") << QStringLiteral("The request body: must be a JSON object");
    QTest::newRow("text") << QByteArray("a=b") << QStringLiteral("The request body: not valid JSON at byte");
}

void TestRouter::readsJson()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, error);
    http::Request request;
    request.body = body;
    const auto json = request.json();
    QCOMPARE(json.has_value(), error.isEmpty());
    if (!json) {
        QCOMPARE(json.error().code, base::ErrorCode::InvalidArgument);
        QVERIFY2(json.error().message.startsWith(error), qPrintable(json.error().message));
    }
}

QTEST_APPLESS_MAIN(TestRouter)
#include "tst_router.moc"
