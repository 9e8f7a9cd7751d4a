#include "core/dashboard/staticfiles.h"
#include "core/http/answer.h"
#include "tests/paths/testpaths.h"

#include <QFile>
#include <QTest>

#include <zlib.h>

namespace {

struct Recorded final : http::Responder::Sink
{
    void send(int status, const http::Headers &headers, const QByteArray &body) override
    {
        answer = {status, headers, body};
    }

    http::Answer answer;
};

http::Answer ask(std::span<const dashboard::EmbeddedFile> files, const QString &path,
    const http::Headers &headers = {}, http::Method method = http::Method::Get)
{
    http::Request request;
    request.method = method;
    request.path = path;
    request.headers = headers;
    const auto sink = std::make_shared<Recorded>();
    dashboard::StaticFiles(files).serve(request, http::Responder(sink));
    return sink->answer;
}

http::Answer ask(
    const QString &path, const http::Headers &headers = {}, http::Method method = http::Method::Get)
{
    return ask(dashboard::embeddedFiles(), path, headers, method);
}

QByteArray fixture(const QString &path)
{
    QFile file(testpaths::fixture(QStringLiteral("dashboard")) + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No fixture %s", qPrintable(path));
    return file.readAll();
}

QByteArray unzipped(QByteArray packed)
{
    QByteArray output(1024 * 1024, Qt::Uninitialized);
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef *>(output.data());
    stream.avail_out = static_cast<uInt>(output.size());
    const int result = inflate(&stream, Z_FINISH);
    output.truncate(static_cast<qsizetype>(stream.total_out));
    inflateEnd(&stream);
    return result == Z_STREAM_END ? output : QByteArray();
}

} // namespace

class TestStaticFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesEveryFile_data();
    void servesEveryFile();
    void sendsPagesOfTheDashboard_data();
    void sendsPagesOfTheDashboard();
    void refuses_data();
    void refuses();
    void guardsThePage();
    void negotiatesTheCoding_data();
    void negotiatesTheCoding();
    void leavesOutUselessCompression();
    void answersNotModified_data();
    void answersNotModified();
    void saysThatNothingIsBuilt();
};

void TestStaticFiles::servesEveryFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("caching");
    const QByteArray forever = "public, max-age=31536000, immutable";
    QTest::newRow("page") << QStringLiteral("/index.html") << QByteArray("text/html; charset=utf-8")
                          << QByteArray("no-cache");
    QTest::newRow("icon") << QStringLiteral("/icon.svg") << QByteArray("image/svg+xml")
                          << QByteArray("no-cache");
    QTest::newRow("script") << QStringLiteral("/assets/app-1a2b3c4d.js")
                            << QByteArray("text/javascript; charset=utf-8") << forever;
    QTest::newRow("font") << QStringLiteral("/assets/font-5e6f7a8b.woff2") << QByteArray("font/woff2")
                          << forever;
}

void TestStaticFiles::servesEveryFile()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, caching);
    const http::Answer answer = ask(path);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, fixture(path));
    QCOMPARE(answer.header("content-type"), type);
    QCOMPARE(answer.header("cache-control"), caching);
    QVERIFY(answer.header("etag").startsWith('"'));
    QVERIFY(answer.header("content-encoding").isEmpty());
    QCOMPARE(dashboard::embeddedFiles().size(), 4U);
}

void TestStaticFiles::sendsPagesOfTheDashboard_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
        {"/", "/agents/1", "/login", "/apiary", "/socket.iox", "/index.htm", "/assets", "//", "/ä"})
        QTest::newRow(path) << QString::fromUtf8(path);
}

void TestStaticFiles::sendsPagesOfTheDashboard()
{
    QFETCH(QString, path);
    const http::Answer answer = ask(path);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, fixture(QStringLiteral("/index.html")));
    QCOMPARE(answer.header("cache-control"), "no-cache");
    QCOMPARE(ask(path, {}, http::Method::Head).status, 200);
}

void TestStaticFiles::refuses_data()
{
    using http::Method;
    QTest::addColumn<http::Method>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("api") << Method::Get << QStringLiteral("/api/x") << 404
                         << QByteArray(R"({"error":"No such API call: GET /api/x"})");
    QTest::newRow("api itself") << Method::Post << QStringLiteral("/api") << 404
                                << QByteArray(R"({"error":"No such API call: POST /api"})");
    QTest::newRow("engine") << Method::Get << QStringLiteral("/socket.io") << 404
                            << QByteArray(R"({"error":"No such API call: GET /socket.io"})");
    QTest::newRow("old script") << Method::Get << QStringLiteral("/assets/app-00000000.js") << 404
                                << QByteArray(R"({"error":"No such file: /assets/app-00000000.js"})");
    QTest::newRow("post") << Method::Post << QStringLiteral("/") << 405
                          << QByteArray(R"({"error":"This path serves GET, HEAD, OPTIONS"})");
    QTest::newRow("other") << Method::Other << QStringLiteral("/icon.svg") << 405
                           << QByteArray(R"({"error":"This path serves GET, HEAD, OPTIONS"})");
    QTest::newRow("options") << Method::Options << QStringLiteral("/") << 204 << QByteArray();
}

