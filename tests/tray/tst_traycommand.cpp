#include "tests/paths/testpaths.h"
#include "tray/cli/options.h"
#include "tray/cli/singleinstance.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace tray;

namespace {

//! agentmonitor-tray in a home of its own, far from the developer's.
struct Home
{
    QTemporaryDir root;
    QString data = root.path() + QStringLiteral("/data");
    QProcessEnvironment environment;

    Home()
    {
        QDir(root.path()).mkdir(QStringLiteral("data"));
        environment.insert(QStringLiteral("HOME"), root.path());
        environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
    }
    int run(const QStringList &arguments, QString *output = nullptr)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(testpaths::program(QStringLiteral("agentmonitor-tray")),
            arguments + QStringList{QStringLiteral("--data-dir"), data});
        process.waitForFinished(20'000);
        if (output)
            *output = QString::fromUtf8(process.readAll());
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
};

} // namespace

class TestTrayCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void options()
    {
        const auto parse = [](const QStringList &arguments) {
            return parseOptions(arguments, QStringLiteral("/home/me"));
        };
        QCOMPARE(parse({})->command, Command::Gui);
        QCOMPARE(parse({QStringLiteral("--status")})->command, Command::Status);
        QCOMPARE(parse({QStringLiteral("--open")})->command, Command::Open);
        QCOMPARE(*parse({QStringLiteral("--data-dir"), QStringLiteral("x")})->dataDirectory,
            QStringLiteral("/home/me/x"));
        QVERIFY(std::holds_alternative<base::Error>(
            parse({QStringLiteral("--start"), QStringLiteral("--stop")}).error()));
        QVERIFY(std::holds_alternative<base::Error>(parse({QStringLiteral("--nonsense")}).error()));
        const auto help = parse({QStringLiteral("--help")}).error();
        QVERIFY(std::get<config::HelpText>(help).text.contains(QStringLiteral("Exit codes")));
    }

    void oneInstance()
    {
        QTemporaryDir folder;
        SingleInstance first(folder.path(), QStringLiteral("/data"));
        QVERIFY(first.claim());
        QSignalSpy wanted(&first, &SingleInstance::showWanted);
        // It is told from another process; here the first one's event loop runs in a nested one.
        bool claimed = true;
        QThread *thread = QThread::create([&] {
            SingleInstance other(folder.path(), QStringLiteral("/data"));
            claimed = other.claim();
        });
        thread->start();
        QTRY_VERIFY(thread->isFinished());
        delete thread;
        QVERIFY(!claimed);
        QCOMPARE(wanted.size(), 1);
        SingleInstance elsewhere(folder.path(), QStringLiteral("/other-data"));
        QVERIFY(elsewhere.claim());
    }

    void aCrashedOneIsNoObstacle()
    {
        QTemporaryDir folder;
        {
            SingleInstance first(folder.path(), QStringLiteral("/data"));
            QVERIFY(first.claim());
        }
        SingleInstance second(folder.path(), QStringLiteral("/data"));
        QVERIFY(second.claim());
    }

    void badUse()
    {
        Home home;
        QString output;
        QCOMPARE(home.run({QStringLiteral("--nonsense")}, &output), 2);
        QCOMPARE(home.run({QStringLiteral("--help")}, &output), 0);
        QVERIFY(output.contains(QStringLiteral("--status")));
    }

    void withoutADesktop()
    {
        Home home;
        QString output;
        QCOMPARE(home.run({}, &output), 1);
        QVERIFY2(output.contains(QStringLiteral("no desktop here")), qPrintable(output));
    }

    void onADesktopThatDoesNotAnswer_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("X11") << QStringLiteral("DISPLAY") << QStringLiteral(":4711");
        QTest::newRow("Wayland") << QStringLiteral("WAYLAND_DISPLAY") << QStringLiteral("wayland-4711");
    }

    void onADesktopThatDoesNotAnswer()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        Home home;
        home.environment.insert(variable, value);
        QString output;
        QCOMPARE(home.run({}, &output), 1);
        QVERIFY2(output.contains(QStringLiteral("cannot be reached")), qPrintable(output));
        QVERIFY2(output.contains(variable + QStringLiteral(" is \"") + value), qPrintable(output));
    }

    void withoutAServer()
    {
        Home home;
        QString output;
        QCOMPARE(home.run({QStringLiteral("--status")}, &output), 3);
        QCOMPARE(output, QStringLiteral("Server stopped\n"));
        QCOMPARE(home.run({QStringLiteral("--open")}, &output), 3);
        QCOMPARE(home.run({QStringLiteral("--stop")}, &output), 0);
    }
};

QTEST_GUILESS_MAIN(TestTrayCommand)
#include "tst_traycommand.moc"
