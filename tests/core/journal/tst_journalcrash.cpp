#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "records.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

#include <sys/resource.h>
#include <unistd.h>

using journal::Journal;

// This program starts itself again as a child that is killed, or that may write no more than a small file.
namespace {

constexpr int ChildTimeoutMs = 100000; // only so that a hanging child ends the test
constexpr int StreamedEvery
    = 5; // of the records of the killed child, one begins a message, the others add text to it

QString textAt(base::Sequence seq)
{
    return QStringLiteral("text %1;").arg(seq);
}

model::Record recordAt(base::Sequence seq)
{
    Records make(seq - 1);
    const base::Sequence begin = seq - (seq - 1) % StreamedEvery;
    const QString id = QStringLiteral("m%1").arg(begin);
    if (seq == begin)
        return make.begin(id, textAt(seq), true);
    if (seq != begin + StreamedEvery - 1)
        return make.append(id, textAt(seq));
    QString whole;
    for (base::Sequence each = begin; each < seq; ++each)
        whole += textAt(each);
    return make.change(id, begin, whole);
}

//! Appends until it is killed; says on standard output up to which number it was told that all is well. On a
//! machine that is slow to kill it, it stops at some time, so that what has to be looked at does not grow
//! without limit.
int appendUntilKilled(const QString &directory, int batch)
{
    journal::Syncer syncer;
    auto opened = Journal::open(directory, syncer);
    if (!opened)
        return 1;
    const base::Sequence enough = (*opened)->lastSequence() + 3000 + 3 * static_cast<base::Sequence>(batch);
    while ((*opened)->lastSequence() < enough) {
        QList<model::Record> records;
        for (int i = 0; i < batch; ++i)
            records.append(recordAt((*opened)->lastSequence() + 1 + i));
        if (!(*opened)->append(records))
            return 2;
        const QByteArray report = QByteArray::number((*opened)->lastSequence()) + '\n';
        if (::write(STDOUT_FILENO, report.constData(), report.size()) != report.size())
            return 3;
    }
    for (;;)
        ::pause();
}

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                                     \
            return 1;                                                                                        \
        }                                                                                                    \
    } while (false)

void limitFileSize(rlim_t bytes)
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

//! Fills a small "disk", sees that it is told so and that nothing is half done, and goes on when there is
//! room again.
int fillTheDisk(const QString &directory, int batch)
{
    constexpr rlim_t Room = 20000;
    std::signal(SIGXFSZ, SIG_IGN);
    limitFileSize(Room);
    journal::Syncer syncer;
    auto opened = Journal::open(directory, syncer);
    CHECK(opened);
    Journal &journal = **opened;
    const QString file = directory + QStringLiteral("/journal.jsonl");

    Records make;
    QList<model::Record> records;
    base::Result<void> appended;
    do {
        CHECK(make.last() < Room);
        records.clear();
        for (int i = 0; i < batch; ++i)
            records.append(make.begin(number(make.last()), QString(100, QLatin1Char('x'))));
        appended = journal.append(records);
    } while (appended);
    const base::Sequence before = make.last() - batch;

    for (int attempt = 0; attempt < 3; ++attempt) {
        CHECK(appended.error().code == base::ErrorCode::StorageFull);
        CHECK(appended.error().message == file + QStringLiteral(": File too large"));
        CHECK(journal.lastSequence() == before);
        CHECK(journal.messageCount() == static_cast<qint64>(before));
        CHECK(QFileInfo(file).size() == journal.sizeBytes());
        CHECK(readFile(file).endsWith('\n'));
        const auto page = journal.messagesBefore(0, 3);
        CHECK(page && page->messages.last().seq == before);
        appended = journal.append(records);
    }

    limitFileSize(RLIM_INFINITY);
    CHECK(journal.append(records));
    CHECK(journal.lastSequence() == make.last());
    const auto page = journal.messagesBefore(0, batch);
    CHECK(page && page->messages.last().seq == make.last());
    return 0;
}

} // namespace

class TestJournalCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItAcceptedWhenItIsKilled_data();
    void keepsWhatItAcceptedWhenItIsKilled();
    void saysThatTheDiskIsFullAndGoesOn_data();
    void saysThatTheDiskIsFullAndGoesOn();

private:
    static void start(QProcess &child, const char *role, const QString &directory, int batch)
    {
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(
            QCoreApplication::applicationFilePath(), {QString::fromLatin1(role), directory, number(batch)});
    }
};

