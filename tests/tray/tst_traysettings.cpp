#include "core/config/envfile.h"
#include "tray/settings/programcheck.h"
#include "tray/settings/serversettings.h"
#include "tray/settings/settingsfile.h"
#include "tray/settings/traysettings.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tray;

class TestTraySettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edits_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const char *before, const char *value, const char *after) {
            QTest::newRow(name) << QByteArray(before) << QString::fromUtf8(value) << QByteArray(after);
        };
        row("empty file", "", "1", "A=1\n");
        row("nothing to do", "B=2\n", "", "B=2\n");
        row("no break at the end", "B=2", "1", "B=2\nA=1\n");
        row("comments and blanks stay", "# mine\n\nB = 'x'  # why\nA=1\n", "2",
            "# mine\n\nB = 'x'  # why\nA=2\n");
        row("unchanged stays as it is written", "A = \"1\"\n", "1", "A = \"1\"\n");
        row("export and comment stay", "export A=1 # why\n", "2", "export A=2 # why\n");
        row("comment behind quotes", "A='1 # 2' # why\n", "2", "A=2 # why\n");
        row("the last of two counts", "A=1\nB=2\nA=3\n", "4", "B=2\nA=4\n");
        row("taken away", "A=1\nB=2\nA=3\n", "", "B=2\n");
        row("commented out is not set", "#A=1\n", "2", "#A=1\nA=2\n");
        row("another name", "AA=1\n", "2", "AA=1\nA=2\n");
        row("words", "", "two words", "A='two words'\n");
        row("apostrophe", "", "it's $5", "A=\"it's \\$5\"\n");
        row("hash", "", "a#b", "A='a#b'\n");
    }
    void edits()
    {
        QFETCH(QByteArray, before);
        QFETCH(QString, value);
        QFETCH(QByteArray, after);
        auto document = EnvDocument::parse(before);
        QVERIFY(document.has_value());
        document->setValue(QStringLiteral("A"), value);
        QCOMPARE(document->toBytes(), after);
        QCOMPARE(document->value(QStringLiteral("A")), value);
    }

    void quotingComesBack_data()
    {
        QTest::addColumn<QString>("value");
        for (const char *value : {"plain", " blanks ", "'", "\"", "\\", "$x", "a'b\"c\\d$e", "#", "a #b",
                 "\\n", "ü€😀", "wss://h:1/t?a=b&c", "=", "export", "tab\there"})
            QTest::newRow(value) << QString::fromUtf8(value);
    }
    void quotingComesBack()
    {
        QFETCH(QString, value);
        const auto entries = config::parseEnvFile("X=" + quotedEnvValue(value).toUtf8());
        QVERIFY(entries.has_value());
        QCOMPARE(entries->first().value, value);
    }

    void badFileIsNotTouched()
    {
        const auto document = EnvDocument::parse("A=1\nnonsense\n");
        QVERIFY(!document);
        QVERIFY(document.error().message.contains(QStringLiteral("line 2")));
    }

    void savedPrivately()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("agentmonitor/server.env"));
        QVERIFY(loadEnvFile(path)->toBytes().isEmpty());
        EnvDocument document;
        document.setValue(QStringLiteral("RELAY_TOKEN"), QStringLiteral("secret"));
        QVERIFY(saveEnvFile(path, document));
        QFile::setPermissions(
            path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther);
        QVERIFY(saveEnvFile(path, document)); // whatever it had before
        const auto mode = QFileInfo(path).permissions();
        QVERIFY(!(mode & (QFileDevice::ReadOther | QFileDevice::ReadGroup | QFileDevice::WriteGroup)));
        QCOMPARE(loadEnvFile(path)->value(QStringLiteral("RELAY_TOKEN")), QStringLiteral("secret"));
    }

    void problems_data()
    {
        QTest::addColumn<ServerSettings>("settings");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const ServerSettings &settings, const char *words) {
            QTest::newRow(name) << settings << QString::fromLatin1(words);
        };
        const auto s = [](const char *text) {
            return QString::fromLatin1(text);
        };
        row("nothing set", {}, "");
        row("all fine", {s("wss://r/tunnel"), s("t"), s("desk"), s("0"), {}, {}, {}, {}}, "");
        row("no scheme", {s("r.example.com"), s("t"), {}, {}, {}, {}, {}, {}}, "wss://");
        row("http", {s("http://r"), s("t"), {}, {}, {}, {}, {}, {}}, "wss://");
        row("user", {s("wss://me@r"), s("t"), {}, {}, {}, {}, {}, {}}, "wss://");
        row("no token", {s("wss://r"), {}, {}, {}, {}, {}, {}, {}}, "token");
        row("machine", {{}, {}, s("my desk"), {}, {}, {}, {}, {}}, "machine");
        row("port", {{}, {}, {}, s("70000"), {}, {}, {}, {}}, "port");
        row("two lines", {{}, {}, {}, {}, s("a\nb"), {}, {}, {}}, "one line");
    }
    void problems()
    {
        QFETCH(ServerSettings, settings);
        QFETCH(QString, words);
        const QString problem = problemOf(settings);
        QCOMPARE(problem.isEmpty(), words.isEmpty());
        QVERIFY2(problem.contains(words), qPrintable(problem));
    }

    void completedAddresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *typed, const char *expected) {
            QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(expected);
        };
        row("", "");
        row(" relay.example.com ", "wss://relay.example.com/tunnel");
        row("relay.example.com:3457", "wss://relay.example.com:3457/tunnel");
        row("https://relay.example.com/", "wss://relay.example.com/tunnel");
        row("http://localhost:3457", "ws://localhost:3457/tunnel");
        row("ws://127.0.0.1:3457/tunnel", "ws://127.0.0.1:3457/tunnel");
        row("wss://relay.example.com/other/path", "wss://relay.example.com/other/path");
    }
    void completedAddresses()
    {
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        QCOMPARE(completedRelayUrl(typed), expected);
    }

    void tokensAreFresh()
    {
        QCOMPARE(newRelayToken().size(), 64);
        QVERIFY(newRelayToken() != newRelayToken());
    }

    void traySettingsComeBack()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tray.ini"));
        QCOMPARE(loadTraySettings(path), TraySettings());
        const TraySettings settings{
            QuitChoice::Stop, {false, true, false, true, {true, QTime(21, 30), QTime(6, 15)}}};
        saveTraySettings(path, settings);
        QCOMPARE(loadTraySettings(path), settings);
    }

    void versions()
    {
        QCOMPARE(versionIn(QStringLiteral("2.1.330 (Claude Code)\n")), QStringLiteral("2.1.330"));
        QCOMPARE(versionIn(QStringLiteral("codex-cli 0.169.0")), QStringLiteral("0.169.0"));
        QCOMPARE(versionIn(QStringLiteral("no version")), QString());
    }

    void programs()
    {
        QTemporaryDir folder;
        const auto script = [&](const char *name, const char *text) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write(text);
            file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner);
            return file.fileName();
        };
        ProgramCheck check(QStringLiteral("no-such-cli"));
        QSignalSpy finished(&check, &ProgramCheck::finished);
        const auto words = [&](const QString &setting) {
            finished.clear();
            check.start(setting);
            if (finished.isEmpty())
                finished.wait();
            return finished.value(0).value(1).toString();
        };
        QCOMPARE(words({}), QStringLiteral("no-such-cli was not found"));
        QVERIFY(words(QStringLiteral("/nowhere/x")).contains(QStringLiteral("does not exist")));
        const QString good = script("good", "#!/bin/sh\necho '1.2.3 (Good)'\n");
        QCOMPARE(words(good), QStringLiteral("1.2.3 (%1)").arg(good));
        QVERIFY(words(script("mute", "#!/bin/sh\n")).contains(QStringLiteral("does not tell its version")));
    }
};

QTEST_GUILESS_MAIN(TestTraySettings)
#include "tst_traysettings.moc"
