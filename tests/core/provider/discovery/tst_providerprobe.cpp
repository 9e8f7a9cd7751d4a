// What an installed CLI says of itself, and how long that holds.
#include "core/provider/discovery/discovery.h"
#include "core/provider/discovery/versionquestion.h"
#include "scriptedcli.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <chrono>

#include <signal.h>

using namespace std::chrono_literals;
using provider::Capabilities;
using provider::ProviderProbe;

namespace {

//! Answers a hello, then reads on: it ends only when it is ended.
const QByteArray Talkative
    = "read -r hello && [ \"$hello\" = hello ] && echo 'models a b' && cat > /dev/null";

Capabilities ask(ProviderProbe &probe)
{
    Capabilities answer;
    QSignalSpy done(&probe, &ProviderProbe::done);
    const auto connection = QObject::connect(&probe, &ProviderProbe::done, &probe,
        [&](const Capabilities &capabilities) { answer = capabilities; });
    probe.start();
    if (!done.isEmpty())
        QTest::qFail("done() came from within start()", __FILE__, __LINE__);
    else if (!done.wait())
        QTest::qFail("done() did not come", __FILE__, __LINE__);
    QObject::disconnect(connection);
    return answer;
}

} // namespace

class TestProviderProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versions_data();
    void versions();
    void whatItSaysIsTold();
    void aTalkOfSeveralSteps();
    void whatDoesNotRunIsUnavailable_data();
    void whatDoesNotRunIsUnavailable();
    void whatDoesNotTalkIsAvailableWithAHint_data();
    void whatDoesNotTalkIsAvailableWithAHint();
    void aMissingProgramIsNamed();
    void aProviderWithoutAProgramIsAvailable();
    void itIsAskedOnce();
    void anUpdateIsAskedAgain();
    void anUpdateBehindALinkIsSeen();
    void whatWasForgottenIsAskedAgain();
    void failuresAreNotRemembered();
    void callsWhileItRunsShareTheAnswer();
    void whatWasAskedIsEnded();
    void itCanBeDestroyedWhileItRuns();
    void allAreAskedAtOnce();
    void othersTakeTheirPlace();
    void asksNoVersionOfWhatMayNotKnowIt();
};

void TestProviderProbe::versions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("version");
    QTest::newRow("claude") << QStringLiteral("2.1.330 (Claude Code)") << QStringLiteral("2.1.330");
    QTest::newRow("codex") << QStringLiteral("codex-cli 0.169.0") << QStringLiteral("0.169.0");
    QTest::newRow("a preview") << QStringLiteral("Claude Code v3.0.0-beta.2")
                               << QStringLiteral("3.0.0-beta.2");
    QTest::newRow("after a warning") << QStringLiteral("warning: old config\n2.1.197 (Claude Code)")
                                     << QStringLiteral("2.1.197");
    QTest::newRow("none") << QStringLiteral("hello 1.2") << QString();
}

void TestProviderProbe::versions()
{
    QFETCH(QString, text);
    QFETCH(QString, version);
    QCOMPARE(provider::versionIn(text).value_or(QString()), version);
}

void TestProviderProbe::whatItSaysIsTold()
{
    const ScriptedCli cli(Talkative);
    ProviderProbe probe(cli.shared(), cli.directory());
    const Capabilities answer = ask(probe);
    QCOMPARE(answer.providerId, QStringLiteral("scripted"));
    QCOMPARE(answer.name, QStringLiteral("Scripted"));
    QVERIFY(answer.available);
    QCOMPARE(answer.version, QStringLiteral("1.2.3"));
    QCOMPARE(answer.hint, QString());
    QCOMPARE(answer.detectedFrom, cli.program());
    QCOMPARE(answer.models.size(), 2);
    QCOMPARE(answer.models.first().id, QStringLiteral("a"));
    QCOMPARE(answer.modes, QStringList{QStringLiteral("told")});
    // Known ones first, and only those that a model has.
    QCOMPARE(answer.efforts, (QStringList{QStringLiteral("high"), QStringLiteral("tiny")}));
    QCOMPARE(cli.starts(), QByteArray("--version\ntalk\n"));
    QVERIFY(QDir(cli.directory()).isEmpty());
}

