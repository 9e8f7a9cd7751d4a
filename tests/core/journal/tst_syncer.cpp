#include "core/journal/syncer.h"

#include "core/journal/journal.h"
#include "records.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <semaphore>

#include <fcntl.h>

using journal::Syncer;

class TestSyncer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void syncsOnAnotherThread();
    void syncsOnceForManyMarks();
    void syncsAgainWhatIsMarkedDuringASync();
    void flushesAllThatWasMarked();
    void flushesNothingAtOnce();
    void syncsBeforeItEnds();
    void outlivesAJournal();
    void saysWhatItCouldNotSync();
};

namespace {

//! Counts its syncs; `during` runs in each.
class CountedTarget : public journal::SyncTarget
{
public:
    std::optional<journal::SyncError> sync() override
    {
        thread = std::this_thread::get_id();
        if (during)
            during();
        ++count;
        count.notify_all();
        return std::nullopt;
    }

    std::function<void()> during;
    std::atomic<int> count{0};
    std::atomic<std::thread::id> thread;
};

} // namespace

void TestSyncer::syncsOnAnotherThread()
{
    Syncer syncer;
    const auto target = std::make_shared<CountedTarget>();
    syncer.markDirty(target);
    target->count.wait(0); // without a flush
    QCOMPARE(target->count.load(), 1);
    QVERIFY(target->thread.load() != std::this_thread::get_id());
}

void TestSyncer::syncsOnceForManyMarks()
{
    Syncer syncer;
    std::binary_semaphore entered(0);
    std::binary_semaphore leave(0);
    const auto blocker = std::make_shared<CountedTarget>();
    blocker->during = [&] {
        entered.release();
        leave.acquire();
    };
    syncer.markDirty(blocker);
    entered.acquire();

    const auto target = std::make_shared<CountedTarget>();
    for (int i = 0; i < 1000; ++i)
        syncer.markDirty(target);
    leave.release();
    syncer.flush();
    QCOMPARE(target->count.load(), 1);
    QCOMPARE(blocker->count.load(), 1);
}

void TestSyncer::syncsAgainWhatIsMarkedDuringASync()
{
    Syncer syncer;
    const auto target = std::make_shared<CountedTarget>();
    std::atomic<bool> again{true};
    std::weak_ptr<CountedTarget> weak = target;
    target->during = [&] {
        if (again.exchange(false))
            syncer.markDirty(weak.lock());
    };
    syncer.markDirty(target);
    target->count.wait(0);
    syncer.flush();
    QCOMPARE(target->count.load(), 2);
}

void TestSyncer::flushesAllThatWasMarked()
{
    Syncer syncer;
    QList<std::shared_ptr<CountedTarget>> targets;
    for (int round = 1; round <= 20; ++round) {
        targets.append(std::make_shared<CountedTarget>());
        for (const auto &target : targets)
            syncer.markDirty(target);
        syncer.flush();
        for (int i = 0; i < targets.size(); ++i)
            QCOMPARE(targets[i]->count.load(), round - i);
    }
}

void TestSyncer::flushesNothingAtOnce()
{
    Syncer syncer;
    syncer.flush();
    syncer.flush();
    const auto target = std::make_shared<CountedTarget>();
    syncer.markDirty(target);
    syncer.flush();
    syncer.flush();
    QCOMPARE(target->count.load(), 1);
}

void TestSyncer::syncsBeforeItEnds()
{
    const auto target = std::make_shared<CountedTarget>();
    {
        Syncer syncer;
        syncer.flush(); // so that the next one has to wait for its interval
        syncer.markDirty(target);
    }
    QCOMPARE(target->count.load(), 1);
    QCOMPARE(target.use_count(), 1L);
}

void TestSyncer::outlivesAJournal()
{
    Syncer syncer;
    QSignalSpy failures(&syncer, &Syncer::syncFailed);
    QTemporaryDir directory(scratchTemplate());
    Records make;
    for (int round = 0; round < 50; ++round) {
        // closed while its sync waits or runs: the file stays open for that, and no other file is taken for
        // it
        auto opened = journal::Journal::open(directory.path(), syncer);
        VERIFY_RESULT(opened);
        for (int i = 0; i < 70; ++i)
            VERIFY_RESULT(
                (*opened)->append({make.begin(number(make.last()), QString(300, QLatin1Char('x')))}));
        if (round % 7 == 0)
            syncer.flush();
    }
    syncer.flush();
    const auto opened = journal::Journal::open(directory.path(), syncer);
    VERIFY_RESULT(opened);
    QVERIFY(!(*opened)->recovery().indexRebuilt);
    QCOMPARE((*opened)->lastSequence(), make.last());
    QCoreApplication::processEvents();
    QCOMPARE(failures.count(), 0);
}

void TestSyncer::saysWhatItCouldNotSync()
{
    Syncer syncer;
    QSignalSpy failures(&syncer, &Syncer::syncFailed);
    // a device that takes everything and that cannot be synced
    const auto file = journal::OpenFile::open(QStringLiteral("/dev/null"), O_WRONLY);
    VERIFY_RESULT(file);
    const auto target = std::make_shared<journal::FileSync>(*file);
    for (int failure = 1; failure <= 2; ++failure) {
        syncer.markDirty(target);
        QVERIFY(failures.wait());
        QCOMPARE(failures.count(), failure);
    }
    QCOMPARE(failures[0][0].toString(), QStringLiteral("/dev/null"));
    QCOMPARE(failures[0][1].toString(), QStringLiteral("/dev/null: Invalid argument"));
}

QTEST_GUILESS_MAIN(TestSyncer)
#include "tst_syncer.moc"
