// Every recording of a real agent against a golden file of the events that it means.
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
    const QDir directory(fixtures(QStringLiteral("transcripts/acp")));
    QStringList names;
    for (const QString &name : directory.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name))
        names << QFileInfo(name).completeBaseName();
    return names;
}

QString transcript(const QString &name)
{
    return fixtures(QStringLiteral("transcripts/acp/%1.jsonl").arg(name));
}

QString golden(const QString &name)
{
    return fixtures(QStringLiteral("expected/acp/%1.events").arg(name));
}

} // namespace

class TestAcpReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recording_data();
    void recording();
    void goingOnFromEveryRest_data() { recording_data(); }
    void goingOnFromEveryRest();
    void everyGoldenFileHasARecording();
};

void TestAcpReplay::recording_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = recordings();
    QVERIFY2(names.size() >= 56, "the recordings are missing");
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void TestAcpReplay::recording()
{
    QFETCH(QString, name);
    const QString actual = Replay(transcript(name)).run().join(QLatin1Char('\n')) + QLatin1Char('\n');
    if (qEnvironmentVariableIsSet(WriteVariable)) {
        QFile file(golden(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(actual.toUtf8());
        QSKIP("written, not compared");
    }
    QFile file(golden(name));
    QVERIFY2(file.open(QIODevice::ReadOnly), "this recording has no golden file");
    const QStringList expectedLines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    const QStringList actualLines = actual.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < std::min(expectedLines.size(), actualLines.size()); ++i)
        QCOMPARE(actualLines.at(i), expectedLines.at(i));
    QCOMPARE(actualLines.size(), expectedLines.size());
}

void TestAcpReplay::goingOnFromEveryRest()
{
    QFETCH(QString, name);
    Replay replay(transcript(name));
    const QStringList whole = replay.run();
    // The one conversation that never gets a session is the one that never rests.
    QCOMPARE(replay.rests().isEmpty(), name == QStringLiteral("gemini-load-2"));
    for (const Replay::Rest &rest : replay.rests())
        QCOMPARE(replay.runFrom(rest), whole.mid(rest.line));
}

void TestAcpReplay::everyGoldenFileHasARecording()
{
    const QDir directory(fixtures(QStringLiteral("expected/acp")));
    const QStringList names = recordings();
    for (const QString &name : directory.entryList(QDir::Files))
        QVERIFY2(names.contains(QFileInfo(name).completeBaseName()), qPrintable(name));
}

QTEST_GUILESS_MAIN(TestAcpReplay)
#include "tst_acpreplay.moc"
