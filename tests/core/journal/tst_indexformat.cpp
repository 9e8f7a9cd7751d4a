#include "core/journal/indexformat.h"

#include <QTest>

using namespace journal;

class TestIndexFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackAHeader();
    void readsBackAnEntry();
    void laysOutBytesAsWritten();
    void noticesEveryFlippedBit();
    void noticesAMisplacedEntry();
    void refusesAShortHeader();
};

namespace {

IndexHeader header()
{
    return {{0x0102030405060708, 0x1112131415161718, 0x2122232425262728, 7}, 0x3132333435363738, 9, 10};
}

IndexEntry entry()
{
    return {0x0102030405060708, 0x1112131415161718, 0x2122232425262728, 0xfffffffe, true,
        hashOf(base::MessageId(QStringLiteral("m1")))};
}

QByteArray encoded(qint64 number, const IndexEntry &entry)
{
    QByteArray bytes(IndexEntryBytes, '\0');
    encodeEntry(number, entry, bytes.data());
    return bytes;
}

} // namespace

void TestIndexFormat::readsBackAHeader()
{
    QCOMPARE(encodeHeader(header()).size(), IndexHeaderBytes);
    QVERIFY(decodeHeader(encodeHeader(header())) == header());
    QVERIFY(decodeHeader(encodeHeader(IndexHeader())) == IndexHeader());
}

void TestIndexFormat::readsBackAnEntry()
{
    QVERIFY(decodeEntry(3, encoded(3, entry()).constData()) == entry());
    QVERIFY(decodeEntry(0, encoded(0, IndexEntry()).constData()) == IndexEntry());
}

void TestIndexFormat::laysOutBytesAsWritten()
{
    const QByteArray bytes = encodeHeader(header());
    QCOMPARE(bytes.left(16), QByteArray("AMTLINDX\x01\0\0\0\x07\0\0\0", 16));
    QCOMPARE(bytes.mid(16, 8), QByteArray("\x08\x07\x06\x05\x04\x03\x02\x01"));
    QCOMPARE(encoded(0, entry()).mid(24, 8), QByteArray("\xfe\xff\xff\xff\x01\0\0\0", 8));
}

void TestIndexFormat::noticesEveryFlippedBit()
{
    constexpr int HeaderBytesInUse = 68;
    for (int bit = 0; bit < HeaderBytesInUse * 8; ++bit) {
        QByteArray bytes = encodeHeader(header());
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        QVERIFY2(!decodeHeader(bytes), qPrintable(QString::number(bit)));
    }
    for (int bit = 0; bit < IndexEntryBytes * 8; ++bit) {
        QByteArray bytes = encoded(5, entry());
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        QVERIFY2(!decodeEntry(5, bytes.constData()), qPrintable(QString::number(bit)));
    }
}

void TestIndexFormat::noticesAMisplacedEntry()
{
    QVERIFY(!decodeEntry(4, encoded(3, entry()).constData()));
    QVERIFY(!decodeEntry(0, QByteArray(IndexEntryBytes, '\0').constData()));
}

void TestIndexFormat::refusesAShortHeader()
{
    const QByteArray bytes = encodeHeader(header());
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QVERIFY(!decodeHeader(bytes.left(size)));
}

QTEST_APPLESS_MAIN(TestIndexFormat)
#include "tst_indexformat.moc"