void TestStaticFiles::refuses()
{
    QFETCH(http::Method, method);
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const http::Answer answer = ask(path, {}, method);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.body, body);
    QCOMPARE(answer.header("allow"), QByteArray(status == 404 ? "" : "GET, HEAD, OPTIONS"));
}

void TestStaticFiles::guardsThePage()
{
    const http::Answer page = ask(QStringLiteral("/"));
    QCOMPARE(page.header("x-frame-options"), "DENY");
    QCOMPARE(page.header("content-security-policy"),
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; style-src 'self' "
        "'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'");
    QVERIFY(ask(QStringLiteral("/assets/app-1a2b3c4d.js")).header("content-security-policy").isEmpty());
}

void TestStaticFiles::negotiatesTheCoding_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<QByteArray>("coding");
    // The brotli program is optional; without it gzip takes its place.
    const QByteArray best = dashboard::embeddedFiles()[0].brotli.empty() ? "gzip" : "br";
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("browser") << QByteArray("gzip, deflate, br") << best;
    QTest::newRow("gzip") << QByteArray("gzip") << QByteArray("gzip");
    QTest::newRow("no brotli") << QByteArray("br;q=0, gzip") << QByteArray("gzip");
    QTest::newRow("identity") << QByteArray("identity, gzip;q=0") << QByteArray();
    QTest::newRow("zstd") << QByteArray("zstd") << QByteArray();
}

void TestStaticFiles::negotiatesTheCoding()
{
    QFETCH(QByteArray, accept);
    QFETCH(QByteArray, coding);
    const QString path = QStringLiteral("/assets/app-1a2b3c4d.js");
    const http::Answer answer = ask(path, {{"accept-encoding", accept}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("content-encoding"), coding);
    QCOMPARE(answer.header("vary"), "Accept-Encoding");
    QCOMPARE(answer.body.size() < fixture(path).size(), !coding.isEmpty());
    if (coding == "gzip")
        QCOMPARE(unzipped(answer.body), fixture(path));
    else if (coding.isEmpty())
        QCOMPARE(answer.body, fixture(path));
}

void TestStaticFiles::leavesOutUselessCompression()
{
    const http::Answer answer
        = ask(QStringLiteral("/assets/font-5e6f7a8b.woff2"), {{"accept-encoding", "gzip, br"}});
    QVERIFY(answer.header("content-encoding").isEmpty());
    QVERIFY(answer.header("vary").isEmpty());
}

void TestStaticFiles::answersNotModified_data()
{
    QTest::addColumn<QByteArray>("value"); // TAG stands for the right one
    QTest::addColumn<int>("status");
    QTest::newRow("same") << QByteArray("TAG") << 304;
    QTest::newRow("weak") << QByteArray("W/TAG") << 304;
    QTest::newRow("in a list") << QByteArray("\"x\", TAG") << 304;
    QTest::newRow("any") << QByteArray("*") << 304;
    QTest::newRow("other") << QByteArray("\"x\"") << 200;
    QTest::newRow("without quotes") << QByteArray("x") << 200;
}

void TestStaticFiles::answersNotModified()
{
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    const QString path = QStringLiteral("/index.html");
    const QByteArray tag = ask(path, {{"accept-encoding", "gzip"}}).header("etag");
    const http::Headers headers{{"accept-encoding", "gzip"}, {"if-none-match", value.replace("TAG", tag)}};
    const http::Answer answer = ask(path, headers);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("etag"), tag);
    QCOMPARE(answer.body.isEmpty(), status == 304);
    QVERIFY(ask(path).header("etag") != tag); // another form, another tag
}

void TestStaticFiles::saysThatNothingIsBuilt()
{
    const http::Answer page = ask({}, QStringLiteral("/"));
    QCOMPARE(page.status, 200);
    QCOMPARE(page.header("content-type"), "text/html; charset=utf-8");
    QVERIFY(page.body.contains("no dashboard"));
    QVERIFY(!page.header("content-security-policy").isEmpty());
    QCOMPARE(ask({}, QStringLiteral("/api/x")).status, 404);
}

QTEST_APPLESS_MAIN(TestStaticFiles)
#include "tst_staticfiles.moc"
