#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "records.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <numeric>

using journal::Journal;

class TestJournalRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void goesOnWhereItWas();
    void givesOpenMessagesWithAllTheirText();
    void cutsATornTail_data();
    void cutsATornTail();
    void passesOverUnreadableLines_data();
    void passesOverUnreadableLines();
    void passesOverAnUnreadableLineThatTheIndexNames();
    void findsMessagesWhoseFirstRecordIsUnreadable();
    void rebuildsWhatDoesNotFit_data();
    void rebuildsWhatDoesNotFit();
    void rebuildsWhatLiesOnReading_data();
    void rebuildsWhatLiesOnReading();
    void worksWithoutAnIndexFile();
    void readsBackEveryHistory_data();
    void readsBackEveryHistory();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<journal::Syncer> m_syncer;
    std::unique_ptr<Journal> m_journal;

    QString journalPath() const { return m_directory->filePath(QLatin1String(Journal::FileName)); }
    QString indexPath() const { return m_directory->filePath(QLatin1String(Journal::IndexName)); }
    QStringList tornFiles() const
    {
        return QDir(m_directory->path()).entryList({QStringLiteral("journal.torn-*")});
    }
    void close()
    {
        m_journal.reset();
        m_syncer->flush();
    }
    void open()
    {
        close();
        openAtOnce();
    }
    void openAtOnce()
    {
        auto opened = Journal::open(m_directory->path(), *m_syncer);
        VERIFY_RESULT(opened);
        m_journal = std::move(*opened);
    }
    void append(const QList<model::Record> &records)
    {
        const auto appended = m_journal->append(records);
        VERIFY_RESULT(appended);
    }
    QStringList texts() const
    {
        const auto page = m_journal->messagesBefore(0, 1000000);
        return page ? textsOf(page->messages) : QStringList{page.error().message};
    }
};

void TestJournalRecovery::init()
{
    m_directory = std::make_unique<QTemporaryDir>(scratchTemplate());
    m_syncer = std::make_unique<journal::Syncer>();
    open();
}

void TestJournalRecovery::cleanup()
{
    m_journal.reset();
    m_syncer.reset();
}

void TestJournalRecovery::goesOnWhereItWas()
{
    Records make;
    QStringList expected;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 70; ++i) {
            expected.append(number(make.last()));
            append({make.begin(number(make.last()), number(make.last())), make.state(number(make.last()))});
        }
        open();
        QVERIFY(!m_journal->recovery().indexRebuilt);
        QCOMPARE(m_journal->recovery().tornBytes, 0);
        QCOMPARE(m_journal->recovery().unreadableRecords, 0);
        QCOMPARE(m_journal->recovery().state->activity, number(make.last() - 1));
        QCOMPARE(m_journal->lastSequence(), make.last());
        QCOMPARE(m_journal->messageCount(), expected.size());
        QCOMPARE(texts(), expected);
    }
}

void TestJournalRecovery::givesOpenMessagesWithAllTheirText()
{
    Records make;
    const QString first = QStringLiteral("first");
    const QString second = QStringLiteral("second");
    append({make.begin(QStringLiteral("before"), QStringLiteral("b")),
        make.begin(first, QStringLiteral("a"), true), make.append(first, QStringLiteral("b")),
        make.begin(second, QString(), true), make.append(first, QStringLiteral("c")),
        make.begin(QStringLiteral("closed"), QStringLiteral("x")), make.append(second, QStringLiteral("1"))});
    open();
    QCOMPARE(textsOf(m_journal->recovery().open), (QStringList{QStringLiteral("abc"), QStringLiteral("1")}));
    QCOMPARE(m_journal->recovery().open[0].seq, base::Sequence(2));
    QVERIFY(m_journal->recovery().open[0].open);

    // a record replaces the text so far, and what is appended then comes after it
    append({make.change(first, 2, QStringLiteral("A"), true), make.append(first, QStringLiteral("B")),
        make.change(second, 4, QStringLiteral("12"))});
    open();
    QVERIFY(!m_journal->recovery().indexRebuilt);
    QCOMPARE(textsOf(m_journal->recovery().open), QStringList{QStringLiteral("AB")});
    QCOMPARE(m_journal->messageCount(), 4);

    // all kinds that can be written piece by piece
    QList<model::MessageBody> bodies{model::Prompt{QStringLiteral("p"), {}, {}},
        model::Thought{QStringLiteral("t"), 0}, model::Notice{model::NoticeLevel::Info, QStringLiteral("n")}};
    for (const model::MessageBody &body : bodies) {
        const QString id = number(make.last());
        model::Record record = make.begin(id, QString(), true);
        std::get<model::MessageChanged>(record.body).message.body = body;
        append({record, make.append(id, QStringLiteral("+"))});
    }
    open();
    const QList<model::Message> messages = m_journal->recovery().open;
    QCOMPARE(messages.size(), 4);
    QCOMPARE(std::get<model::Prompt>(messages[1].body).text, QStringLiteral("p+"));
    QCOMPARE(std::get<model::Thought>(messages[2].body).text, QStringLiteral("t+"));
    QCOMPARE(std::get<model::Notice>(messages[3].body).text, QStringLiteral("n+"));
}

