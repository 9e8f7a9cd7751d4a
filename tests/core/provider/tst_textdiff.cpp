// Line diffs: each is applied again, and none is longer than it must be.
#include "core/provider/textdiff.h"

#include <QRandomGenerator>
#include <QTest>

using provider::textDiff;

namespace {

constexpr quint32 Seed = 20261122; // the same texts in every run

QString text(const char *lines)
{
    return QString::fromLatin1(lines).replace(QLatin1Char('|'), QLatin1Char('\n'));
}

//! "@@ -1,2 +1,2 @@" and the lines, each on a line of its own.
QString shown(const model::FileDiff &diff)
{
    QStringList lines;
    for (const model::DiffHunk &hunk : diff.hunks) {
        lines << QStringLiteral("@@ -%1,%2 +%3,%4 @@")
                     .arg(hunk.oldStart)
                     .arg(hunk.oldLines)
                     .arg(hunk.newStart)
                     .arg(hunk.newLines);
        lines << hunk.lines;
    }
    return lines.join(QLatin1Char('|'));
}

//! The text that the hunks make of `before`; both end with a line break.
QString applied(const QString &before, const model::FileDiff &diff)
{
    const QStringList old = before.split(QLatin1Char('\n'));
    QStringList result;
    qsizetype at = 0;
    for (const model::DiffHunk &hunk : diff.hunks) {
        const qsizetype begin = hunk.oldLines > 0 ? hunk.oldStart - 1 : hunk.oldStart;
        while (at < begin)
            result << old.at(at++);
        const qsizetype newBegin = hunk.newLines > 0 ? hunk.newStart - 1 : hunk.newStart;
        if (result.size() != newBegin)
            return QStringLiteral("a hunk begins at the wrong line");
        for (const QString &line : hunk.lines) {
            if (!line.startsWith(QLatin1Char('+'))) {
                if (old.at(at) != line.mid(1))
                    return QStringLiteral("a hunk names a line that is not there");
                ++at;
            }
            if (!line.startsWith(QLatin1Char('-')))
                result << line.mid(1);
        }
    }
    return (result + old.mid(at)).join(QLatin1Char('\n'));
}

//! How many edits turn one list into the other, by the textbook's table.
int distance(const QStringList &before, const QStringList &after)
{
    std::vector<std::vector<int>> common(static_cast<std::size_t>(before.size()) + 1,
        std::vector<int>(static_cast<std::size_t>(after.size()) + 1, 0));
    for (std::size_t i = 1; i < common.size(); ++i) {
        for (std::size_t j = 1; j < common[i].size(); ++j) {
            const bool same = before.at(qsizetype(i) - 1) == after.at(qsizetype(j) - 1);
            common[i][j] = same ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
        }
    }
    return int(before.size() + after.size()) - 2 * common.back().back();
}

QString manyLines(int count, const QString &word)
{
    QString lines;
    for (int i = 0; i < count; ++i)
        lines += QStringLiteral("%1 %2\n").arg(word).arg(i);
    return lines;
}

} // namespace

class TestTextDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hunks_data();
    void hunks();
    void randomTextsComeOutAgain();
    void whatIsFarApartIsReplacedWhole_data();
    void whatIsFarApartIsReplacedWhole();
    void aLongDiffIsCountedButNotKept();
};

void TestTextDiff::hunks_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("added");
    QTest::addColumn<int>("removed");
    const auto row = [](const char *name, const char *before, const char *after, const char *expected,
                         int added, int removed) {
        QTest::newRow(name) << text(before) << text(after) << QString::fromLatin1(expected) << added
                            << removed;
    };
    row("nothing", "", "", "", 0, 0);
    row("the same", "a|b|", "a|b|", "", 0, 0);
    row("a new file", "", "one|two", "@@ -0,0 +1,2 @@|+one|+two", 2, 0);
    row("an emptied file", "one|two|", "", "@@ -1,2 +0,0 @@|-one|-two", 0, 2);
    row("a changed last line", "one|two", "one|2", "@@ -1,2 +1,2 @@| one|-two|+2", 1, 1);
    row("a changed first line", "one|two|", "1|two|", "@@ -1,2 +1,2 @@|-one|+1| two", 1, 1);
    row("a line put in", "a|b|c|d|e|f|g|h|", "a|b|c|d|new|e|f|g|h|", "@@ -2,6 +2,7 @@| b| c| d|+new| e| f| g",
        1, 0);
    row("a line taken out", "a|b|c|d|e|f|g|h|", "a|b|c|d|f|g|h|", "@@ -2,7 +2,6 @@| b| c| d|-e| f| g| h", 0,
        1);
    row("six lines between are one hunk", "1|a|b|c|d|e|f|2|", "x|a|b|c|d|e|f|y|",
        "@@ -1,8 +1,8 @@|-1|+x| a| b| c| d| e| f|-2|+y", 2, 2);
    row("seven lines between are two", "1|a|b|c|d|e|f|g|2|", "x|a|b|c|d|e|f|g|y|",
        "@@ -1,4 +1,4 @@|-1|+x| a| b| c|@@ -6,4 +6,4 @@| e| f| g|-2|+y", 2, 2);
    row("a second hunk after lines were put in", "1|a|b|c|d|e|f|g|2|", "x|y|1|a|b|c|d|e|f|g|",
        "@@ -1,3 +1,5 @@|+x|+y| 1| a| b|@@ -6,4 +8,3 @@| e| f| g|-2", 2, 1);
    row("a line break at the end comes", "one", "one|", "@@ -1,1 +1,1 @@|-one|+one", 1, 1);
    row("a repeated line", "a|a|a|", "a|a|", "@@ -1,3 +1,2 @@| a| a|-a", 0, 1);
    row("moved", "a|b|c|", "c|a|b|", "@@ -1,3 +1,3 @@|+c| a| b|-c", 1, 1);
    row("empty lines", "||", "|x||", "@@ -1,2 +1,3 @@| |+x| ", 1, 0);
}

