#include "server/view/clip.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace view;

class TestClip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void middle_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("expected");
        QTest::newRow("short") << "abc" << 3 << "abc";
        QTest::newRow("empty") << "" << 3 << "";
        QTest::newRow("long") << "abcdefgh" << 4 << QStringLiteral("ab\n… 4 characters left out …\ngh");
        const QString pair = QString::fromUtf8("a😀bcdef😀z");
        QTest::newRow("pairs stay whole") << pair << 4 << QStringLiteral("a\n… 7 characters left out …\nz");
    }

    void middle()
    {
        QFETCH(QString, text);
        QFETCH(int, limit);
        QFETCH(QString, expected);
        QCOMPARE(clipMiddle(text, limit), expected);
    }

    void end()
    {
        QCOMPARE(clipEnd(QStringLiteral("abc"), 3), QStringLiteral("abc"));
        QCOMPARE(clipEnd(QStringLiteral("abcd"), 3), QStringLiteral("abc…"));
        QCOMPARE(clipEnd(QString::fromUtf8("ab😀d"), 3), QStringLiteral("ab…"));
    }

    void textsAtAnyDepth()
    {
        const QJsonObject value{{QStringLiteral("a"), QJsonArray{QStringLiteral("12345678"), 5}},
            {QStringLiteral("b"), QJsonObject{{QStringLiteral("c"), QStringLiteral("ok")}}}};
        bool clipped = false;
        QCOMPARE(clipTexts(value, 8, &clipped).toObject(), value);
        QVERIFY(!clipped);
        const QJsonObject shorter = clipTexts(value, 4, &clipped).toObject();
        QVERIFY(clipped);
        QVERIFY(shorter.value(QStringLiteral("a"))
                    .toArray()
                    .first()
                    .toString()
                    .startsWith(QStringLiteral("12\n")));
        QCOMPARE(shorter.value(QStringLiteral("a")).toArray().last().toInt(), 5);
        QCOMPARE(shorter.value(QStringLiteral("b")), value.value(QStringLiteral("b")));
    }
};

QTEST_GUILESS_MAIN(TestClip)
#include "tst_clip.moc"
