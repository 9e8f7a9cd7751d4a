#include "core/provider/unifieddiff.h"

#include <QTest>

namespace {

QString shown(const model::FileDiff &diff)
{
    QString text = QStringLiteral("%1 +%2-%3").arg(diff.path).arg(diff.added).arg(diff.removed);
    for (const model::DiffHunk &hunk : diff.hunks) {
        text += QStringLiteral(" @%1,%2@%3,%4[%5]")
                    .arg(hunk.oldStart)
                    .arg(hunk.oldLines)
                    .arg(hunk.newStart)
                    .arg(hunk.newLines)
                    .arg(hunk.lines.join(QLatin1Char('|')));
    }
    return text;
}

} // namespace

class TestUnifiedDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFile_data();
    void oneFile();
    void manyFiles_data();
    void manyFiles();
    void aLongDiffIsCountedButNotKept();
};

void TestUnifiedDiff::oneFile_data()
{
    QTest::addColumn<QString>("diff");
    QTest::addColumn<QString>("is");
    const auto row = [](const char *name, const char *diff, const char *is) {
        QTest::newRow(name) << QString::fromUtf8(diff) << QString::fromUtf8(is);
    };
    row("empty", "", "f +0-0");
    row("no diff", "Hello\nworld\n", "f +0-0");
    row("one hunk", "@@ -1,2 +1,2 @@\n one\n-two\n+2\n", "f +1-1 @1,2@1,2[ one|-two|+2]");
    row("counts of one are left out", "@@ -3 +3 @@ in a function\n-a\n+b\n", "f +1-1 @3,1@3,1[-a|+b]");
    row("two hunks", "@@ -1 +1 @@\n-a\n+b\n@@ -9,0 +10 @@\n+c\n", "f +2-1 @1,1@1,1[-a|+b] @9,0@10,1[+c]");
    row("its own headers", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", "f +1-1 @1,1@1,1[-a|+b]");
    row("removed lines that look like headers", "@@ -1,2 +1,2 @@\n--- x\n-@@ -1 +1 @@\n+++ y\n+z\n",
        "f +2-2 @1,2@1,2[--- x|-@@ -1 +1 @@|+++ y|+z]");
    row("no newline at the end", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n",
        "f +1-1 @1,1@1,1[-a|+b]");
    row("an empty line whose blank was cut off", "@@ -1,2 +1,2 @@\n\n-a\n+b\n", "f +1-1 @1,2@1,2[ |-a|+b]");
    row("text behind the hunk", "@@ -1 +1 @@\n-a\n+b\n\nMoved to: g\n", "f +1-1 @1,1@1,1[-a|+b]");
    row("fewer lines than it says", "@@ -1,9 +1,9 @@\n-a\nrubbish\n+b\n", "f +0-1 @1,9@1,9[-a]");
    row("huge numbers", "@@ -99999999999999999999,1 +1 @@\n-a\n+b\n", "f +1-1 @1000000000,1@1,1[-a|+b]");
    row("a broken header", "@@ -x +1 @@\n-a\n+b\n", "f +0-0");
}

void TestUnifiedDiff::oneFile()
{
    QFETCH(QString, diff);
    QFETCH(QString, is);
    QCOMPARE(shown(provider::unifiedDiff(QStringLiteral("f"), diff)), is);
}

void TestUnifiedDiff::manyFiles_data()
{
    QTest::addColumn<QString>("diff");
    QTest::addColumn<QStringList>("are");
    const auto row = [](const char *name, const char *diff, const QStringList &are) {
        QTest::newRow(name) << QString::fromUtf8(diff) << are;
    };
    row("none", "", {});
    row("of git",
        "diff --git a/d/a.txt b/d/a.txt\nindex 1..2 100644\n--- a/d/a.txt\n+++ b/d/a.txt\n@@ -1 +1 "
        "@@\n-a\n+b\n"
        "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n"
        "diff --git a/o b/o\ndeleted file mode 100644\n--- a/o\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n",
        {QStringLiteral("d/a.txt +1-1 @1,1@1,1[-a|+b]"), QStringLiteral("n +1-0 @0,0@1,1[+x]"),
            QStringLiteral("o +0-1 @1,1@0,0[-y]")});
    row("renamed without a change",
        "diff --git a/old b/new\nsimilarity index 100%\nrename from old\nrename to new\n",
        {QStringLiteral("new +0-0")});
    row("not of git",
        "--- a.c\t2026-01-01\n+++ a.c\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n--- b.c\n+++ b.c\n@@ -2 +2 "
        "@@\n-c\n+d\n",
        {QStringLiteral("a.c +1-1 @1,1@1,1[-a|+b]"), QStringLiteral("b.c +1-1 @2,1@2,1[-c|+d]")});
}

void TestUnifiedDiff::manyFiles()
{
    QFETCH(QString, diff);
    QFETCH(QStringList, are);
    QStringList all;
    for (const model::FileDiff &file : provider::unifiedDiffs(diff))
        all.append(shown(file));
    QCOMPARE(all, are);
}

void TestUnifiedDiff::aLongDiffIsCountedButNotKept()
{
    constexpr int Lines = 5'000;
    const QString diff = QStringLiteral("@@ -0,0 +1,%1 @@\n").arg(Lines)
        + QStringLiteral("+line\n").repeated(Lines) + QStringLiteral("@@ -9 +9 @@\n-a\n+b\n");
    const model::FileDiff file = provider::unifiedDiff(QStringLiteral("f"), diff);
    QCOMPARE(file.added, Lines + 1);
    QCOMPARE(file.removed, 1);
    QCOMPARE(file.hunks.size(), 2);
    QCOMPARE(file.hunks.first().lines.size(), provider::MaxUnifiedDiffLines);
    QVERIFY(file.hunks.last().lines.isEmpty());
}

QTEST_GUILESS_MAIN(TestUnifiedDiff)
#include "tst_unifieddiff.moc"