void TestJournalRecovery::cutsATornTail_data()
{
    QTest::addColumn<bool>("withIndex");
    QTest::addColumn<bool>("messageOpen");
    for (const bool withIndex : {false, true}) {
        for (const bool messageOpen : {false, true}) {
            QTest::addRow("%s, %s", withIndex ? "older index" : "no index", messageOpen ? "open" : "closed")
                << withIndex << messageOpen;
        }
    }
}

void TestJournalRecovery::cutsATornTail()
{
    QFETCH(bool, withIndex);
    QFETCH(bool, messageOpen);
    Records make;
    append({make.begin(QStringLiteral("m1"), QStringLiteral("one"), messageOpen),
        make.state(QStringLiteral("s"))});
    close();
    const QByteArray whole = readFile(journalPath());
    const QByteArray index = readFile(indexPath());
    const model::Record lost = make.begin(QStringLiteral("m3"), QStringLiteral("thr\u00e9e"));
    const QByteArray line = model::encodeRecord(lost) + '\n';

    for (qsizetype written = 0; written <= line.size(); ++written) {
        const bool complete = written == line.size();
        m_journal.reset();
        QVERIFY(writeFile(journalPath(), whole + line.left(written)));
        QVERIFY(withIndex ? writeFile(indexPath(), index) : QFile::remove(indexPath()));
        openAtOnce();
        QCOMPARE(m_journal->recovery().tornBytes, complete ? 0 : written);
        QCOMPARE(m_journal->recovery().indexRebuilt, !withIndex);
        QCOMPARE(m_journal->recovery().unreadableRecords, 0);
        QCOMPARE(m_journal->recovery().state->activity, QStringLiteral("s"));
        QCOMPARE(m_journal->recovery().open.size(), messageOpen ? 1 : 0);
        QCOMPARE(m_journal->lastSequence(), base::Sequence(complete ? 3 : 2));
        QCOMPARE(m_journal->sizeBytes(), whole.size() + (complete ? written : 0));

        const QStringList torn = tornFiles();
        QCOMPARE(torn.size(), complete || written == 0 ? 0 : 1);
        if (!torn.isEmpty()) {
            QCOMPARE(readFile(m_directory->filePath(torn.first())), line.left(written));
            QVERIFY(QFile::remove(m_directory->filePath(torn.first())));
        }
        if (!complete)
            append({lost}); // no one was told that it was accepted, so it may come again
        QCOMPARE(readFile(journalPath()), whole + line);
        QCOMPARE(texts(), (QStringList{QStringLiteral("one"), QStringLiteral("thr\u00e9e")}));
    }
}