void TestTextDiff::hunks()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, expected);
    const model::FileDiff diff = textDiff(QStringLiteral("/p/f"), before, after);
    QCOMPARE(diff.path, QStringLiteral("/p/f"));
    QCOMPARE(shown(diff), expected);
    QTEST(diff.added, "added");
    QTEST(diff.removed, "removed");
}

void TestTextDiff::randomTextsComeOutAgain()
{
    QRandomGenerator random(Seed);
    for (int round = 0; round < 2000; ++round) {
        const auto lines = [&] {
            QStringList list;
            const int count = random.bounded(30);
            for (int i = 0; i < count; ++i)
                list << QString(QLatin1Char(char('a' + random.bounded(4))));
            return list;
        };
        const QStringList old = lines();
        const QStringList fresh = lines();
        const auto whole = [](const QStringList &list) {
            return list.isEmpty() ? QString() : list.join(QLatin1Char('\n')) + QLatin1Char('\n');
        };
        const model::FileDiff diff = textDiff(QString(), whole(old), whole(fresh));
        QCOMPARE(applied(whole(old), diff), whole(fresh));
        QCOMPARE(diff.added + diff.removed, distance(old, fresh));
    }
}

void TestTextDiff::whatIsFarApartIsReplacedWhole_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("added");
    QTest::addColumn<int>("removed");
    // Every second line is the same, which a comparison line by line would find.
    QString mixed;
    for (int i = 0; i <= provider::MaxTextDiffEdits; ++i)
        mixed += QStringLiteral("old %1\nother\n").arg(i);
    QTest::newRow("too many edits") << manyLines(provider::MaxTextDiffEdits + 1, QStringLiteral("old"))
                                    << mixed << 2 * provider::MaxTextDiffEdits + 1
                                    << provider::MaxTextDiffEdits;
    const int lines = int(provider::MaxComparedLines);
    QTest::newRow("too many lines") << QStringLiteral("first\na\n") + manyLines(lines, QStringLiteral("x"))
            + QStringLiteral("b\nlast\n")
                                    << QStringLiteral("first\nA\n") + manyLines(lines, QStringLiteral("x"))
            + QStringLiteral("B\nlast\n")
                                    << lines + 2 << lines + 2;
    QTest::newRow("just few enough lines")
        << QStringLiteral("a\n") + manyLines(lines - 2, QStringLiteral("x")) + QStringLiteral("b\n")
        << QStringLiteral("A\n") + manyLines(lines - 2, QStringLiteral("x")) + QStringLiteral("B\n") << 2
        << 2;
}

void TestTextDiff::whatIsFarApartIsReplacedWhole()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const model::FileDiff diff = textDiff(QString(), before, after);
    QTEST(diff.added, "added");
    QTEST(diff.removed, "removed");
}

void TestTextDiff::aLongDiffIsCountedButNotKept()
{
    const int lines = int(provider::MaxTextDiffLines) + 500;
    const model::FileDiff diff = textDiff(QString(), QString(), manyLines(lines, QStringLiteral("x")));
    QCOMPARE(diff.added, lines);
    QCOMPARE(diff.hunks.size(), 1);
    QCOMPARE(diff.hunks.first().newLines, lines);
    QCOMPARE(diff.hunks.first().lines.size(), provider::MaxTextDiffLines);
}

QTEST_GUILESS_MAIN(TestTextDiff)
#include "tst_textdiff.moc"
