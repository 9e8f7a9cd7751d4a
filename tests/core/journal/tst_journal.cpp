#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "records.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using journal::Journal;

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void beginsEmpty();
    void writesLinesForItsOwnerOnly();
    void givesMessagesAsTheyAreNow();
    void pages_data();
    void pages();
    void findsOneMessage();
    void refusesBadLimits();
    void refusesRecordsThatCannotFollow_data();
    void refusesRecordsThatCannotFollow();
    void takesAMessageThatBeginsGrowsAndEndsInOneBatch();
    void changesClosedMessages();
    void givesRecordsAfter_data();
    void givesRecordsAfter();
    void boundsRecordsAfterByBytes();
    void readsWhileItAppends();
    void saysWhyItCannotOpen();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<journal::Syncer> m_syncer;
    std::unique_ptr<Journal> m_journal;

    QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    void open()
    {
        m_journal.reset();
        m_syncer->flush();
        auto opened = Journal::open(m_directory->path(), *m_syncer);
        VERIFY_RESULT(opened);
        m_journal = std::move(*opened);
    }
    void append(const QList<model::Record> &records)
    {
        const auto appended = m_journal->append(records);
        VERIFY_RESULT(appended);
    }
};

void TestJournal::init()
{
    m_directory = std::make_unique<QTemporaryDir>(scratchTemplate());
    QVERIFY(m_directory->isValid());
    m_syncer = std::make_unique<journal::Syncer>();
    open();
}

void TestJournal::cleanup()
{
    m_journal.reset();
    m_syncer.reset();
}

void TestJournal::beginsEmpty()
{
    QCOMPARE(m_journal->lastSequence(), base::Sequence(0));
    QCOMPARE(m_journal->messageCount(), 0);
    QCOMPARE(m_journal->sizeBytes(), 0);
    QVERIFY(!m_journal->recovery().state);
    QVERIFY(!m_journal->recovery().indexRebuilt);
    QVERIFY(m_journal->recovery().open.isEmpty());
    const auto page = m_journal->messagesBefore(0, 50);
    VERIFY_RESULT(page);
    QVERIFY(page->messages.isEmpty());
    QVERIFY(!page->more);
    const auto records = m_journal->recordsAfter(0, 10, 1000);
    VERIFY_RESULT(records);
    QVERIFY(*records);
    QVERIFY((*records)->isEmpty());
    append({}); // nothing to do is not an error
    QCOMPARE(m_journal->sizeBytes(), 0);
}

void TestJournal::writesLinesForItsOwnerOnly()
{
    Records make;
    const QList<model::Record> records{make.begin(QStringLiteral("m1"), QStringLiteral("a\nb")),
        make.state(QStringLiteral("Idle")), make.unknown(QStringLiteral("{}"))};
    for (const model::Record &record : records)
        append({record});
    QCOMPARE(readFile(path(Journal::FileName)), linesOf(records).join('\n') + '\n');
    QCOMPARE(m_journal->sizeBytes(), QFileInfo(path(Journal::FileName)).size());
    QCOMPARE(m_journal->lastSequence(), base::Sequence(3));
    for (const char *name : {Journal::FileName, Journal::IndexName}) {
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(path(name)), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
    }
}

void TestJournal::givesMessagesAsTheyAreNow()
{
    Records make;
    append({make.begin(QStringLiteral("m1"), QStringLiteral("Hel"), true),
        make.begin(QStringLiteral("m2"), QStringLiteral("other")),
        make.append(QStringLiteral("m1"), QStringLiteral("lo"))});
    QCOMPARE(m_journal->messageCount(), 2);
    auto page = m_journal->messagesBefore(0, 50);
    VERIFY_RESULT(page);
    // what was appended to an open one is not in its last record
    QCOMPARE(textsOf(page->messages), (QStringList{QStringLiteral("Hel"), QStringLiteral("other")}));
    QVERIFY(page->messages[0].open);

    append({make.change(QStringLiteral("m1"), 1, QStringLiteral("Hello"))});
    page = m_journal->messagesBefore(0, 50);
    VERIFY_RESULT(page);
    QCOMPARE(textsOf(page->messages), (QStringList{QStringLiteral("Hello"), QStringLiteral("other")}));
    QVERIFY(!page->messages[0].open);
    QCOMPARE(page->messages[0].seq, base::Sequence(1));
    QCOMPARE(m_journal->messageCount(), 2);
}