void TestJournalRecovery::passesOverUnreadableLines_data()
{
    QTest::addColumn<int>("line"); // of 9; message i has text i, line 5 is a state
    QTest::addColumn<QByteArray>("replacement"); // "" = the line is removed
    QTest::addColumn<int>("unreadable");
    QTest::addColumn<int>("last");
    const QByteArray zeros(64, '\0');
    for (const int line : {1, 2, 5, 9})
        QTest::addRow("zeros in line %d", line) << line << zeros + '\n' << 1 << 9;
    QTest::newRow("half a line") << 4 << QByteArray("{\"seq\":4,\"at\":1,\"type\":\"mess\n") << 1 << 9;
    QTest::newRow("empty line") << 4 << QByteArray("\n") << 1 << 9;
    QTest::newRow("empty lines") << 4 << QByteArray("\n\n\n") << 3 << 9;
    QTest::newRow("a type of the future")
        << 4 << QByteArray("{\"seq\":4,\"at\":1,\"type\":\"later\"}\n") << 1 << 9;
    QTest::newRow("a number of the past")
        << 4 << model::encodeRecord(Records(1).begin(QStringLiteral("x"), QStringLiteral("x"))) + '\n'
        << 1 << 9;
    QTest::newRow("a number that cannot come yet")
        << 4 << model::encodeRecord(Records(4000).unknown(QStringLiteral("x"))) + '\n'
        << 1 << 9;
    QTest::newRow("two lines without the break between them") << 4 << QByteArray("garbage") << 1 << 9;
    QTest::newRow("at the end, two lines") << 9 << QByteArray("garbage\ngarbage\n") << 2 << 10;
}

void TestJournalRecovery::passesOverUnreadableLines()
{
    QFETCH(int, line);
    QFETCH(QByteArray, replacement);
    QFETCH(int, last);
    Records make;
    QStringList expected;
    bool stateLost = false;
    for (int i = 1; i <= 9; ++i) {
        append({i == 5 ? make.state(QStringLiteral("s"))
                       : make.begin(number(i), QString(60, QLatin1Char('a')) + number(i))});
        const bool lost = i == line || (i == line + 1 && !replacement.endsWith('\n'));
        stateLost = stateLost || (i == 5 && lost);
        if (i != 5 && !lost)
            expected.append(QString(60, QLatin1Char('a')) + number(i));
    }
    close();
    QList<QByteArray> lines = readFile(journalPath()).split('\n');
    QByteArray damaged;
    for (int i = 1; i <= 9; ++i)
        damaged += i == line ? replacement : lines[i - 1] + '\n';
    QVERIFY(writeFile(journalPath(), damaged));
    QVERIFY(QFile::remove(indexPath()));

    for (const bool rebuilt : {true, false}) {
        open();
        QCOMPARE(m_journal->recovery().indexRebuilt, rebuilt);
        QTEST(m_journal->recovery().unreadableRecords, "unreadable"); // also when they were not read again
        QCOMPARE(m_journal->recovery().tornBytes, 0);
        QCOMPARE(m_journal->recovery().state.has_value(), !stateLost);
        QCOMPARE(m_journal->lastSequence(), base::Sequence(last));
        QCOMPARE(texts(), expected);
        QCOMPARE(m_journal->messageCount(), expected.size());
        QCOMPARE(readFile(journalPath()), damaged); // nothing is thrown away
    }

    // the numbers go on, also for those who fetch records
    Records next(last);
    append({next.begin(QStringLiteral("new"), QStringLiteral("new"))});
    for (const int after : {0, line - 1, line, last}) {
        const auto records = m_journal->recordsAfter(after, 100, 1 << 20);
        VERIFY_RESULT(records);
        QVERIFY(*records);
        base::Sequence previous = after;
        for (const model::Record &record : **records) {
            QVERIFY(record.seq > previous);
            previous = record.seq;
        }
        QCOMPARE(previous, base::Sequence(last + 1));
    }
    open();
    QCOMPARE(m_journal->lastSequence(), base::Sequence(last + 1));
    QCOMPARE(texts(), expected + QStringList{QStringLiteral("new")});
}

