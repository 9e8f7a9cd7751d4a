// Every recording of a real codex app-server against a golden file of the events that it means.
#include "replay.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QTest>

namespace {

//! Set to write the golden files anew; read each before it is committed.
constexpr const char *WriteVariable = "AGENTMONITOR_WRITE_GOLDEN";

QString fixtures(const QString &path)
{
    return testpaths::fixture(path);
}

QStringList recordings()
{
    const QDir directory(fixtures(QStringLiteral("transcripts/codex")));
    QStringList names;
    for (const QString &name : directory.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name))
        names.append(QFileInfo(name).completeBaseName());
    return names;
}

QString recordingOf(const QString &name)
{
    return fixtures(QStringLiteral("transcripts/codex/%1.jsonl").arg(name));
}

QString goldenOf(const QString &name)
{
    return fixtures(QStringLiteral("expected/codex/%1.events").arg(name));
}

} // namespace

class TestCodexReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recording_data();
    void recording();
    void goesOnWhereAnotherRested_data();
    void goesOnWhereAnotherRested();
    void everyGoldenFileHasARecording();

private:
    static void rows();
};

void TestCodexReplay::rows()
{
    QTest::addColumn<QString>("name");
    const QStringList names = recordings();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
    QVERIFY2(names.size() >= 40, "the recordings are missing");
}

void TestCodexReplay::recording_data()
{
    rows();
}

void TestCodexReplay::recording()
{
    QFETCH(QString, name);
    const QString actual = Replay(recordingOf(name)).run().join(QLatin1Char('\n')) + QLatin1Char('\n');
    QFile golden(goldenOf(name));
    if (qEnvironmentVariableIsSet(WriteVariable)) {
        QVERIFY(QDir().mkpath(QFileInfo(golden).path()));
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(actual.toUtf8());
        QSKIP("written, not compared");
    }
    QVERIFY2(golden.open(QIODevice::ReadOnly), "this recording has no golden file");
    const QStringList expectedLines = QString::fromUtf8(golden.readAll()).split(QLatin1Char('\n'));
    const QStringList actualLines = actual.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < std::min(expectedLines.size(), actualLines.size()); ++i)
        QCOMPARE(actualLines.at(i), expectedLines.at(i));
    QCOMPARE(actualLines.size(), expectedLines.size());
}

void TestCodexReplay::goesOnWhereAnotherRested_data()
{
    rows();
}

void TestCodexReplay::goesOnWhereAnotherRested()
{
    QFETCH(QString, name);
    // In these the thread is never at rest: it is not opened, or opened only to be left.
    const QStringList restless{QStringLiteral("initialize"), QStringLiteral("not-initialized"),
        QStringLiteral("list-threads"), QStringLiteral("two-servers-b")};
    int rests = 0;
    const QStringList differences = Replay(recordingOf(name)).differencesAfterRest(rests);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(QLatin1Char('\n'))));
    QCOMPARE(rests > 0, !restless.contains(name));
}

void TestCodexReplay::everyGoldenFileHasARecording()
{
    const QDir directory(fixtures(QStringLiteral("expected/codex")));
    for (const QString &name : directory.entryList(QDir::Files)) {
        const QString recording = recordingOf(QFileInfo(name).completeBaseName());
        QVERIFY2(QFile::exists(recording), qPrintable(recording));
    }
}

QTEST_GUILESS_MAIN(TestCodexReplay)
#include "tst_codexreplay.moc"