void TestJournal::pages_data()
{
    QTest::addColumn<bool>("backwards");
    QTest::addColumn<quint64>("seq");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<bool>("more");
    // messages have the odd numbers 1, 3, 5, 7, 9
    const auto row = [](bool backwards, quint64 seq, int limit, const char *expected, bool more) {
        QTest::addRow("%d %s %d", limit, backwards ? "before" : "after", static_cast<int>(seq))
            << backwards << seq << limit
            << QString::fromLatin1(expected).split(QLatin1Char(' '), Qt::SkipEmptyParts) << more;
    };
    row(true, 0, 1, "9", true);
    row(true, 0, 2, "7 9", true);
    row(true, 0, 4, "3 5 7 9", true);
    row(true, 0, 5, "1 3 5 7 9", false);
    row(true, 0, 6, "1 3 5 7 9", false);
    row(true, 0, std::numeric_limits<int>::max(), "1 3 5 7 9", false);
    row(true, 1, 2, "", false);
    row(true, 2, 2, "1", false);
    row(true, 3, 1, "1", false);
    row(true, 6, 2, "3 5", true);
    row(true, 7, 2, "3 5", true);
    row(true, 9, 4, "1 3 5 7", false);
    row(true, 10, 1, "9", true);
    row(true, 11, 1, "9", true);
    row(true, std::numeric_limits<quint64>::max(), 1, "9", true);
    row(false, 0, 1, "1", true);
    row(false, 0, 5, "1 3 5 7 9", false);
    row(false, 0, 6, "1 3 5 7 9", false);
    row(false, 1, 2, "3 5", true);
    row(false, 2, 2, "3 5", true);
    row(false, 5, 2, "7 9", false);
    row(false, 8, 1, "9", false);
    row(false, 9, 1, "", false);
    row(false, 10, 1, "", false);
    row(false, 11, 1, "", false);
    row(false, std::numeric_limits<quint64>::max(), 1, "", false);
}

void TestJournal::pages()
{
    QFETCH(bool, backwards);
    QFETCH(quint64, seq);
    QFETCH(int, limit);
    Records make;
    for (int i = 1; i <= 9; i += 2)
        append({make.begin(QStringLiteral("m%1").arg(i), number(i)), make.state(QString())});
    for (const bool reopened : {false, true}) {
        if (reopened)
            open();
        const auto page
            = backwards ? m_journal->messagesBefore(seq, limit) : m_journal->messagesAfter(seq, limit);
        VERIFY_RESULT(page);
        QTEST(textsOf(page->messages), "expected");
        QTEST(page->more, "more");
    }
}

void TestJournal::findsOneMessage()
{
    Records make;
    append({make.state(QString()), make.begin(QStringLiteral("m"), QStringLiteral("a")),
        make.state(QString()), make.change(QStringLiteral("m"), 2, QStringLiteral("b"))});
    const auto found = m_journal->messageAt(2);
    VERIFY_RESULT(found);
    QCOMPARE(textOf(*found), QStringLiteral("b"));
    for (const base::Sequence seq : {0, 1, 3, 4, 5}) {
        const auto missing = m_journal->messageAt(seq);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
        QCOMPARE(missing.error().message, QStringLiteral("there is no message %1").arg(seq));
    }
}

void TestJournal::refusesBadLimits()
{
    for (const int limit : {0, -1, std::numeric_limits<int>::min()}) {
        for (const auto &page : {m_journal->messagesBefore(0, limit), m_journal->messagesAfter(0, limit)}) {
            QVERIFY(!page);
            QCOMPARE(page.error().code, base::ErrorCode::InvalidArgument);
            QCOMPARE(page.error().message, QStringLiteral("limit must be at least 1"));
        }
    }
}

