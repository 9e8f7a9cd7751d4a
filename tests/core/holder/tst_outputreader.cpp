#include "core/holder/outputreader.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using holder::OutputReader;

namespace {
constexpr int Patience = 30000;
constexpr qint64 MaxLine = process::Transport::MaxLineBytes;
} // namespace

//! A spool of which a part is there, its reader, and what that said.
class ReadSpool : public QObject
{
    Q_OBJECT

public:
    explicit ReadSpool(const QByteArray &bytes, qint64 offset = 0, bool inLines = true)
    {
        m_file.setFileName(m_directory.filePath(QStringLiteral("output")));
        if (!m_file.open(QIODevice::WriteOnly))
            qFatal("no scratch file");
        add(bytes);
        reader = std::make_unique<OutputReader>(
            process::FileDescriptor(::open(QFile::encodeName(m_file.fileName()).constData(), O_RDONLY)),
            offset, inLines);
        connect(reader.get(), &OutputReader::outputRead, this, [this](const QList<process::Output> &list) {
            ++slices;
            gotEmptyList = gotEmptyList || list.isEmpty();
            for (const process::Output &output : list) {
                given.append(output.bytes);
                ends.append(output.end);
                givenBytes += output.bytes.size();
            }
        });
        connect(reader.get(), &OutputReader::lineDropped, this,
            [this](qsizetype length) { given.append("dropped " + QByteArray::number(length)); });
        connect(reader.get(), &OutputReader::finished, this, [this] { ++finishedCount; });
    }

    void add(const QByteArray &bytes)
    {
        m_file.write(bytes);
        m_file.flush();
    }
    void addHole(qint64 bytes, char last)
    {
        m_file.seek(m_file.size() + bytes - 1);
        add(QByteArray(1, last));
    }
    qint64 size() const { return m_file.size(); }
    void cutTo(qint64 size) { m_file.resize(size); }
    void takeAll() { reader->growTo(size(), true); }

    std::unique_ptr<OutputReader> reader;
    QList<QByteArray> given; //!< lines, and "dropped N"
    QList<qint64> ends;
    qint64 givenBytes = 0;
    int slices = 0;
    int finishedCount = 0;
    bool gotEmptyList = false;

private:
    QTemporaryDir m_directory;
    QFile m_file;
};

class OutputReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhereEachLineEnds();
    void beginsAtAnOffset();
    void readsNoFurtherThanItIsTold();
    void growsByteByByte();
    void readsInSlices();
    void waitsWhilePaused();
    void pausesInsideASlot();
    void pausesInsideTheLastSlot();
    void dropsALineThatIsTooLong();
    void givesATerminalAsItIs();
    void finishesOfNothing();
    void finishesWhenTheFileWasCut();
    void mayBeDeletedInASlot_data();
    void mayBeDeletedInASlot();
};

void OutputReaderTest::saysWhereEachLineEnds()
{
    ReadSpool spool("one\n\ntwo\r\nlast");
    spool.takeAll();
    QCOMPARE(spool.given, (QList<QByteArray>{"one", "", "two\r", "last"}));
    QCOMPARE(spool.ends, (QList<qint64>{4, 5, 10, 14}));
    QCOMPARE(spool.finishedCount, 1);
    QVERIFY(!spool.gotEmptyList);
}

void OutputReaderTest::beginsAtAnOffset()
{
    ReadSpool spool("one\ntwo\nthree\n", 4);
    spool.takeAll();
    QCOMPARE(spool.given, (QList<QByteArray>{"two", "three"}));
    QCOMPARE(spool.ends, (QList<qint64>{8, 14}));
}

void OutputReaderTest::readsNoFurtherThanItIsTold()
{
    ReadSpool spool("one\ntwo\nthree\n");
    spool.reader->growTo(6, false);
    QCOMPARE(spool.given, QList<QByteArray>{"one"});
    spool.reader->growTo(4, false); // never back
    spool.reader->growTo(8, false);
    QCOMPARE(spool.given, (QList<QByteArray>{"one", "two"}));
    QCOMPARE(spool.finishedCount, 0);
    spool.reader->growTo(8, true);
    QCOMPARE(spool.given.size(), 2);
    QCOMPARE(spool.finishedCount, 1);
    spool.reader->growTo(8, true);
    QCOMPARE(spool.finishedCount, 1);
}

void OutputReaderTest::growsByteByByte()
{
    const QByteArray all("{\"a\":1}\n\xff\xc3\n" + QByteArray("\0\n", 2) + "{\"half\":");
    ReadSpool spool({});
    for (const char c : all) {
        spool.add(QByteArray(1, c));
        spool.reader->growTo(spool.size(), false);
    }
    QCOMPARE(spool.given, (QList<QByteArray>{"{\"a\":1}", "\xff\xc3", QByteArray("\0", 1)}));
    spool.takeAll();
    QCOMPARE(spool.given.last(), QByteArray("{\"half\":"));
    QCOMPARE(spool.ends.last(), all.size());
}

