#include "core/http/answer.h"
#include "core/http/compression.h"

#include <QTest>

#include <zlib.h>

class TestAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cannotBeSplit_data();
    void cannotBeSplit();
    void keepsOwnCacheControl();
    void leavesOutLengthWhereNoneIsAllowed_data();
    void leavesOutLengthWhereNoneIsAllowed();
    void acceptsCodings_data();
    void acceptsCodings();
    void compresses_data();
    void compresses();
    void compressedBodyIsTheSame();
};

void TestAnswer::cannotBeSplit_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CR LF") << QByteArray("X") << QByteArray("a\r\nSet-Cookie: evil");
    QTest::newRow("LF") << QByteArray("X") << QByteArray("a\nSet-Cookie: evil");
    QTest::newRow("CR") << QByteArray("X") << QByteArray("a\rSet-Cookie: evil");
    QTest::newRow("NUL") << QByteArray("X") << QByteArray("a\0Set-Cookie: evil", 18);
    QTest::newRow("in the name") << QByteArray("X: y\r\nSet-Cookie") << QByteArray("evil");
}

void TestAnswer::cannotBeSplit()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    const http::Answer answer{200, {{name, value}, {"X-Good", "yes"}}, {}};
    const QByteArray head = http::headBytes(answer, {});
    QVERIFY(!head.contains("Set-Cookie"));
    QVERIFY(head.contains("X-Good: yes\r\n"));
}

void TestAnswer::keepsOwnCacheControl()
{
    const QByteArray head = http::headBytes({200, {{"cache-control", "no-cache"}}, {}}, {});
    QVERIFY(head.contains("cache-control: no-cache\r\n"));
    QVERIFY(!head.contains("no-store"));
}

void TestAnswer::leavesOutLengthWhereNoneIsAllowed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("hasLength");
    QTest::newRow("200") << 200 << true;
    QTest::newRow("204") << 204 << false;
    QTest::newRow("304") << 304 << false;
    QTest::newRow("404") << 404 << true;
}

void TestAnswer::leavesOutLengthWhereNoneIsAllowed()
{
    QFETCH(int, status);
    QFETCH(bool, hasLength);
    const http::Answer answer{status, {}, "body"};
    QCOMPARE(http::headBytes(answer, {}).contains("Content-Length: 4\r\n"), hasLength);
    QCOMPARE(http::hasBody(answer, {}), hasLength);
    QVERIFY(!http::hasBody(answer, {true, true}));
}

void TestAnswer::acceptsCodings_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("gzip") << QByteArray("gzip") << true;
    QTest::newRow("upper case") << QByteArray("GZIP") << true;
    QTest::newRow("browser") << QByteArray("gzip, deflate, br, zstd") << true;
    QTest::newRow("others") << QByteArray("deflate, br") << false;
    QTest::newRow("part of a word") << QByteArray("x-gzip2") << false;
    QTest::newRow("q=0") << QByteArray("gzip;q=0") << false;
    QTest::newRow("q=0.000") << QByteArray("gzip ; q=0.000") << false;
    QTest::newRow("q=0.1") << QByteArray("br, gzip;q=0.1") << true;
    QTest::newRow("bad q") << QByteArray("gzip;q=x") << false;
    QTest::newRow("any") << QByteArray("*") << true;
    QTest::newRow("any but gzip") << QByteArray("*, gzip;q=0") << false;
    QTest::newRow("nothing but gzip") << QByteArray("*;q=0, gzip") << true;
}

void TestAnswer::acceptsCodings()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, accepted);
    QCOMPARE(http::acceptsCoding(header, "gzip"), accepted);
}

void TestAnswer::compresses_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("compressed");
    QTest::newRow("JSON") << QByteArray("application/json; charset=utf-8") << qsizetype(2000) << true;
    QTest::newRow("text") << QByteArray("text/plain") << qsizetype(2000) << true;
    QTest::newRow("image") << QByteArray("image/png") << qsizetype(2000) << false;
    QTest::newRow("small") << QByteArray("text/plain") << qsizetype(1024) << false;
    QTest::newRow("8 MiB") << QByteArray("text/plain") << qsizetype(8 * 1024 * 1024) << true;
    QTest::newRow("over 8 MiB") << QByteArray("text/plain") << qsizetype(8 * 1024 * 1024 + 1) << false;
}

void TestAnswer::compresses()
{
    QFETCH(QByteArray, type);
    QFETCH(qsizetype, size);
    QFETCH(bool, compressed);
    http::Answer answer{200, {{"Content-Type", type}}, QByteArray(size, 'x')};
    http::compress(answer, "gzip");
    QCOMPARE(answer.header("content-encoding"), QByteArray(compressed ? "gzip" : ""));
    QCOMPARE(answer.header("vary"), QByteArray(compressed ? "Accept-Encoding" : ""));
    QCOMPARE(answer.body.size() < size, compressed);

    http::Answer coded{200, {{"Content-Type", type}, {"Content-Encoding", "br"}}, QByteArray(size, 'x')};
    http::compress(coded, "gzip");
    QCOMPARE(coded.body.size(), size);
}

void TestAnswer::compressedBodyIsTheSame()
{
    QByteArray text;
    for (int i = 0; i < 50000; ++i)
        text += QByteArray::number(i * 7919);
    http::Answer answer{200, {{"Content-Type", "text/plain"}}, text};
    http::compress(answer, "gzip");
    QByteArray output(text.size(), Qt::Uninitialized);
    z_stream stream{};
    QCOMPARE(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef *>(answer.body.data());
    stream.avail_in = static_cast<uInt>(answer.body.size());
    stream.next_out = reinterpret_cast<Bytef *>(output.data());
    stream.avail_out = static_cast<uInt>(output.size());
    const int result = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    QCOMPARE(result, Z_STREAM_END);
    QCOMPARE(output, text);
}

QTEST_APPLESS_MAIN(TestAnswer)
#include "tst_answer.moc"