void TestJournal::refusesRecordsThatCannotFollow_data()
{
    QTest::addColumn<QList<model::Record>>("records");
    QTest::addColumn<QString>("error");
    const QString text = QStringLiteral("x");
    const QString fresh = QStringLiteral("fresh");
    const QString closed = QStringLiteral("closed"); // seq 1
    const QString open = QStringLiteral("open"); // seq 2
    const QString plan = QStringLiteral("plan"); // seq 3
    const auto row = [](const char *name, const QList<model::Record> &records, const char *error) {
        QTest::newRow(name) << records << QString::fromLatin1(error);
    };
    row("a number again", {Records(2).state(text)}, "a record's seq must be 4, not 3");
    row("a gap", {Records(4).state(text)}, "a record's seq must be 4, not 5");
    row("a gap in the batch", {Records(3).state(text), Records(5).state(text)},
        "a record's seq must be 5, not 6");
    row("no id", {Records(3).begin(QString(), text)}, "message.id must not be empty");
    row("a place in the past", {Records(3).change(fresh, 2, text)},
        "message.seq must be 4, the record's own: there is no message fresh at seq 2");
    row("a place in the future", {Records(3).change(fresh, 9, text)},
        "message.seq must be 4, the record's own: there is no message fresh at seq 9");
    row("no place", {Records(3).change(fresh, 0, text)},
        "message.seq must be 4, the record's own: there is no message fresh at seq 0");
    row("the place of another closed message", {Records(3).change(fresh, 1, text)},
        "message.seq must be 4, the record's own: there is no message fresh at seq 1");
    row("an open message moves", {Records(3).change(open, 1, text)}, "message.seq of open must be 2, not 1");
    row("an open message begins again", {Records(3).begin(open, text)},
        "message open has begun at seq 2 already");
    Records batch(3);
    row("a message of the batch begins again", {batch.begin(fresh, text), batch.begin(fresh, text)},
        "message fresh has begun at seq 4 already");
    row("text for an unknown message", {Records(3).append(fresh, text)},
        "there is no open message fresh to append text to");
    row("text for a closed message", {Records(3).append(closed, text)},
        "there is no open message closed to append text to");
    Records ending(3);
    row("text after the end in the same batch", {ending.change(open, 2, text), ending.append(open, text)},
        "there is no open message open to append text to");
    row("text for a plan", {Records(3).append(plan, text)}, "message plan is of a kind that takes no text");
}

void TestJournal::refusesRecordsThatCannotFollow()
{
    QFETCH(QList<model::Record>, records);
    Records make;
    append({make.begin(QStringLiteral("closed"), QStringLiteral("c")),
        make.begin(QStringLiteral("open"), QStringLiteral("o"), true)});
    model::Record plan = make.begin(QStringLiteral("plan"), QString(), true);
    std::get<model::MessageChanged>(plan.body).message.body = model::Plan();
    append({plan});
    const QByteArray before = readFile(path(Journal::FileName));

    const auto appended = m_journal->append(records);
    QVERIFY(!appended);
    QCOMPARE(appended.error().code, base::ErrorCode::InvalidArgument);
    QTEST(appended.error().message, "error");

    // nothing of it happened, and the journal goes on
    QCOMPARE(readFile(path(Journal::FileName)), before);
    QCOMPARE(m_journal->lastSequence(), base::Sequence(3));
    QCOMPARE(m_journal->messageCount(), 3);
    append({make.change(QStringLiteral("open"), 2, QStringLiteral("o2"), true),
        make.append(QStringLiteral("open"), QStringLiteral("!")),
        make.change(QStringLiteral("closed"), 1, QStringLiteral("c2"))});
    QCOMPARE(textOf(*m_journal->messageAt(1)), QStringLiteral("c2"));
    QCOMPARE(textOf(*m_journal->messageAt(2)), QStringLiteral("o2"));
}

void TestJournal::takesAMessageThatBeginsGrowsAndEndsInOneBatch()
{
    Records make;
    const QString id = QStringLiteral("m");
    append({make.begin(id, QStringLiteral("a"), true), make.append(id, QStringLiteral("b")),
        make.change(id, 1, QStringLiteral("ab")), make.change(id, 1, QStringLiteral("abc"))});
    QCOMPARE(textOf(*m_journal->messageAt(1)), QStringLiteral("abc"));
    open();
    QVERIFY(m_journal->recovery().open.isEmpty());
    QCOMPARE(textOf(*m_journal->messageAt(1)), QStringLiteral("abc"));
    QCOMPARE(m_journal->messageCount(), 1);
}

void TestJournal::changesClosedMessages()
{
    Records make;
    for (int i = 1; i <= 200; ++i)
        append({make.begin(number(i), number(i))});
    append({make.change(number(7), 7, QStringLiteral("seven")),
        make.change(number(7), 7, QStringLiteral("VII"))});
    append({make.change(number(8), 8, QStringLiteral("again"), true)}); // a closed one opens again
    append({make.append(number(8), QStringLiteral(" and again"))});
    for (const bool reopened : {false, true}) {
        if (reopened) {
            open();
            QVERIFY(!m_journal->recovery().indexRebuilt);
            QCOMPARE(textsOf(m_journal->recovery().open), QStringList{QStringLiteral("again and again")});
        }
        const auto page = m_journal->messagesBefore(9, 3);
        VERIFY_RESULT(page);
        QCOMPARE(textsOf(page->messages),
            (QStringList{QStringLiteral("6"), QStringLiteral("VII"), QStringLiteral("again")}));
        QCOMPARE(m_journal->messageCount(), 200);
    }
    append({make.change(number(8), 8, QStringLiteral("done"))});
    open();
    QVERIFY(m_journal->recovery().open.isEmpty());
    QCOMPARE(textOf(*m_journal->messageAt(8)), QStringLiteral("done"));
}