void TestJournalRecovery::passesOverAnUnreadableLineThatTheIndexNames()
{
    Records make;
    append({make.begin(QStringLiteral("m1"), QStringLiteral("accepted"), true),
        make.begin(QStringLiteral("m2"), QStringLiteral("two")),
        make.change(QStringLiteral("m1"), 1, QStringLiteral("taken"))});
    close();
    QByteArray bytes = readFile(journalPath());
    const qsizetype place = bytes.indexOf("taken");
    bytes.replace(place, 5, "\xff\xfe\xfd\xfc\xfb");
    QVERIFY(writeFile(journalPath(), bytes));
    open();
    // the last version of m1 that can be read is better than none
    QCOMPARE(texts(), (QStringList{QStringLiteral("accepted"), QStringLiteral("two")}));
    const auto one = m_journal->messageAt(1);
    VERIFY_RESULT(one);
    QCOMPARE(m_journal->messageCount(), 2);
    QCOMPARE(m_journal->lastSequence(), base::Sequence(3));
    Records next(3);
    append({next.begin(QStringLiteral("m4"), QStringLiteral("four"))});
    open();
    QCOMPARE(m_journal->recovery().unreadableRecords, 1);
    QCOMPARE(m_journal->messageCount(), 3);
}

void TestJournalRecovery::findsMessagesWhoseFirstRecordIsUnreadable()
{
    Records make;
    append({make.begin(QStringLiteral("m1"), QStringLiteral("one")),
        make.begin(QStringLiteral("m2"), QStringLiteral("half of two"), true),
        make.begin(QStringLiteral("m3"), QStringLiteral("three"), true),
        make.begin(QStringLiteral("m4"), QStringLiteral("four")),
        make.change(QStringLiteral("m2"), 2, QStringLiteral("two"), true),
        make.append(QStringLiteral("m2"), QStringLiteral(" and")),
        make.append(QStringLiteral("m3"), QStringLiteral(" and"))});
    close();
    QByteArray bytes = readFile(journalPath());
    bytes.replace("\"half of two\"", "half of two\"\"");
    QVERIFY(writeFile(journalPath(), bytes));
    QVERIFY(QFile::remove(indexPath()));

    for (int round = 0; round < 2; ++round) {
        open();
        QCOMPARE(m_journal->recovery().unreadableRecords, 1);
        QCOMPARE(textsOf(m_journal->recovery().open),
            (QStringList{QStringLiteral("two and"), QStringLiteral("three and")}));
        QCOMPARE(texts(),
            (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"),
                QStringLiteral("four")}));
    }
    Records next(7);
    append({next.change(QStringLiteral("m2"), 2, QStringLiteral("TWO"))});
    append({next.change(QStringLiteral("m3"), 3, QStringLiteral("THREE"))});
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(texts(),
            (QStringList{QStringLiteral("one"), QStringLiteral("TWO"), QStringLiteral("THREE"),
                QStringLiteral("four")}));
        open();
        QVERIFY(m_journal->recovery().open.isEmpty());
        QVERIFY(!m_journal->recovery().indexRebuilt);
    }
}

void TestJournalRecovery::rebuildsWhatDoesNotFit_data()
{
    using Damage = std::function<void(QByteArray & index, QByteArray & journal)>;
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<bool>("rebuilt");
    const auto row = [](const char *name, bool rebuilt, Damage damage) {
        QTest::newRow(name) << damage << rebuilt;
    };
    row("nothing wrong", false, [](QByteArray &, QByteArray &) {});
    row("deleted", true, [](QByteArray &index, QByteArray &) { index = QByteArray(); });
    row("header cut", true, [](QByteArray &index, QByteArray &) { index.truncate(79); });
    row("no entries", true, [](QByteArray &index, QByteArray &) { index.truncate(80); });
    row("last entry cut", true, [](QByteArray &index, QByteArray &) { index.chop(1); });
    row("zeros", true, [](QByteArray &index, QByteArray &) { index.fill('\0'); });
    row("garbage", true, [](QByteArray &index, QByteArray &) {
        QRandomGenerator random(7);
        for (char &byte : index)
            byte = static_cast<char>(random.generate());
    });
    row("other magic", true, [](QByteArray &index, QByteArray &) { index[0] = 'X'; });
    row("other version", true, [](QByteArray &index, QByteArray &) { index[8] = 2; });
    row("wrong offset", true,
        [](QByteArray &index, QByteArray &) { index[24] = static_cast<char>(index[24] + 1); });
    row("journal is shorter", true, [](QByteArray &, QByteArray &bytes) {
        bytes.truncate(bytes.lastIndexOf('\n', bytes.size() - 2) + 1);
    });
    row("journal begins in a line", true, [](QByteArray &, QByteArray &bytes) { bytes.remove(0, 1); });
    row("journal is empty", false, [](QByteArray &, QByteArray &bytes) { bytes.clear(); });
    row("journal of another agent", true, [](QByteArray &, QByteArray &bytes) {
        const qsizetype size = bytes.size();
        Records make;
        bytes.clear();
        while (bytes.size() < size)
            bytes += model::encodeRecord(make.unknown(QStringLiteral("unknown"))) + '\n';
    });
}

