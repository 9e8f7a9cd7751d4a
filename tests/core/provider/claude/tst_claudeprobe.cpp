// What the installed claude says of itself.
#include "core/provider/claude/claudeprobe.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using claude::ClaudeHost;
using claude::ClaudeProbe;

class TestClaudeProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theVersionIsTold_data();
    void theVersionIsTold();
    void whatCannotBeUsedSaysWhy_data();
    void whatCannotBeUsedSaysWhy();
    void aMissingBinaryIsNamed();
    void aBinaryIsAskedOnce();
    void anUpdateIsAskedAgain();
    void failuresAreNotRemembered();
    void callsWhileItRunsShareTheAnswer();
    void itCanBeDestroyedWhileItRuns();

private:
    void write(const QByteArray &script);
    ClaudeHost host() const;
    provider::Capabilities ask(ClaudeProbe &probe);
    QByteArray starts() const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestClaudeProbe::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void TestClaudeProbe::write(const QByteArray &script)
{
    // Replaced, not rewritten: a program that runs cannot be written to.
    QFile::remove(m_directory->filePath(QStringLiteral("claude")));
    QFile file(m_directory->filePath(QStringLiteral("claude")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho \"$@\" >> '" + m_directory->filePath(QStringLiteral("starts")).toUtf8()
        + "'\n" + script + "\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

ClaudeHost TestClaudeProbe::host() const
{
    ClaudeHost host;
    host.binary = m_directory->filePath(QStringLiteral("claude"));
    host.environment = QProcessEnvironment::systemEnvironment();
    return host;
}

provider::Capabilities TestClaudeProbe::ask(ClaudeProbe &probe)
{
    provider::Capabilities answer;
    QSignalSpy done(&probe, &ClaudeProbe::done);
    const auto connection = connect(&probe, &ClaudeProbe::done, this,
        [&](const provider::Capabilities &capabilities) { answer = capabilities; });
    probe.start();
    if (!done.isEmpty())
        QTest::qFail("done() came from within start()", __FILE__, __LINE__);
    else if (!done.wait())
        QTest::qFail("done() did not come", __FILE__, __LINE__);
    disconnect(connection);
    return answer;
}

QByteArray TestClaudeProbe::starts() const
{
    QFile file(m_directory->filePath(QStringLiteral("starts")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestClaudeProbe::theVersionIsTold_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("version");
    QTest::newRow("as it is") << QByteArray("2.1.330 (Claude Code)") << QStringLiteral("2.1.330");
    QTest::newRow("a preview") << QByteArray("Claude Code v3.0.0-beta.2") << QStringLiteral("3.0.0-beta.2");
    QTest::newRow("after a warning") << QByteArray("warning: old config\n2.1.197 (Claude Code)")
                                     << QStringLiteral("2.1.197");
}

void TestClaudeProbe::theVersionIsTold()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, version);
    write("cat <<'END'\n" + output + "\nEND");
    ClaudeProbe probe(host());
    const provider::Capabilities answer = ask(probe);
    QVERIFY(answer.available);
    QCOMPARE(answer.version, version);
    QCOMPARE(answer.detectedFrom, host().binary);
    QCOMPARE(answer.hint, QString());
    QCOMPARE(starts(), QByteArray("--version\n"));
}

void TestClaudeProbe::whatCannotBeUsedSaysWhy_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("hint");
    QTest::newRow("no version") << QByteArray("echo hello")
                                << QStringLiteral("did not name a version: hello");
    QTest::newRow("an error") << QByteArray("echo 2.1.330; exit 3")
                              << QStringLiteral("did not name a version");
    QTest::newRow("a crash") << QByteArray("echo 2.1.330; kill -9 $$")
                             << QStringLiteral("did not name a version");
    QTest::newRow("no answer") << QByteArray("exec tail -f /dev/null") << QStringLiteral("did not answer");
}

void TestClaudeProbe::whatCannotBeUsedSaysWhy()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, hint);
    write(script);
    const bool hangs = hint.contains(QStringLiteral("did not answer"));
    ClaudeProbe probe(host(), hangs ? std::chrono::milliseconds(50) : ClaudeProbe::TimeLimit);
    const provider::Capabilities answer = ask(probe);
    QVERIFY(!answer.available);
    QVERIFY2(answer.hint.contains(hint), qPrintable(answer.hint));
    QVERIFY(answer.hint.contains(host().binary));
}

void TestClaudeProbe::aMissingBinaryIsNamed()
{
    ClaudeProbe probe(host());
    const provider::Capabilities answer = ask(probe);
    QVERIFY(!answer.available);
    QVERIFY(answer.hint.startsWith(QStringLiteral("CLAUDE_BIN: ")));
    QCOMPARE(answer.detectedFrom, QString());
}

void TestClaudeProbe::aBinaryIsAskedOnce()
{
    write("echo 2.1.330");
    ClaudeProbe probe(host());
    QCOMPARE(ask(probe).version, QStringLiteral("2.1.330"));
    QCOMPARE(ask(probe).version, QStringLiteral("2.1.330"));
    QCOMPARE(starts(), QByteArray("--version\n"));
}

void TestClaudeProbe::anUpdateIsAskedAgain()
{
    write("echo 2.1.330");
    ClaudeProbe probe(host());
    ask(probe);
    write("echo 2.1.331 # of another size");
    QCOMPARE(ask(probe).version, QStringLiteral("2.1.331"));
    QFile::remove(host().binary);
    QVERIFY(!ask(probe).available);
}

void TestClaudeProbe::failuresAreNotRemembered()
{
    write("if [ -e \"$0.ready\" ]; then echo 2.1.330; fi");
    ClaudeProbe probe(host());
    QVERIFY(!ask(probe).available);
    QFile ready(host().binary + QStringLiteral(".ready"));
    QVERIFY(ready.open(QIODevice::WriteOnly));
    QVERIFY(ask(probe).available);
}

void TestClaudeProbe::callsWhileItRunsShareTheAnswer()
{
    write("echo 2.1.330");
    ClaudeProbe probe(host());
    QSignalSpy done(&probe, &ClaudeProbe::done);
    probe.start();
    probe.start();
    QVERIFY(done.wait());
    probe.start(); // answered from what is known, so a second one would come before it
    QVERIFY(done.wait());
    QCOMPARE(done.size(), 2);
    QCOMPARE(starts(), QByteArray("--version\n"));
}

void TestClaudeProbe::itCanBeDestroyedWhileItRuns()
{
    // The script tells that it runs by a line, and would run forever.
    write("exec tail -f /dev/null");
    auto probe = std::make_unique<ClaudeProbe>(host());
    probe->start();
    QTRY_VERIFY(!starts().isEmpty());
    probe.reset();
}

QTEST_GUILESS_MAIN(TestClaudeProbe)
#include "tst_claudeprobe.moc"