void TestJournal::givesRecordsAfter_data()
{
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("maxRecords");
    QTest::addColumn<int>("count"); // -1: too many
    QTest::newRow("all") << 0 << 300 << 300;
    QTest::newRow("all, one too many") << 0 << 299 << -1;
    QTest::newRow("half") << 150 << 2000 << 150;
    QTest::newRow("exactly as many") << 200 << 100 << 100;
    QTest::newRow("one too many") << 199 << 100 << -1;
    QTest::newRow("the last") << 299 << 1 << 1;
    QTest::newRow("none") << 300 << 1 << 0;
    QTest::newRow("none allowed, none needed") << 300 << 0 << 0;
    QTest::newRow("none allowed") << 299 << 0 << -1;
    QTest::newRow("from the future") << 301 << 10 << -1;
}

void TestJournal::givesRecordsAfter()
{
    QFETCH(int, after);
    QFETCH(int, maxRecords);
    QFETCH(int, count);
    Records make;
    QList<model::Record> all;
    for (int i = 0; i < 300; ++i)
        all.append(i % 3 ? make.state(QString(i * 7, QLatin1Char('s'))) : make.begin(number(i), number(i)));
    append(all);
    const auto records = m_journal->recordsAfter(after, maxRecords, 1 << 30);
    VERIFY_RESULT(records);
    QCOMPARE(records->has_value(), count >= 0);
    if (count >= 0)
        QCOMPARE(linesOf(**records), linesOf(all.last(count)));
}

void TestJournal::boundsRecordsAfterByBytes()
{
    Records make;
    QList<model::Record> all;
    // lines of very different length, so that every window of the backward search ends somewhere else in a
    // line
    for (int i = 0; i < 60; ++i)
        all.append(make.unknown(QString((i * i * 37) % 9000, QLatin1Char('u'))));
    for (const model::Record &record : all)
        append({record});
    qint64 bytes = 0;
    for (int count = 1; count <= all.size(); ++count) {
        bytes += linesOf(all.last(count)).first().size() + 1;
        const base::Sequence after = all.size() - count;
        const auto fitting = m_journal->recordsAfter(after, 1000, bytes);
        VERIFY_RESULT(fitting);
        QVERIFY2(fitting->has_value(), qPrintable(number(count)));
        QCOMPARE(linesOf(**fitting), linesOf(all.last(count)));
        for (const qint64 limit : {bytes - 1, bytes / 2, qint64(1), qint64(0), qint64(-1)}) {
            const auto tooMany = m_journal->recordsAfter(after, 1000, limit);
            VERIFY_RESULT(tooMany);
            QVERIFY2(!tooMany->has_value(), qPrintable(number(count)));
        }
    }
}

void TestJournal::readsWhileItAppends()
{
    Records make;
    auto second = std::make_unique<QTemporaryDir>(scratchTemplate());
    auto other = Journal::open(second->path(), *m_syncer);
    VERIFY_RESULT(other);
    for (int i = 1; i <= 500; ++i) {
        const QList<model::Record> records{
            make.begin(number(2 * i - 1), number(i)), make.begin(number(2 * i), number(-i))};
        append(records.first(1));
        QCOMPARE(textOf(*m_journal->messageAt(2 * i - 1)), number(i));
        append(records.last(1));
        for (const model::Record &record : records)
            VERIFY_RESULT((*other)->append({record}));
        const auto page = m_journal->messagesBefore(0, 3);
        VERIFY_RESULT(page);
        QCOMPARE(page->messages.last().seq, base::Sequence(2 * i));
        const auto tail = m_journal->recordsAfter(2 * i - 2, 10, 10000);
        VERIFY_RESULT(tail);
        QCOMPARE(linesOf(**tail), linesOf(records));
    }
    (*other).reset();
    m_syncer->flush();
    QCOMPARE(readFile(second->filePath(QLatin1String(Journal::FileName))), readFile(path(Journal::FileName)));
}

void TestJournal::saysWhyItCannotOpen()
{
    const QString missing = m_directory->filePath(QStringLiteral("missing"));
    const auto opened = Journal::open(missing, *m_syncer);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, base::ErrorCode::Io);
    QCOMPARE(opened.error().message, missing + QStringLiteral("/journal.jsonl: No such file or directory"));
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