void TestProviderProbe::aTalkOfSeveralSteps()
{
    const ScriptedCli cli("read -r hello && echo ask && read -r answer && echo \"models $answer\"");
    ProviderProbe probe(cli.shared(), cli.directory());
    const Capabilities answer = ask(probe);
    QCOMPARE(answer.models.size(), 1);
    QCOMPARE(answer.models.first().id, QStringLiteral("answer"));
}

void TestProviderProbe::whatDoesNotRunIsUnavailable_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("hint");
    QTest::newRow("no version") << QByteArray("echo hello")
                                << QStringLiteral("did not name a version: hello");
    QTest::newRow("an error") << QByteArray("echo 2.1.330; exit 3")
                              << QStringLiteral("did not name a version");
    QTest::newRow("a crash") << QByteArray("echo 2.1.330; kill -9 $$")
                             << QStringLiteral("did not name a version");
    QTest::newRow("no answer") << QByteArray("exec tail -f /dev/null")
                               << QStringLiteral("did not answer in 1 s");
}

void TestProviderProbe::whatDoesNotRunIsUnavailable()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, hint);
    ScriptedCli cli(QByteArray{});
    cli.write(script);
    const bool hangs = hint.contains(QStringLiteral("did not answer"));
    ProviderProbe probe(cli.shared(), cli.directory(), {hangs ? 1s : 10s, 10s});
    const Capabilities answer = ask(probe);
    QVERIFY(!answer.available);
    QVERIFY2(answer.hint.contains(hint), qPrintable(answer.hint));
    QVERIFY(answer.hint.contains(cli.program()));
    QCOMPARE(answer.detectedFrom, cli.program());
    QCOMPARE(cli.starts(), QByteArray("--version\n")); // nothing further is asked
}

void TestProviderProbe::whatDoesNotTalkIsAvailableWithAHint_data()
{
    QTest::addColumn<QByteArray>("talk");
    QTest::addColumn<QString>("hint");
    QTest::newRow("it says why") << QByteArray("echo 'fail wants a login'; cat > /dev/null")
                                 << QStringLiteral("wants a login");
    QTest::newRow("it ends") << QByteArray("echo 'no such option' >&2; exit 2")
                             << QStringLiteral("no such option");
    QTest::newRow("it says nothing") << QByteArray("exec tail -f /dev/null")
                                     << QStringLiteral("did not say in 1 s what can be chosen");
    QTest::newRow("it says other things")
        << QByteArray("echo news; exec tail -f /dev/null") << QStringLiteral("did not say in 1 s");
}

void TestProviderProbe::whatDoesNotTalkIsAvailableWithAHint()
{
    QFETCH(QByteArray, talk);
    QFETCH(QString, hint);
    const ScriptedCli cli(talk);
    const bool hangs = hint.contains(QStringLiteral("did not say"));
    ProviderProbe probe(cli.shared(), cli.directory(), {10s, hangs ? 1s : 10s});
    const Capabilities answer = ask(probe);
    QVERIFY(answer.available);
    QCOMPARE(answer.version, QStringLiteral("1.2.3"));
    QVERIFY2(answer.hint.contains(hint), qPrintable(answer.hint));
    QCOMPARE(answer.modes, QStringList{QStringLiteral("known")});
    QCOMPARE(answer.efforts, cli.efforts());
    // A failure does not hold.
    ask(probe);
    QCOMPARE(cli.starts().count("talk"), 2);
}

void TestProviderProbe::aMissingProgramIsNamed()
{
    ScriptedCli cli(QByteArray{});
    QFile::remove(cli.program());
    ProviderProbe probe(cli.shared(), cli.directory());
    const Capabilities answer = ask(probe);
    QVERIFY(!answer.available);
    QCOMPARE(answer.hint, QStringLiteral("install it"));
    QCOMPARE(answer.detectedFrom, QString());
}

