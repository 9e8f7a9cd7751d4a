#include "core/process/ansicodes.h"
#include "core/process/stderrtail.h"

#include <QTest>

using process::StderrTail;

class StderrTailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removesAnsiCodes_data();
    void removesAnsiCodes();
    void keepsTheLastLines_data();
    void keepsTheLastLines();
    void staysBounded();
};

void StderrTailTest::removesAnsiCodes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("plain");

    QTest::newRow("none") << QStringLiteral("ä b\tc\nd") << QStringLiteral("ä b\tc\nd");
    QTest::newRow("colour") << QStringLiteral("\x1b[31mred\x1b[0m") << QStringLiteral("red");
    QTest::newRow("many parameters") << QStringLiteral("\x1b[38;2;1;2;3mx\x1b[?25l") << QStringLiteral("x");
    QTest::newRow("link, ended by BEL")
        << QStringLiteral("\x1b]8;;http://a\x07link\x1b]8;;\x07") << QStringLiteral("link");
    QTest::newRow("title, ended by ST") << QStringLiteral("\x1b]0;title\x1b\\text") << QStringLiteral("text");
    QTest::newRow("device control") << QStringLiteral("\x1bPq#0\x1b\\text") << QStringLiteral("text");
    QTest::newRow("character set") << QStringLiteral("\x1b(Btext\x1b=") << QStringLiteral("text");
    QTest::newRow("cut in a sequence") << QStringLiteral("text\x1b[3") << QStringLiteral("text");
    QTest::newRow("cut after ESC") << QStringLiteral("text\x1b") << QStringLiteral("text");
    QTest::newRow("unended title") << QStringLiteral("text\x1b]0;title") << QStringLiteral("text");
    QTest::newRow("progress bar") << QStringLiteral("1%\r2%\r\ndone\b") << QStringLiteral("1%2%\ndone");
}

void StderrTailTest::removesAnsiCodes()
{
    QFETCH(QString, text);
    QFETCH(QString, plain);
    QCOMPARE(process::withoutAnsiCodes(text), plain);
}

void StderrTailTest::keepsTheLastLines_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<QString>("text");

    using Pieces = QList<QByteArray>;
    QTest::newRow("nothing") << Pieces{} << QString();
    QTest::newRow("all of it") << Pieces{"one\n", "two\n"} << QStringLiteral("one\ntwo");
    QTest::newRow("exactly as much") << Pieces{"0123456789abcdef"} << QStringLiteral("0123456789abcdef");
    QTest::newRow("from a line's begin")
        << Pieces{"a long first line\n", "two\n", "three\n"} << QStringLiteral("two\nthree");
    QTest::newRow("one long line") << Pieces{"0123456789abcdefghij"} << QStringLiteral("456789abcdefghij");
    QTest::newRow("not half a character")
        << Pieces{"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\nabcd"} << QStringLiteral("abcd");
    QTest::newRow("no UTF-8") << Pieces{"a\xff"} << QStringLiteral("a\uFFFD");
}

void StderrTailTest::keepsTheLastLines()
{
    QFETCH(QList<QByteArray>, pieces);
    QFETCH(QString, text);
    StderrTail tail(16);
    for (const QByteArray &piece : pieces)
        tail.append(piece);
    QCOMPARE(tail.text(), text);
}

void StderrTailTest::staysBounded()
{
    StderrTail tail(1024);
    for (int i = 0; i < 100000; ++i)
        tail.append("line " + QByteArray::number(i) + '\n');
    const QString text = tail.text();
    QVERIFY(text.size() <= 1024);
    QVERIFY(text.startsWith(QLatin1String("line 99")));
    QVERIFY(text.endsWith(QLatin1String("\nline 99999")));
}

QTEST_APPLESS_MAIN(StderrTailTest)
#include "tst_stderrtail.moc"
