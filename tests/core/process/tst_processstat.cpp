// What /proc says of one process.
#include "core/process/processstat.h"

#include <QTest>

#include <algorithm>

#include <unistd.h>

using process::ProcessStat;

namespace {

QByteArray stat(const QByteArray &name, const QByteArray &state = "S")
{
    return "4711 (" + name + ") " + state
        + " 4700 4711 4699 0 -1 4194304 100 200 0 0 31 12 400 50 20 0 7 0 98765 1234567168 2048 "
          "18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0\n";
}

} // namespace

class TestProcessStat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreReadWhateverTheName_data();
    void fieldsAreReadWhateverTheName();
    void zombiesAreNotAlive_data();
    void zombiesAreNotAlive();
    void otherTextsAreNone_data();
    void otherTextsAreNone();
    void thisProcessIsAmongAll();
    void aProcessThatIsGoneIsNone();
};

void TestProcessStat::fieldsAreReadWhateverTheName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("plain") << QByteArray("claude");
    QTest::newRow("with blanks") << QByteArray("tmux: server 1 2 3");
    QTest::newRow("with brackets") << QByteArray("a) R 1 (b");
    QTest::newRow("empty") << QByteArray();
}

void TestProcessStat::fieldsAreReadWhateverTheName()
{
    QFETCH(QByteArray, name);
    const auto read = ProcessStat::parse(stat(name));
    QVERIFY(read);
    QCOMPARE(read->pid, 4711);
    QCOMPARE(read->parent, 4700);
    QCOMPARE(read->session, 4699);
    QVERIFY(read->alive);
    QCOMPARE(read->cpuTicks, 31U + 12U);
    QCOMPARE(read->childrenTicks, 400U + 50U);
    QCOMPARE(read->startTime, 98765U);
    QCOMPARE(read->residentPages, 2048U);
}

void TestProcessStat::zombiesAreNotAlive_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<bool>("alive");
    QTest::newRow("running") << QByteArray("R") << true;
    QTest::newRow("sleeping") << QByteArray("S") << true;
    QTest::newRow("stopped") << QByteArray("T") << true;
    QTest::newRow("zombie") << QByteArray("Z") << false;
    QTest::newRow("dead") << QByteArray("X") << false;
}

void TestProcessStat::zombiesAreNotAlive()
{
    QFETCH(QByteArray, state);
    QFETCH(bool, alive);
    QCOMPARE(ProcessStat::parse(stat("x", state))->alive, alive);
}

void TestProcessStat::otherTextsAreNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no name") << QByteArray("4711 claude S 1 2 3");
    QTest::newRow("cut off") << stat("claude").left(60);
    QTest::newRow("no number") << "x" + stat("claude");
}

void TestProcessStat::otherTextsAreNone()
{
    QFETCH(QByteArray, text);
    QVERIFY(!ProcessStat::parse(text));
}

void TestProcessStat::thisProcessIsAmongAll()
{
    const auto self = ProcessStat::read(::getpid());
    QVERIFY(self);
    QCOMPARE(self->parent, ::getppid());
    QVERIFY(self->residentPages > 100);
    const auto all = process::readAllProcesses();
    const auto found = std::find_if(
        all.begin(), all.end(), [](const ProcessStat &each) { return each.pid == ::getpid(); });
    QVERIFY(found != all.end());
    QCOMPARE(found->startTime, self->startTime);
}

void TestProcessStat::aProcessThatIsGoneIsNone()
{
    QVERIFY(!ProcessStat::read(0x7fffffff));
}

QTEST_GUILESS_MAIN(TestProcessStat)
#include "tst_processstat.moc"
