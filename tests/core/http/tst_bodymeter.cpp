#include "core/http/bodymeter.h"

#include <QTest>

namespace {

constexpr quint64 Limit = 100;

http::RequestHead lengthHead(quint64 length)
{
    http::RequestHead head;
    head.framing = length > 0 ? http::Framing::Length : http::Framing::None;
    head.contentLength = length;
    return head;
}

http::RequestHead chunkedHead()
{
    http::RequestHead head;
    head.framing = http::Framing::Chunked;
    return head;
}

} // namespace

class TestBodyMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noBodyIsDoneAtOnce();
    void countsALength();
    void refusesALengthOverTheLimit();
    void countsChunks_data();
    void countsChunks();
    void refusesChunks_data();
    void refusesChunks();
    void boundsWhatChunkingAdds();
    void boundsExtensions();
};

void TestBodyMeter::noBodyIsDoneAtOnce()
{
    http::BodyMeter meter(lengthHead(0), Limit);
    QVERIFY(meter.isDone());
    QCOMPARE(meter.feed("GET"), 0);
    QCOMPARE(meter.contentSize(), 0U);
}

void TestBodyMeter::countsALength()
{
    http::BodyMeter meter(lengthHead(5), Limit);
    QCOMPARE(meter.feed("abc"), 3);
    QVERIFY(!meter.isDone());
    QCOMPARE(meter.feed("deGET"), 2);
    QVERIFY(meter.isDone());
    QCOMPARE(meter.contentSize(), 5U);
}

void TestBodyMeter::refusesALengthOverTheLimit()
{
    QVERIFY(!http::BodyMeter(lengthHead(Limit), Limit).error());
    const http::BodyMeter meter(lengthHead(Limit + 1), Limit);
    QVERIFY(meter.error());
    QCOMPARE(meter.error()->status, 413);
}

void TestBodyMeter::countsChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint64>("size");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << quint64(0);
    QTest::newRow("one") << QByteArray("5\r\nhello\r\n0\r\n\r\n") << quint64(5);
    QTest::newRow("two") << QByteArray("1\r\na\r\n0B\r\nbcdefghijkl\r\n000\r\n\r\n") << quint64(12);
    QTest::newRow("extension") << QByteArray("3;a=\"b\"\r\nxyz\r\n0;c\r\n\r\n") << quint64(3);
    QTest::newRow("line ends as content") << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << quint64(4);
    QTest::newRow("all of the limit") << "64\r\n" + QByteArray(100, 'x') + "\r\n0\r\n\r\n" << quint64(100);
}

void TestBodyMeter::countsChunks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(quint64, size);
    for (qsizetype step = 1; step <= bytes.size(); ++step) {
        http::BodyMeter meter(chunkedHead(), Limit);
        for (qsizetype i = 0; i < bytes.size(); i += step) {
            QVERIFY(!meter.isDone());
            const qsizetype count = std::min(step, bytes.size() - i);
            QCOMPARE(meter.feed(QByteArrayView(bytes).sliced(i, count)), count);
        }
        QVERIFY2(!meter.error(), meter.error() ? qPrintable(meter.error()->message) : "");
        QVERIFY(meter.isDone());
        QCOMPARE(meter.contentSize(), size);
        QCOMPARE(meter.feed("GET"), 0);
    }
}

void TestBodyMeter::refusesChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("no size") << QByteArray("\r\n") << 400;
    QTest::newRow("no size before extension") << QByteArray(";a\r\n") << 400;
    QTest::newRow("0x") << QByteArray("0x5\r\nhello\r\n") << 400;
    QTest::newRow("sign") << QByteArray("+5\r\nhello\r\n") << 400;
    QTest::newRow("negative") << QByteArray("-5\r\n") << 400;
    QTest::newRow("blank before") << QByteArray(" 5\r\nhello\r\n") << 400;
    QTest::newRow("blank after") << QByteArray("5 \r\nhello\r\n") << 400;
    QTest::newRow("not hexadecimal") << QByteArray("g\r\n") << 400;
    QTest::newRow("bare LF after size") << QByteArray("5\nhello\r\n0\r\n\r\n") << 400;
    QTest::newRow("bare CR after size") << QByteArray("5\rhello") << 400;
    QTest::newRow("bare LF in extension") << QByteArray("5;a\nhello\r\n") << 400;
    QTest::newRow("NUL in extension") << QByteArray("5;a\0b\r\n", 7) << 400;
    QTest::newRow("longer than its size") << QByteArray("5\r\nhello!\r\n") << 400;
    QTest::newRow("bare LF after data") << QByteArray("5\r\nhello\n0\r\n\r\n") << 400;
    QTest::newRow("CR without LF after data") << QByteArray("5\r\nhello\r0") << 400;
    QTest::newRow("trailer") << QByteArray("0\r\nX: y\r\n\r\n") << 400;
    QTest::newRow("bare LF at the end") << QByteArray("0\r\n\n") << 400;
    QTest::newRow("CR without LF at the end") << QByteArray("0\r\n\rG") << 400;
    QTest::newRow("one over the limit") << QByteArray("65\r\n") << 413;
    QTest::newRow("sum over the limit") << "64\r\n" + QByteArray(100, 'x') + "\r\n1\r\n" << 413;
    QTest::newRow("2^64 + 1") << QByteArray("10000000000000001\r\n") << 413;
    QTest::newRow("endless size") << QByteArray(1000, '0') << 413;
}

void TestBodyMeter::refusesChunks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    http::BodyMeter meter(chunkedHead(), Limit);
    meter.feed(bytes);
    QVERIFY(meter.error());
    QVERIFY(!meter.isDone());
    QCOMPARE(meter.error()->status, status);
    QCOMPARE(meter.feed("0\r\n\r\n"), 0);
}

void TestBodyMeter::boundsWhatChunkingAdds()
{
    constexpr quint64 Content = 1000000;
    http::BodyMeter meter(chunkedHead(), Content);
    quint64 wire = 0;
    while (!meter.error() && meter.contentSize() < Content)
        wire += static_cast<quint64>(meter.feed("000000000001\r\nx\r\n"));
    QVERIFY(meter.error());
    QCOMPARE(meter.error()->status, 413);
    QVERIFY(wire <= 2 * Content + http::BodyMeter::MaxExtensionBytes);
}

void TestBodyMeter::boundsExtensions()
{
    http::BodyMeter meter(chunkedHead(), 1024 * 1024);
    meter.feed("1;" + QByteArray(static_cast<qsizetype>(http::BodyMeter::MaxExtensionBytes), 'e'));
    QVERIFY(!meter.error());
    meter.feed("e");
    QVERIFY(meter.error());
    QCOMPARE(meter.error()->status, 400);
}

QTEST_APPLESS_MAIN(TestBodyMeter)
#include "tst_bodymeter.moc"