void TestJournalRecovery::rebuildsWhatDoesNotFit()
{
    QFETCH(std::function<void(QByteArray &, QByteArray &)>, damage);
    QFETCH(bool, rebuilt);
    Records make;
    append({make.state(QStringLiteral("s"))});
    for (int i = 0; i < 10; ++i)
        append({make.begin(number(i), number(i))});
    close();
    QByteArray index = readFile(indexPath());
    QByteArray bytes = readFile(journalPath());
    QCOMPARE(index.size(), 80 + 10 * 40);
    damage(index, bytes);
    QVERIFY(writeFile(journalPath(), bytes));
    QVERIFY(index.isNull() ? QFile::remove(indexPath()) : writeFile(indexPath(), index));

    // what is true, read without any index
    QTemporaryDir copy(scratchTemplate());
    QVERIFY(writeFile(copy.filePath(QLatin1String(Journal::FileName)), bytes));
    const auto truth = Journal::open(copy.path(), *m_syncer);
    VERIFY_RESULT(truth);

    open();
    QCOMPARE(m_journal->recovery().indexRebuilt, rebuilt);
    QCOMPARE(m_journal->recovery().state.has_value(), (*truth)->recovery().state.has_value());
    QCOMPARE(m_journal->lastSequence(), (*truth)->lastSequence());
    QCOMPARE(m_journal->messageCount(), (*truth)->messageCount());
    QCOMPARE(texts(), textsOf((*truth)->messagesBefore(0, 1000)->messages));
    Records next(m_journal->lastSequence());
    append({next.begin(QStringLiteral("new"), QStringLiteral("new"))});
    open();
    QVERIFY(!m_journal->recovery().indexRebuilt);
    QCOMPARE(texts().last(), QStringLiteral("new"));
    QCOMPARE(m_journal->messageCount(), (*truth)->messageCount() + 1);
}

void TestJournalRecovery::rebuildsWhatLiesOnReading_data()
{
    using Damage = std::function<void(QByteArray & index)>;
    QTest::addColumn<Damage>("damage");
    const auto entryOf = [](int number) {
        return 80 + number * 40;
    };
    QTest::newRow("an entry of zeros")
        << Damage([=](QByteArray &index) { index.replace(entryOf(3), 40, QByteArray(40, '\0')); });
    QTest::newRow("a changed byte in every entry") << Damage([=](QByteArray &index) {
        for (int i = 0; i < 10; ++i)
            index[entryOf(i) + i] = static_cast<char>(index[entryOf(i) + i] ^ 0x40);
    });
    QTest::newRow("entries swapped") << Damage([=](QByteArray &index) {
        const QByteArray second = index.mid(entryOf(2), 40);
        index.replace(entryOf(2), 40, index.mid(entryOf(7), 40));
        index.replace(entryOf(7), 40, second);
    });
}

void TestJournalRecovery::rebuildsWhatLiesOnReading()
{
    QFETCH(std::function<void(QByteArray &)>, damage);
    QStringList expected;
    Records make;
    for (int i = 0; i < 10; ++i) {
        expected.append(number(i));
        append({make.begin(number(i), number(i))});
    }
    close();
    QByteArray index = readFile(indexPath());
    damage(index);

    QVERIFY(writeFile(indexPath(), index));
    open();
    QCOMPARE(texts(), expected);

    for (const base::Sequence seq : {1, 3, 4, 8, 10}) {
        close();
        QVERIFY(writeFile(indexPath(), index));
        open();
        const auto message = m_journal->messageAt(seq);
        if (!message && message.error().code == base::ErrorCode::NotFound)
            QFAIL("a message is missing");
        VERIFY_RESULT(message);
        QCOMPARE(textOf(*message), number(seq - 1));
    }

    close();
    QVERIFY(writeFile(indexPath(), index));
    open();
    append({make.change(number(3), 4, QStringLiteral("changed"))});
    expected[3] = QStringLiteral("changed");
    QCOMPARE(texts(), expected);
}

