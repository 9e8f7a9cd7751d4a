// Every recording of a real claude against a golden file of the events that it means.
#include "replay.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QTest>

namespace {

//! Set to write the golden files anew; read each before it is committed.
constexpr const char *WriteVariable = "AGENTMONITOR_WRITE_GOLDEN";

QStringList versions()
{
    return {QStringLiteral("claude"), QStringLiteral("claude-2.1.197")};
}

QString fixtures(const QString &path)
{
    return testpaths::fixture(path);
}

QString readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestClaudeReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recording_data();
    void recording();
    void goingOnFromEachRest_data() { recording_data(); }
    void goingOnFromEachRest();
    void everyGoldenFileHasARecording();
    void cleanupTestCase();

private:
    int m_renewals = 0;
};

void TestClaudeReplay::recording_data()
{
    QTest::addColumn<QString>("transcript");
    QTest::addColumn<QString>("golden");
    int count = 0;
    for (const QString &version : versions()) {
        const QDir directory(fixtures(QStringLiteral("transcripts/") + version));
        for (const QString &name :
            directory.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name)) {
            const QString base = QFileInfo(name).completeBaseName();
            QTest::newRow(qPrintable(version + QLatin1Char('/') + base)) << directory.filePath(
                name) << fixtures(QStringLiteral("expected/%1/%2.events").arg(version, base));
            ++count;
        }
    }
    QVERIFY2(count > 90, "the recordings are missing");
}

void TestClaudeReplay::recording()
{
    QFETCH(QString, transcript);
    QFETCH(QString, golden);
    const QString actual = Replay().run(transcript).join(QLatin1Char('\n')) + QLatin1Char('\n');
    if (qEnvironmentVariableIsSet(WriteVariable)) {
        QFile file(golden);
        QVERIFY(QDir().mkpath(QFileInfo(golden).path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(actual.toUtf8());
        QSKIP("written, not compared");
    }
    QVERIFY2(QFile::exists(golden), "this recording has no golden file");
    const QStringList expectedLines = readAll(golden).split(QLatin1Char('\n'));
    const QStringList actualLines = actual.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < std::min(expectedLines.size(), actualLines.size()); ++i)
        QCOMPARE(actualLines.at(i), expectedLines.at(i));
    QCOMPARE(actualLines.size(), expectedLines.size());
}

void TestClaudeReplay::goingOnFromEachRest()
{
    QFETCH(QString, transcript);
    QFETCH(QString, golden);
    Replay replay(true);
    const QStringList actual = replay.run(transcript);
    m_renewals += replay.renewals();
    QCOMPARE(actual.join(QLatin1Char('\n')) + QLatin1Char('\n'), readAll(golden));
}

void TestClaudeReplay::cleanupTestCase()
{
    QVERIFY2(m_renewals > 80, "the recordings hardly ever rest");
}

void TestClaudeReplay::everyGoldenFileHasARecording()
{
    for (const QString &version : versions()) {
        const QDir directory(fixtures(QStringLiteral("expected/") + version));
        for (const QString &name : directory.entryList(QDir::Files)) {
            const QString recording = fixtures(
                QStringLiteral("transcripts/%1/%2.jsonl").arg(version, QFileInfo(name).completeBaseName()));
            QVERIFY2(QFile::exists(recording), qPrintable(recording));
        }
    }
}

QTEST_GUILESS_MAIN(TestClaudeReplay)
#include "tst_claudereplay.moc"
