#include "core/http/bodymeter.h"

#include <QTest>

//! BodyMeter on the side of responses.
class TestResponseBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noBodyIsDoneAtOnce_data();
    void noBodyIsDoneAtOnce();
    void countsALongLengthAtOnce();
    void goesOnUntilTheEnd();
    void countsChunks_data();
    void countsChunks();
    void refusesChunks_data();
    void refusesChunks();
    void countsAChunkOfManyGigabytes();
    void boundsTrailers();
    void boundsExtensionsOfEachChunk();
    void hasNoLimitOfChunks();
};

namespace {

http::BodyMeter meterFor(http::Framing framing, quint64 length = 0)
{
    http::ResponseHead head;
    head.framing = framing;
    head.contentLength = length;
    return http::BodyMeter(head, http::Exchange{});
}

//! Feeds pieces of `step` bytes until the meter takes no more; says how many it took.
qsizetype feedSplit(http::BodyMeter &meter, QByteArrayView bytes, qsizetype step)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && !meter.isDone() && !meter.error())
        taken += meter.feed(bytes.sliced(taken, std::min(step, bytes.size() - taken)));
    return taken;
}

} // namespace

void TestResponseBody::noBodyIsDoneAtOnce_data()
{
    QTest::addColumn<bool>("isHead");
    QTest::addColumn<http::Framing>("framing");
    QTest::newRow("none") << false << http::Framing::None;
    QTest::newRow("HEAD, length") << true << http::Framing::Length;
    QTest::newRow("HEAD, chunked") << true << http::Framing::Chunked;
    QTest::newRow("HEAD, nothing said") << true << http::Framing::UntilClose;
}

void TestResponseBody::noBodyIsDoneAtOnce()
{
    QFETCH(bool, isHead);
    QFETCH(http::Framing, framing);
    http::ResponseHead head;
    head.framing = framing;
    head.contentLength = 5;
    http::BodyMeter meter(head, http::Exchange{.isHead = isHead});
    QVERIFY(meter.isDone());
    QVERIFY(!meter.endsWithConnection());
    QCOMPARE(meter.feed("HTTP/1.1"), 0);
    QCOMPARE(meter.contentSize(), 0U);
}

void TestResponseBody::countsALongLengthAtOnce()
{
    constexpr quint64 Length = 5ULL << 30;
    const QByteArray piece(1 << 20, 'x');
    http::BodyMeter meter = meterFor(http::Framing::Length, Length);
    quint64 taken = 0;
    while (!meter.isDone()) {
        QVERIFY(!meter.error());
        taken += static_cast<quint64>(meter.feed(piece));
    }
    QCOMPARE(taken, Length);
    QCOMPARE(meter.contentSize(), Length);
    QCOMPARE(meter.feed("HTTP"), 0);
}

void TestResponseBody::goesOnUntilTheEnd()
{
    http::BodyMeter meter = meterFor(http::Framing::UntilClose);
    QVERIFY(meter.endsWithConnection());
    QCOMPARE(meter.feed("0\r\n\r\n"), 5);
    QCOMPARE(meter.feed("more"), 4);
    QCOMPARE(meter.contentSize(), 9U);
    QVERIFY(!meter.isDone());
    QVERIFY(!meter.error());
}

void TestResponseBody::countsChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint64>("size");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << quint64(0);
    QTest::newRow("two") << QByteArray("1\r\na\r\n0B\r\nbcdefghijkl\r\n000\r\n\r\n") << quint64(12);
    QTest::newRow("extension") << QByteArray("3;a=\"b\"\r\nxyz\r\n0;c\r\n\r\n") << quint64(3);
    QTest::newRow("line ends as content") << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << quint64(4);
    QTest::newRow("trailer") << QByteArray("1\r\na\r\n0\r\nServer-Timing: x\r\n\r\n") << quint64(1);
    QTest::newRow("trailers") << QByteArray("0\r\nA: b\r\nC:\r\nD:\xc3\xa4\t\r\n\r\n") << quint64(0);
    QTest::newRow("what looks like a chunk in a trailer")
        << QByteArray("0\r\nA: b\r\n5: hello\r\n\r\n") << quint64(0);
}

void TestResponseBody::countsChunks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(quint64, size);
    for (qsizetype step = 1; step <= bytes.size(); ++step) {
        http::BodyMeter meter = meterFor(http::Framing::Chunked);
        QCOMPARE(feedSplit(meter, bytes, step), bytes.size());
        QVERIFY2(!meter.error(), meter.error() ? qPrintable(meter.error()->message) : "");
        QVERIFY(meter.isDone());
        QCOMPARE(meter.contentSize(), size);
        QCOMPARE(meter.feed("HTTP/1.1"), 0);
    }
}

