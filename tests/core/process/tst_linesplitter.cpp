#include "core/process/linesplitter.h"

#include <QTest>

using process::LineSplitter;
using process::SplitLines;

namespace {
constexpr qsizetype Limit = 10;

void add(SplitLines &to, const SplitLines &more)
{
    for (const process::DroppedLine &dropped : more.dropped)
        to.dropped.append({to.lines.size() + dropped.afterLines, dropped.bytes});
    to.lines += more.lines;
}
} // namespace

class LineSplitterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsTheSameHoweverItIsCut_data();
    void splitsTheSameHoweverItIsCut();
    void keepsBytesAsTheyAre();
    void goesOnAfterADroppedLine();
    void holdsNothingOfADroppedLine();
};

void LineSplitterTest::splitsTheSameHoweverItIsCut_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::addColumn<QList<qsizetype>>("dropped");

    using Lines = QList<QByteArray>;
    using Sizes = QList<qsizetype>;
    QTest::newRow("nothing") << QByteArray("") << Lines{} << Sizes{};
    QTest::newRow("two lines") << QByteArray("one\ntwo\n") << Lines{"one", "two"} << Sizes{};
    QTest::newRow("last without break") << QByteArray("one\ntwo") << Lines{"one", "two"} << Sizes{};
    QTest::newRow("only a break") << QByteArray("\n") << Lines{""} << Sizes{};
    QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << Lines{"", "", "a", ""} << Sizes{};
    QTest::newRow("as long as allowed")
        << QByteArray("1234567890\nb\n") << Lines{"1234567890", "b"} << Sizes{};
    QTest::newRow("one too long") << QByteArray("12345678901\nb\n") << Lines{"b"} << Sizes{11};
    QTest::newRow("too long in the middle")
        << QByteArray("a\n123456789012345\nb\n") << Lines{"a", "b"} << Sizes{15};
    QTest::newRow("too long at the end") << QByteArray("a\n123456789012345") << Lines{"a"} << Sizes{15};
    QTest::newRow("two too long") << QByteArray("123456789012\nx\n12345678901") << Lines{"x"}
                                  << Sizes{12, 11};
    QTest::newRow("carriage returns stay") << QByteArray("a\r\nb\rc\n") << Lines{"a\r", "b\rc"} << Sizes{};
}

void LineSplitterTest::splitsTheSameHoweverItIsCut()
{
    QFETCH(QByteArray, stream);
    QFETCH(QList<QByteArray>, lines);
    QFETCH(QList<qsizetype>, dropped);

    for (qsizetype piece = 1; piece <= stream.size() + 1; ++piece) {
        LineSplitter splitter(Limit);
        SplitLines all;
        for (qsizetype at = 0; at < stream.size(); at += piece)
            add(all, splitter.feed(QByteArrayView(stream).sliced(at, qMin(piece, stream.size() - at))));
        add(all, splitter.finish());
        QCOMPARE(all.lines, lines);
        QList<qsizetype> sizes;
        for (const process::DroppedLine &each : all.dropped)
            sizes.append(each.bytes);
        QCOMPARE(sizes, dropped);
        QVERIFY(splitter.finish().lines.isEmpty());
    }
}

void LineSplitterTest::keepsBytesAsTheyAre()
{
    LineSplitter splitter(Limit);
    const SplitLines first = splitter.feed(QByteArray("\0\xff\xc3", 3));
    QVERIFY(first.lines.isEmpty());
    const SplitLines second = splitter.feed(QByteArray("\xa4\xe2\n\x82", 4));
    QCOMPARE(second.lines, QList<QByteArray>{QByteArray("\0\xff\xc3\xa4\xe2", 5)});
    QCOMPARE(splitter.finish().lines, QList<QByteArray>{QByteArray("\x82")});
}

void LineSplitterTest::goesOnAfterADroppedLine()
{
    LineSplitter splitter(Limit);
    const SplitLines split = splitter.feed("a\nb\n12345678901\nc\n");
    QCOMPARE(split.lines, (QList<QByteArray>{"a", "b", "c"}));
    QCOMPARE(split.dropped.size(), 1);
    QCOMPARE(split.dropped[0].afterLines, 2);
}

void LineSplitterTest::holdsNothingOfADroppedLine()
{
    LineSplitter splitter(Limit);
    const QByteArray block(1024 * 1024, 'x');
    for (int i = 0; i < 4096; ++i) // 4 GiB would not fit
        QVERIFY(splitter.feed(block).dropped.isEmpty());
    const SplitLines split = splitter.feed("\n");
    QCOMPARE(split.dropped.size(), 1);
    QCOMPARE(split.dropped[0].bytes, 4096 * block.size());
}

QTEST_APPLESS_MAIN(LineSplitterTest)
#include "tst_linesplitter.moc"
