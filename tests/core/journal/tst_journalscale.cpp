#include "core/journal/journal.h"
#include "core/journal/recordfile.h"
#include "core/journal/syncer.h"
#include "records.h"

#include <QTemporaryDir>
#include <QTest>

#include <malloc.h>

using journal::Journal;

class TestJournalScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsLargeRecords();
    void holdsNoHistoryInMemory();
    void opensAndReadsByFewReadsHoweverLongTheHistory();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<journal::Syncer> m_syncer;
    std::unique_ptr<Journal> m_journal;

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

namespace {

//! Calls that read something, and the bytes that they asked for, so far in this process.
struct ReadCount
{
    qint64 calls = 0;
    qint64 bytes = 0;

    static ReadCount now()
    {
        ReadCount count;
        const QList<QByteArray> lines = readFile(QStringLiteral("/proc/self/io")).split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("syscr: "))
                count.calls = line.mid(7).toLongLong();
            else if (line.startsWith("rchar: "))
                count.bytes = line.mid(7).toLongLong();
        }
        return count;
    }
};

} // namespace

void TestJournalScale::init()
{
    m_directory = std::make_unique<QTemporaryDir>(scratchTemplate());
    m_syncer = std::make_unique<journal::Syncer>();
    open();
}

void TestJournalScale::cleanup()
{
    m_journal.reset();
    m_syncer.reset();
}

void TestJournalScale::keepsLargeRecords()
{
    Records make;
    const QString large(64 * 1024 * 1024, QLatin1Char('x'));
    append(
        {make.begin(QStringLiteral("small"), QStringLiteral("s")), make.begin(QStringLiteral("large"), large),
            make.begin(QStringLiteral("after"), QStringLiteral("a"))});
    QVERIFY(m_journal->sizeBytes() > large.size());
    for (const bool rebuilt : {false, true}) {
        if (rebuilt) {
            m_journal.reset();
            QVERIFY(QFile::remove(m_directory->filePath(QLatin1String(Journal::IndexName))));
            open();
            QVERIFY(m_journal->recovery().indexRebuilt);
        }
        const auto page = m_journal->messagesBefore(0, 50);
        VERIFY_RESULT(page);
        QCOMPARE(page->messages.size(), 3);
        QVERIFY(textOf(page->messages[1]) == large);
        QCOMPARE(textOf(page->messages[2]), QStringLiteral("a"));
        const auto bounded = m_journal->recordsAfter(0, 2000, 1024 * 1024);
        VERIFY_RESULT(bounded);
        QVERIFY(!*bounded);
        const auto last = m_journal->recordsAfter(2, 2000, 1024 * 1024);
        VERIFY_RESULT(last);
        QCOMPARE((*last)->size(), 1);
    }
    const auto tooLarge
        = m_journal->append({make.unknown(QString(journal::RecordFile::MaxRecordBytes, QLatin1Char('x')))});
    QVERIFY(!tooLarge);
    QCOMPARE(tooLarge.error().code, base::ErrorCode::TooLarge);
    QCOMPARE(m_journal->lastSequence(), base::Sequence(3));
}

void TestJournalScale::holdsNoHistoryInMemory()
{
    constexpr int Messages = 100000;
    constexpr int Batch = 50;
    constexpr std::size_t Allowance = 512 * 1024; // entries in memory would be several megabytes
    Records make;
    std::size_t before = 0;
    for (int i = 0; i < Messages; i += Batch) {
        QList<model::Record> records;
        for (int j = i; j < i + Batch; ++j)
            records.append(make.begin(number(j), number(j)));
        append(records);
        if (i == Messages / 10)
            before = ::mallinfo2().uordblks;
    }
    const std::size_t after = ::mallinfo2().uordblks;
    QVERIFY2(after < before + Allowance, qPrintable(number(after - before)));
    QCOMPARE(m_journal->messageCount(), Messages);
    const auto page = m_journal->messagesAfter(Messages / 2, 1);
    VERIFY_RESULT(page);
    QCOMPARE(textsOf(page->messages), QStringList{number(Messages / 2)});
}

void TestJournalScale::opensAndReadsByFewReadsHoweverLongTheHistory()
{
    constexpr int Messages = 10000;
    // counting itself takes a few
    constexpr int MaxCallsToOpen = 16;
    constexpr int MaxBytesToOpen = 16 * 1024;
    constexpr int Limit = 50;
    constexpr int MaxCallsToSearch = 24;
    Records make;
    append({make.state(QStringLiteral("Idle"))});
    for (int i = 0; i < Messages; i += 100) {
        QList<model::Record> records;
        for (int j = i; j < i + 100; ++j)
            records.append(make.begin(number(j), QString(500, QLatin1Char('x'))));
        append(records);
    }
    m_journal.reset();
    m_syncer->flush();

    const ReadCount before = ReadCount::now();
    auto opened = Journal::open(m_directory->path(), *m_syncer);
    const ReadCount opening = ReadCount::now();
    VERIFY_RESULT(opened);
    QVERIFY(!(*opened)->recovery().indexRebuilt);
    QCOMPARE((*opened)->recovery().state->activity, QStringLiteral("Idle"));
    QCOMPARE((*opened)->messageCount(), Messages);
    QVERIFY2(
        opening.calls - before.calls <= MaxCallsToOpen, qPrintable(number(opening.calls - before.calls)));
    QVERIFY2(
        opening.bytes - before.bytes <= MaxBytesToOpen, qPrintable(number(opening.bytes - before.bytes)));

    const ReadCount start = ReadCount::now();
    const auto page = (*opened)->messagesBefore(Messages / 3, Limit);
    const ReadCount reading = ReadCount::now();
    VERIFY_RESULT(page);
    QCOMPARE(page->messages.size(), Limit);
    QVERIFY2(reading.calls - start.calls <= Limit + MaxCallsToSearch,
        qPrintable(number(reading.calls - start.calls)));
}

QTEST_GUILESS_MAIN(TestJournalScale)
#include "tst_journalscale.moc"