void TestProviderProbe::aProviderWithoutAProgramIsAvailable()
{
    class WithoutProgram : public ScriptedCli
    {
    public:
        using ScriptedCli::ScriptedCli;
        base::Result<provider::Inquiry> inquiry(const QString &directory) const override
        {
            return Provider::inquiry(directory);
        }
    };
    const WithoutProgram cli(QByteArray{});
    ProviderProbe probe(cli.shared(), cli.directory());
    const Capabilities answer = ask(probe);
    QVERIFY(answer.available);
    QCOMPARE(answer.hint, QString());
    QCOMPARE(answer.version, QString());
    QCOMPARE(cli.starts(), QByteArray());
}

void TestProviderProbe::itIsAskedOnce()
{
    const ScriptedCli cli(Talkative);
    ProviderProbe probe(cli.shared(), cli.directory());
    QCOMPARE(ask(probe).models.size(), 2);
    QCOMPARE(ask(probe).models.size(), 2);
    QCOMPARE(cli.starts(), QByteArray("--version\ntalk\n"));
}

void TestProviderProbe::anUpdateIsAskedAgain()
{
    ScriptedCli cli(Talkative);
    ProviderProbe probe(cli.shared(), cli.directory());
    ask(probe);
    cli.write("if [ \"$1\" = --version ]; then echo 1.2.4; exit; fi; echo 'models c'; cat > /dev/null");
    const Capabilities updated = ask(probe);
    QCOMPARE(updated.version, QStringLiteral("1.2.4"));
    QCOMPARE(updated.models.size(), 1);
    QFile::remove(cli.program());
    QVERIFY(!ask(probe).available);
}

void TestProviderProbe::anUpdateBehindALinkIsSeen()
{
    QTemporaryDir directory;
    const QString link = directory.filePath(QStringLiteral("cli"));
    const auto pointTo = [&](const QString &name) {
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("same size");
        QVERIFY(file.flush()); // or it would be written after its time was set
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1), QFile::FileModificationTime));
        QFile::remove(link);
        QVERIFY(QFile::link(file.fileName(), link));
    };
    pointTo(QStringLiteral("one"));
    const auto before = provider::ProgramIdentity::of(link);
    QVERIFY(before == provider::ProgramIdentity::of(link));
    pointTo(QStringLiteral("two"));
    QVERIFY(!(before == provider::ProgramIdentity::of(link)));
    pointTo(QStringLiteral("one"));
    QVERIFY(before == provider::ProgramIdentity::of(link));
}

void TestProviderProbe::whatWasForgottenIsAskedAgain()
{
    const ScriptedCli cli(Talkative);
    ProviderProbe probe(cli.shared(), cli.directory());
    ask(probe);
    probe.forget();
    QCOMPARE(ask(probe).models.size(), 2);
    QCOMPARE(cli.starts().count("talk"), 2);
}

void TestProviderProbe::failuresAreNotRemembered()
{
    ScriptedCli cli(QByteArray{});
    cli.write("if [ -e \"$0.ready\" ]; then echo 2.1.330; fi");
    ProviderProbe probe(cli.shared(), cli.directory());
    QVERIFY(!ask(probe).available);
    QFile ready(cli.program() + QStringLiteral(".ready"));
    QVERIFY(ready.open(QIODevice::WriteOnly));
    QVERIFY(ask(probe).available);
}

void TestProviderProbe::callsWhileItRunsShareTheAnswer()
{
    const ScriptedCli cli(Talkative);
    ProviderProbe probe(cli.shared(), cli.directory());
    QSignalSpy done(&probe, &ProviderProbe::done);
    probe.start();
    probe.start();
    QVERIFY(done.wait());
    probe.start(); // answered from what is known, so a second one would come before it
    QVERIFY(done.wait());
    QCOMPARE(done.size(), 2);
    QCOMPARE(cli.starts(), QByteArray("--version\ntalk\n"));
}