void OutputReaderTest::readsInSlices()
{
    constexpr int Lines = 10 * OutputReader::SliceBytes / 8;
    ReadSpool spool(QByteArray("1234567\n").repeated(Lines));
    spool.takeAll();
    QCOMPARE(spool.slices, 1); // the loop has its turn between two
    QCOMPARE(spool.givenBytes, OutputReader::SliceBytes / 8 * 7);
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.slices, 10);
    QCOMPARE(spool.given.size(), Lines);
    QCOMPARE(spool.ends.last(), spool.size());
}

void OutputReaderTest::waitsWhilePaused()
{
    ReadSpool spool("one\n");
    spool.reader->setPaused(true);
    spool.takeAll();
    QCoreApplication::processEvents();
    QVERIFY(spool.given.isEmpty());
    QCOMPARE(spool.finishedCount, 0);
    spool.reader->setPaused(false);
    QVERIFY(spool.given.isEmpty()); // never from inside the call
    spool.reader->setPaused(true);
    QCoreApplication::processEvents();
    QVERIFY(spool.given.isEmpty());
    spool.reader->setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.given, QList<QByteArray>{"one"});
}

void OutputReaderTest::pausesInsideASlot()
{
    ReadSpool spool(QByteArray(OutputReader::SliceBytes - 1, 'a') + "\nb\n");
    connect(spool.reader.get(), &OutputReader::outputRead, this, [&] { spool.reader->setPaused(true); });
    spool.takeAll();
    QCoreApplication::processEvents();
    QCOMPARE(spool.slices, 1);
    spool.reader->setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(spool.slices, 2, Patience);
    QCOMPARE(spool.given.last(), QByteArray("b"));
    QCOMPARE(spool.finishedCount, 0);
    spool.reader->setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
}

void OutputReaderTest::pausesInsideTheLastSlot()
{
    // The line without an end is given when all is known to be whole; who pauses then must still hear the
    // end, later.
    ReadSpool spool("last words");
    connect(spool.reader.get(), &OutputReader::outputRead, this, [&] { spool.reader->setPaused(true); });
    spool.takeAll();
    QCOMPARE(spool.given, QList<QByteArray>{"last words"});
    QCoreApplication::processEvents();
    QCOMPARE(spool.finishedCount, 0);
    spool.reader->setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.given.size(), 1);
}

void OutputReaderTest::dropsALineThatIsTooLong()
{
    ReadSpool spool("before\n");
    spool.addHole(MaxLine + 2, '\n'); // MaxLine + 1 NULs and a break
    spool.add("after\n");
    spool.addHole(2 * MaxLine, 'x');
    spool.takeAll();
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.given,
        (QList<QByteArray>{"before", "dropped " + QByteArray::number(MaxLine + 1), "after",
            "dropped " + QByteArray::number(2 * MaxLine)}));
    QCOMPARE(spool.ends, (QList<qint64>{7, 7 + MaxLine + 2 + 6}));
}

void OutputReaderTest::givesATerminalAsItIs()
{
    const QByteArray all = "$ ls\r\n\x1b[1mdir" + QByteArray(OutputReader::SliceBytes, 'x');
    ReadSpool spool(all, 2, false);
    spool.reader->growTo(4, false);
    QCOMPARE(spool.given, QList<QByteArray>{"ls"});
    spool.takeAll();
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.given.join(), all.mid(2));
    QCOMPARE(spool.ends.last(), all.size());
    QCOMPARE(spool.given.size(), 3);
}

void OutputReaderTest::finishesOfNothing()
{
    ReadSpool spool({});
    spool.reader->growTo(0, false);
    QCOMPARE(spool.finishedCount, 0);
    spool.takeAll();
    QCOMPARE(spool.finishedCount, 1);
    QCOMPARE(spool.slices, 0);
}

void OutputReaderTest::finishesWhenTheFileWasCut()
{
    ReadSpool spool("one\ntwo\n");
    spool.cutTo(5);
    spool.reader->growTo(8, true);
    QTRY_COMPARE_WITH_TIMEOUT(spool.finishedCount, 1, Patience);
    QCOMPARE(spool.given, (QList<QByteArray>{"one", "t"}));
}

void OutputReaderTest::mayBeDeletedInASlot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a whole line") << QByteArray("one\ntwo\n");
    QTest::newRow("the last, without an end") << QByteArray("one");
}

void OutputReaderTest::mayBeDeletedInASlot()
{
    QFETCH(QByteArray, bytes);
    ReadSpool spool(bytes);
    connect(spool.reader.get(), &OutputReader::outputRead, this, [&] { spool.reader.reset(); });
    spool.reader->growTo(spool.size(), true);
    QCoreApplication::processEvents();
    QVERIFY(!spool.reader);
    QCOMPARE(spool.slices, 1);
    QCOMPARE(spool.finishedCount, 0);
}

QTEST_GUILESS_MAIN(OutputReaderTest)
#include "tst_outputreader.moc"