void TestResponseBody::refusesChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no size") << QByteArray("\r\n");
    QTest::newRow("0x") << QByteArray("0x5\r\nhello\r\n");
    QTest::newRow("blank after") << QByteArray("5 \r\nhello\r\n");
    QTest::newRow("bare LF after size") << QByteArray("5\nhello\r\n0\r\n\r\n");
    QTest::newRow("longer than its size") << QByteArray("5\r\nhello!\r\n");
    QTest::newRow("bare LF after data") << QByteArray("5\r\nhello\n0\r\n\r\n");
    QTest::newRow("bare LF at the end") << QByteArray("0\r\n\n");
    QTest::newRow("CR without LF at the end") << QByteArray("0\r\n\rH");
    QTest::newRow("size of 16 digits") << QByteArray("1000000000000000\r\n");
    QTest::newRow("folded trailer") << QByteArray("0\r\nA: b\r\n c\r\n\r\n");
    QTest::newRow("trailer without colon") << QByteArray("0\r\nAb\r\n\r\n");
    QTest::newRow("trailer without name") << QByteArray("0\r\n: b\r\n\r\n");
    QTest::newRow("blank before the colon of a trailer") << QByteArray("0\r\nA : b\r\n\r\n");
    QTest::newRow("bare LF in a trailer") << QByteArray("0\r\nA: b\nC: d\r\n\r\n");
    QTest::newRow("bare CR in a trailer") << QByteArray("0\r\nA: b\rC: d\r\n\r\n");
    QTest::newRow("NUL in a trailer") << QByteArray("0\r\nA: \0\r\n\r\n", 11);
    QTest::newRow("next response without an empty line") << QByteArray("0\r\nHTTP/1.1 200 OK\r\n\r\n");
}

void TestResponseBody::refusesChunks()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype step = 1; step <= bytes.size(); ++step) {
        http::BodyMeter meter = meterFor(http::Framing::Chunked);
        feedSplit(meter, bytes, step);
        QVERIFY(meter.error());
        QVERIFY(!meter.isDone());
        QCOMPARE(meter.error()->status, 502);
        QCOMPARE(meter.feed("0\r\n\r\n"), 0);
    }
}

void TestResponseBody::countsAChunkOfManyGigabytes()
{
    const QByteArray piece(1 << 20, 'x');
    http::BodyMeter meter = meterFor(http::Framing::Chunked);
    meter.feed("C0000000\r\n"); // 3 GiB
    while (!meter.error() && meter.feed(piece) == piece.size()) { }
    QCOMPARE(meter.contentSize(), 3ULL << 30);
    QVERIFY(meter.error()); // x is not the end of a chunk
}

void TestResponseBody::boundsTrailers()
{
    constexpr auto Most = static_cast<qsizetype>(http::BodyMeter::MaxTrailerBytes);
    const QByteArray start = "0\r\nA:";
    http::BodyMeter most = meterFor(http::Framing::Chunked);
    most.feed(start + QByteArray(Most - 4, 'x') + "\r\n\r\n");
    QVERIFY(most.isDone());

    http::BodyMeter over = meterFor(http::Framing::Chunked);
    over.feed(start + QByteArray(Most - 3, 'x') + "\r\n\r\n");
    QVERIFY(over.error());
    QCOMPARE(over.error()->message, QStringLiteral("The trailer fields are too large"));

    http::BodyMeter many = meterFor(http::Framing::Chunked);
    many.feed("0\r\n");
    for (qsizetype i = 0; i < Most && !many.error(); ++i)
        many.feed("A:\r\n");
    QVERIFY(many.error());
}

void TestResponseBody::boundsExtensionsOfEachChunk()
{
    constexpr auto Most = static_cast<qsizetype>(http::BodyMeter::MaxExtensionBytes);
    const QByteArray extension(Most, 'x');
    http::BodyMeter meter = meterFor(http::Framing::Chunked);
    for (int i = 0; i < 3; ++i) {
        meter.feed("1;" + extension + "\r\ny\r\n");
        QVERIFY(!meter.error());
    }
    meter.feed("1;" + extension + "x\r\n");
    QVERIFY(meter.error());
}

void TestResponseBody::hasNoLimitOfChunks()
{
    http::BodyMeter meter = meterFor(http::Framing::Chunked);
    for (int i = 0; i < 100000; ++i)
        meter.feed("000000000001\r\nx\r\n");
    QVERIFY(!meter.error());
    meter.feed("0\r\n\r\n");
    QVERIFY(meter.isDone());
    QCOMPARE(meter.contentSize(), 100000U);
}

QTEST_APPLESS_MAIN(TestResponseBody)
#include "tst_responsebody.moc"