void TestProviderProbe::whatWasAskedIsEnded()
{
    const ScriptedCli cli("echo $$ > \"$0.pid\"; read -r hello && echo 'models a' && exec tail -f /dev/null");
    ProviderProbe probe(cli.shared(), cli.directory());
    QCOMPARE(ask(probe).models.size(), 1);
    QFile file(cli.program() + QStringLiteral(".pid"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const pid_t pid = file.readAll().trimmed().toInt();
    QVERIFY(pid > 1);
    QTRY_VERIFY(::kill(pid, 0) != 0);
}

void TestProviderProbe::itCanBeDestroyedWhileItRuns()
{
    const ScriptedCli cli("echo $$ > \"$0.pid\"; exec tail -f /dev/null");
    auto probe = std::make_unique<ProviderProbe>(cli.shared(), cli.directory());
    probe->start();
    QFile file(cli.program() + QStringLiteral(".pid"));
    QTRY_VERIFY(file.size() > 0);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const pid_t pid = file.readAll().trimmed().toInt();
    probe.reset();
    QTRY_VERIFY(::kill(pid, 0) != 0);
}

void TestProviderProbe::allAreAskedAtOnce()
{
    const auto first = std::make_shared<ScriptedCli>(Talkative);
    const auto missing = std::make_shared<ScriptedCli>(Talkative);
    QFile::remove(missing->program());
    provider::Discovery discovery({first, missing}, first->directory());
    QList<Capabilities> answers;
    connect(&discovery, &provider::Discovery::done, this,
        [&](const QList<Capabilities> &capabilities) { answers = capabilities; });
    QSignalSpy done(&discovery, &provider::Discovery::done);
    discovery.start();
    discovery.start();
    QVERIFY(done.wait());
    QCOMPARE(answers.size(), 2);
    QVERIFY(answers.at(0).available);
    QVERIFY(!answers.at(1).available);
    discovery.start();
    QVERIFY(done.wait());
    QCOMPARE(first->starts().count("talk"), 1);
    discovery.start(provider::Discovery::Source::AskedAnew);
    QVERIFY(done.wait());
    QCOMPARE(first->starts().count("talk"), 2);
    QCOMPARE(done.size(), 3);
}

void TestProviderProbe::othersTakeTheirPlace()
{
    const auto stays = std::make_shared<ScriptedCli>(Talkative);
    const auto goes = std::make_shared<ScriptedCli>("exec tail -f /dev/null");
    const auto comes = std::make_shared<ScriptedCli>(Talkative);
    provider::Discovery discovery({stays, goes}, stays->directory());
    QList<Capabilities> answers;
    connect(&discovery, &provider::Discovery::done, this,
        [&](const QList<Capabilities> &capabilities) { answers = capabilities; });
    QSignalSpy done(&discovery, &provider::Discovery::done);
    discovery.start();
    QTRY_COMPARE(goes->starts().count("talk"), 1); // it will never say anything
    discovery.setProviders({stays, comes});
    QVERIFY(done.wait());
    QCOMPARE(answers.size(), 2);
    QVERIFY(answers.at(0).available && answers.at(1).available);

    discovery.setProviders({stays});
    discovery.start();
    QVERIFY(done.wait());
    QCOMPARE(answers.size(), 1);
    QCOMPARE(stays->starts().count("talk"), 1); // what it said holds
    discovery.setProviders({});
    discovery.start();
    QVERIFY(done.wait());
    QVERIFY(answers.isEmpty());
}

void TestProviderProbe::asksNoVersionOfWhatMayNotKnowIt()
{
    ScriptedCli cli(Talkative);
    cli.asksVersion = false;
    ProviderProbe probe(cli.shared(), cli.directory());
    const Capabilities capabilities = ask(probe);
    QVERIFY(capabilities.available);
    QCOMPARE(capabilities.version, QString());
    QVERIFY(!capabilities.models.isEmpty());
    QCOMPARE(cli.starts(), QByteArray("talk\n"));
}

QTEST_GUILESS_MAIN(TestProviderProbe)
#include "tst_providerprobe.moc"