void TestJournalCrash::keepsWhatItAcceptedWhenItIsKilled_data()
{
    QTest::addColumn<int>("batch");
    QTest::newRow("one by one") << 1;
    QTest::newRow("in batches") << 64;
    QTest::newRow("in batches that a kill may tear") << 2000;
}

void TestJournalCrash::keepsWhatItAcceptedWhenItIsKilled()
{
    QFETCH(int, batch);
    QTemporaryDir directory(scratchTemplate());
    base::Sequence accepted = 0;
    for (int kill = 1; kill <= 5; ++kill) {
        QProcess child;
        start(child, "append", directory.path(), batch);
        QVERIFY(child.waitForStarted());
        const int reports = batch == 1 ? 400 * kill : kill % 3 + 1;
        QByteArray output;
        while (output.count('\n') < reports) {
            QVERIFY(child.waitForReadyRead(ChildTimeoutMs));
            output += child.readAll();
        }
        child.kill();
        QVERIFY(child.waitForFinished(ChildTimeoutMs));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        output += child.readAll();
        output.truncate(output.lastIndexOf('\n'));
        accepted = output.mid(output.lastIndexOf('\n') + 1).toULongLong();

        journal::Syncer syncer;
        const auto opened = Journal::open(directory.path(), syncer);
        VERIFY_RESULT(opened);
        const Journal &journal = **opened;
        const base::Sequence last = journal.lastSequence();
        QVERIFY(last >= accepted);
        QCOMPARE(journal.recovery().unreadableRecords, 0);
        QVERIFY(!journal.recovery().indexRebuilt);

        const auto records = journal.recordsAfter(0, std::numeric_limits<int>::max(), qint64(1) << 40);
        VERIFY_RESULT(records);
        QCOMPARE((*records)->size(), qsizetype(last));
        for (base::Sequence seq = 1; seq <= last; ++seq)
            QCOMPARE(model::encodeRecord((*records)->at(seq - 1)), model::encodeRecord(recordAt(seq)));

        // messages are whole, and the one that was being said has all of its text
        QCOMPARE(journal.messageCount(), qint64((last + StreamedEvery - 1) / StreamedEvery));
        const base::Sequence begin = last - (last - 1) % StreamedEvery;
        QString said;
        for (base::Sequence seq = begin; seq <= last; ++seq)
            said += textAt(seq);
        const bool closed = last % StreamedEvery == 0;
        QCOMPARE(textsOf(journal.recovery().open), closed ? QStringList() : QStringList{said});
        const auto page = journal.messagesBefore(begin, 200);
        VERIFY_RESULT(page);
        for (const model::Message &message : page->messages) {
            QVERIFY(!message.open);
            QCOMPARE(textOf(message),
                textOf(
                    std::get<model::MessageChanged>(recordAt(message.seq + StreamedEvery - 1).body).message));
        }
    }
}

void TestJournalCrash::saysThatTheDiskIsFullAndGoesOn_data()
{
    QTest::addColumn<int>("batch");
    QTest::newRow("one by one") << 1;
    QTest::newRow("in batches, of which a part fits") << 50;
}

void TestJournalCrash::saysThatTheDiskIsFullAndGoesOn()
{
    QFETCH(int, batch);
    QTemporaryDir directory(scratchTemplate());
    QProcess child;
    start(child, "fill", directory.path(), batch);
    QVERIFY(child.waitForFinished(ChildTimeoutMs));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 0);

    journal::Syncer syncer;
    const auto opened = Journal::open(directory.path(), syncer);
    VERIFY_RESULT(opened);
    QCOMPARE((*opened)->recovery().tornBytes, 0);
    QCOMPARE((*opened)->recovery().unreadableRecords, 0);
    QCOMPARE((*opened)->messageCount(), qint64((*opened)->lastSequence()));
    QVERIFY((*opened)->sizeBytes() > 20000);
    const auto page = (*opened)->messagesAfter(0, 100000);
    VERIFY_RESULT(page);
    QCOMPARE(page->messages.size(), (*opened)->messageCount());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QLatin1String("append"))
        return appendUntilKilled(arguments.value(2), arguments.value(3).toInt());
    if (arguments.value(1) == QLatin1String("fill"))
        return fillTheDisk(arguments.value(2), arguments.value(3).toInt());
    TestJournalCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journalcrash.moc"