void TestJournalRecovery::worksWithoutAnIndexFile()
{
    Records make;
    for (int i = 0; i < 100; ++i)
        append({make.begin(number(i), number(i))});
    const QStringList expected = texts();
    close();
    QVERIFY(QFile::remove(indexPath()));
    QVERIFY(QDir(m_directory->path()).mkdir(QLatin1String(Journal::IndexName))); // in its way
    open();
    QVERIFY(m_journal->recovery().indexRebuilt);
    QCOMPARE(texts(), expected);
    append({make.begin(QStringLiteral("new"), QStringLiteral("new"))});
    QCOMPARE(m_journal->messageCount(), 101);
}

void TestJournalRecovery::readsBackEveryHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 10; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

//! Random messages that open, grow, change, close and open again, with every kind of restart in between,
//! against a plain map that does the same.
void TestJournalRecovery::readsBackEveryHistory()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    struct Expected
    {
        QString id;
        QString recorded;
        QString appended;
        bool open = false;
    };
    std::map<base::Sequence, Expected> expected;
    QString activity;
    QByteArray olderIndex;
    Records make;

    for (int step = 0; step < 150; ++step) {
        QList<model::Record> batch;
        for (int left = random.bounded(1, 5); left > 0; --left) {
            const int what = random.bounded(100);
            const QString text = QString(random.bounded(200), QLatin1Char('t')) + number(make.last());
            if (what < 35 || expected.empty()) {
                const bool opened = random.bounded(3) == 0;
                batch.append(make.begin(QStringLiteral("id") + number(make.last()), text, opened));
                expected[make.last()] = {QStringLiteral("id") + number(make.last() - 1), text, {}, opened};
                continue;
            }
            if (what < 45) {
                activity = text;
                batch.append(make.state(text));
                continue;
            }
            auto message = expected.begin();
            // mostly new ones, as it really is
            const int back
                = random.bounded(4) ? random.bounded(5) : random.bounded(static_cast<int>(expected.size()));
            std::advance(message, std::max(0, static_cast<int>(expected.size()) - 1 - back));
            Expected &known = message->second;
            if (what < 70 && known.open) {
                known.appended += text;
                batch.append(make.append(known.id, text));
            } else {
                known.recorded = text;
                known.appended.clear();
                known.open = random.bounded(10) == 0;
                batch.append(make.change(known.id, message->first, text, known.open));
            }
        }
        append(batch);

        bool reopened = true;
        switch (random.bounded(30)) {
        case 0:
            open();
            break;
        case 1: // the index was not written at all
            close();
            QVERIFY(QFile::remove(indexPath()));
            open();
            break;
        case 2: // the index is old: what a crash leaves
            close();
            QVERIFY(olderIndex.isEmpty() || writeFile(indexPath(), olderIndex));
            open();
            break;
        case 3:
            olderIndex = readFile(indexPath());
            continue;
        case 4:
            reopened = false;
            break;
        default:
            continue;
        }
        QCOMPARE(m_journal->lastSequence(), make.last());
        QCOMPARE(m_journal->messageCount(), qint64(expected.size()));
        QStringList recorded;
        for (const auto &[seq, message] : expected)
            recorded.append(message.recorded);
        QCOMPARE(texts(), recorded);
        if (!reopened)
            continue;
        QCOMPARE(m_journal->recovery().unreadableRecords, 0);
        QStringList open;
        for (const auto &[seq, message] : expected) {
            if (message.open)
                open.append(message.recorded + message.appended);
        }
        QCOMPARE(textsOf(m_journal->recovery().open), open);
        QCOMPARE(m_journal->recovery().state ? m_journal->recovery().state->activity : QString(), activity);
    }
}

QTEST_GUILESS_MAIN(TestJournalRecovery)
#include "tst_journalrecovery.moc"
