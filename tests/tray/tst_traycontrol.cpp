#include "tests/paths/testpaths.h"
#include "tests/tray/fakeserver.h"
#include "tray/platform/locktable.h"
#include "tray/server/crashpolicy.h"
#include "tray/server/servercontrol.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

#include <csignal>

using namespace tray;

namespace {

//! A data directory, and a folder with a program named agentmonitor-server.
struct World
{
    const bool mayUseService;
    QTemporaryDir root;
    ServerFiles files{root.path() + QStringLiteral("/data")};
    base::SystemClock clock;
    ServerApi api{files, clock};
    ServerLauncher launcher{{root.path() + QStringLiteral("/bin"),
                                {QStringLiteral("--data-dir"), files.directory()}, mayUseService},
        files};
    ServerControl control{files, api, launcher, [] { return quint16(1); }, clock};

    explicit World(bool withService = false)
        : mayUseService(withService)
    {
        QDir(root.path()).mkdir(QStringLiteral("bin"));
        QDir(root.path()).mkdir(QStringLiteral("data"));
        QFile::link(testpaths::program(QStringLiteral("tray-testserver")),
            root.path() + QStringLiteral("/bin/agentmonitor-server"));
    }
    ~World()
    {
        if (const auto pid = platform::lockHolder(files.lockFile()); pid && *pid != ::getpid())
            ::kill(pid_t(*pid), SIGKILL);
    }
    void setManner(const char *manner)
    {
        QFile file(files.directory() + QStringLiteral("/manner"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(manner);
    }
    ServerPhase phase() const { return control.state().phase; }
    void startAndWait()
    {
        control.begin();
        control.start();
        QTRY_COMPARE(phase(), ServerPhase::Running);
    }
};

//! A systemd as far as the tray can see: its folder, a unit, and programs that do as a script says. The
//! scripts run in a folder of their own, where `calls` is what they note.
class FakeSystemd
{
public:
    explicit FakeSystemd(const QString &root)
        : m_root(root)
        , m_searchPath(qgetenv("PATH"))
    {
        for (const char *folder : {"run/systemd", "fake", "config/systemd/user"})
            m_root.mkpath(QString::fromLatin1(folder));
        qputenv("XDG_RUNTIME_DIR", m_root.filePath(QStringLiteral("run")).toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_root.filePath(QStringLiteral("config")).toLocal8Bit());
        qputenv("PATH", m_root.filePath(QStringLiteral("fake")).toLocal8Bit() + ":/usr/bin:/bin");
    }
    ~FakeSystemd()
    {
        qunsetenv("XDG_RUNTIME_DIR");
        qunsetenv("XDG_CONFIG_HOME");
        qputenv("PATH", m_searchPath);
    }
    Q_DISABLE_COPY_MOVE(FakeSystemd)

    void installUnit() const
    {
        put(QStringLiteral("config/systemd/user/agentmonitor-server.service"), "[Unit]\n");
    }
    void write(const char *program, const QByteArray &script) const
    {
        put(QStringLiteral("fake/") + QString::fromLatin1(program),
            "#!/bin/sh\ncd '" + path(".") + "'\n" + script + "\n");
    }
    QByteArray path(const char *name) const
    {
        return m_root.filePath(QStringLiteral("fake/") + QString::fromLatin1(name)).toLocal8Bit();
    }
    QByteArray calls() const
    {
        QFile log(QString::fromLocal8Bit(path("calls")));
        return log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray();
    }

private:
    void put(const QString &name, const QByteArray &text) const
    {
        QFile file(m_root.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }

    QDir m_root;
    QByteArray m_searchPath;
};

} // namespace

class TestTrayControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crashPolicy()
    {
        using std::chrono::milliseconds;
        CrashPolicy policy;
        base::Timestamp now = 1'000'000;
        QCOMPARE(*policy.crashed(now), milliseconds(1000));
        QCOMPARE(*policy.crashed(now += 20'000), milliseconds(2000));
        QVERIFY(!policy.crashed(now += 20'000)); // the third within a minute
        policy.reset();
        QCOMPARE(*policy.crashed(now), milliseconds(1000));
        QCOMPARE(*policy.crashed(now += 59'999), milliseconds(2000));
        QCOMPARE(*policy.crashed(now += 1), milliseconds(2000)); // the first has left the window
        QCOMPARE(*policy.crashed(now += 120'000), milliseconds(1000));
    }

    void lockTable_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<qint64>("expected");
        const QByteArray ours = "1: FLOCK  ADVISORY  WRITE 19549 fe:00:4711 0 EOF\n";
        QTest::newRow("held") << ours << qint64(19549);
        QTest::newRow("empty") << QByteArray() << qint64(0);
        QTest::newRow("another file")
            << QByteArray("1: FLOCK  ADVISORY  WRITE 7 fe:00:4712 0 EOF\n") << qint64(0);
        QTest::newRow("another device")
            << QByteArray("1: FLOCK  ADVISORY  WRITE 7 08:01:4711 0 EOF\n") << qint64(0);
        QTest::newRow("another device, but the pid that the file names")
            << QByteArray("1: FLOCK  ADVISORY  WRITE 42 00:2a:4711 0 EOF\n") << qint64(42);
        QTest::newRow("another kind")
            << QByteArray("1: POSIX  ADVISORY  WRITE 7 fe:00:4711 0 EOF\n") << qint64(0);
        QTest::newRow("somebody waits for it")
            << QByteArray("1: -> FLOCK  ADVISORY  WRITE 7 fe:00:4711 0 EOF\n") << qint64(0);
        QTest::newRow("garbage") << QByteArray("x\n\n1: FLOCK\n1: FLOCK a b c d:e 0\n") << qint64(0);
    }
    void lockTable()
    {
        QFETCH(QByteArray, table);
        QFETCH(qint64, expected);
        QCOMPARE(platform::flockHolder(table, {0xfe, 0, 4711}, 42).value_or(0), expected);
    }

    void lockHolderDoesNotTakeTheLock()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("lock"));
        QVERIFY(!platform::lockHolder(path));
        const int fd = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QVERIFY(!platform::lockHolder(path)); // there, but not held
        QCOMPARE(::flock(fd, LOCK_EX | LOCK_NB), 0);
        QCOMPARE(platform::lockHolder(path).value_or(0), qint64(::getpid()));
        QCOMPARE(::flock(fd, LOCK_UN), 0);
        QVERIFY(!platform::lockHolder(path));
        ::close(fd);
    }

    void startsAtLogin()
    {
        QTemporaryDir config;
        qputenv("XDG_CONFIG_HOME", config.path().toLocal8Bit());
        QVERIFY(!platform::startsAtLogin());
        QVERIFY(platform::setStartsAtLogin(true));
        QVERIFY(platform::startsAtLogin());
        QFile entry(config.filePath(QStringLiteral("autostart/agentmonitor-tray.desktop")));
        QVERIFY(entry.open(QIODevice::ReadOnly));
        QVERIFY(entry.readAll().contains(
            "\nExec=\"" + QCoreApplication::applicationFilePath().toLocal8Bit() + "\"\n"));
        QVERIFY(platform::setStartsAtLogin(false));
        QVERIFY(!platform::startsAtLogin());
        QVERIFY(platform::setStartsAtLogin(false));
        qunsetenv("XDG_CONFIG_HOME");
    }

    void nothingThere()
    {
        World world;
        world.control.begin();
        QCOMPARE(world.phase(), ServerPhase::Stopped);
    }

    void startsAndStops()
    {
        World world;
        QSignalSpy attached(&world.control, &ServerControl::attached);
        QSignalSpy stopped(&world.control, &ServerControl::stopped);
        world.startAndWait();
        QCOMPARE(attached.size(), 1);
        const ServerState state = world.control.state();
        QCOMPARE(state.version, QStringLiteral("9.9"));
        QCOMPARE(state.port, *world.files.port());
        QCOMPARE(state.pid, *platform::lockHolder(world.files.lockFile()));
        world.control.stop();
        QCOMPARE(world.phase(), ServerPhase::Stopping);
        QTRY_COMPARE(world.phase(), ServerPhase::Stopped);
        QCOMPARE(stopped.size(), 1);
        QVERIFY(!world.files.wereLeftBehind());
    }

    void restarts()
    {
        World world;
        world.startAndWait();
        const qint64 pid = world.control.state().pid;
        world.control.restart();
        QTRY_VERIFY(world.phase() == ServerPhase::Running && world.control.state().pid != pid);
    }

    void outlivesTheTray()
    {
        World world;
        world.startAndWait();
        const qint64 pid = world.control.state().pid;
        QCOMPARE(::getsid(pid_t(pid)) == ::getsid(0), false);
        QVERIFY(platform::isAlive(pid));
        // Another tray attaches to it.
        ServerControl second(
            world.files, world.api, world.launcher, [] { return quint16(1); }, world.clock);
        second.begin();
        QTRY_COMPARE(second.state().phase, ServerPhase::Running);
        QCOMPARE(second.state().pid, pid);
    }

    void isSeenWhenItIsStartedElsewhere()
    {
        World world;
        world.control.begin();
        QCOMPARE(world.phase(), ServerPhase::Stopped);
        QVERIFY(world.launcher.start());
        QTRY_COMPARE_WITH_TIMEOUT(world.phase(), ServerPhase::Running, 3000);
    }

    void endsInGoodOrderElsewhere()
    {
        World world;
        world.startAndWait();
        QVERIFY(platform::askToEnd(world.control.state().pid));
        QTRY_COMPARE(world.phase(), ServerPhase::Stopped);
    }

    void aCrashIsSeenAndItIsStartedAgain()
    {
        World world;
        world.startAndWait();
        const qint64 pid = world.control.state().pid;
        QElapsedTimer timer;
        timer.start();
        ::kill(pid_t(pid), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(world.phase(), ServerPhase::Crashed, 2000);
        QVERIFY(timer.elapsed() < 500);
        QTRY_VERIFY_WITH_TIMEOUT(
            world.phase() == ServerPhase::Running && world.control.state().pid != pid, 5000);
    }

    void threeCrashesAreEnough()
    {
        World world;
        world.setManner("crash");
        world.control.begin();
        world.control.start();
        QTRY_COMPARE_WITH_TIMEOUT(world.phase(), ServerPhase::Failed, 15'000);
        QVERIFY(world.control.state().problem.contains(QStringLiteral("3 times within a minute")));
        world.setManner("");
        world.control.start(); // a person tries again
        QTRY_COMPARE(world.phase(), ServerPhase::Running);
    }

    void aRefusalSaysWhy()
    {
        World world;
        world.setManner("refuse");
        world.control.begin();
        world.control.start();
        QTRY_COMPARE(world.phase(), ServerPhase::Failed);
        QCOMPARE(world.control.state().problem,
            QStringLiteral("Cannot listen on 127.0.0.1:3456: The bound address is already in use"));
    }

    void noProgram()
    {
        World world;
        QFile::remove(world.root.path() + QStringLiteral("/bin/agentmonitor-server"));
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        world.control.begin();
        world.control.start();
        QCOMPARE(world.phase(), ServerPhase::Failed);
        qputenv("PATH", path);
        QVERIFY(world.control.state().problem.contains(QStringLiteral("agentmonitor-server")));
    }

    void garbageIsNoServer()
    {
        World world;
        world.setManner("garbage");
        QVERIFY(world.launcher.start());
        QTRY_VERIFY(world.files.port());
        world.control.begin();
        QTRY_COMPARE(world.phase(), ServerPhase::Unresponsive);
        QVERIFY(world.control.state().problem.contains(QStringLiteral("no AgentMonitor server")));
    }

    void byTheService()
    {
        World world(true);
        const FakeSystemd systemd(world.root.path());
        QVERIFY(!platform::installedService());
        systemd.installUnit();
        QVERIFY(platform::installedService());

        systemd.write("systemctl", "echo \"$2\" >> calls; echo 'Unit has a bad setting' >&2; exit 1");
        world.control.begin();
        world.control.start();
        QTRY_COMPARE(world.phase(), ServerPhase::Failed);
        QCOMPARE(world.control.state().problem, QStringLiteral("Unit has a bad setting"));
        QTRY_COMPARE(systemd.calls(), QByteArray("restart\nstop\n"));

        // It starts, and ends again at once.
        systemd.write("systemctl", "case $2 in show) echo auto-restart ;; *) echo \"$2\" >> calls ;; esac");
        systemd.write(
            "journalctl", "echo '2026-01-02 03:04:05.678 agentmonitor-server: PORT must be a number'");
        world.control.start();
        QTRY_COMPARE(world.phase(), ServerPhase::Failed);
        QCOMPARE(world.control.state().problem, QStringLiteral("PORT must be a number"));
        QTRY_COMPARE(systemd.calls(), QByteArray("restart\nstop\nrestart\nstop\n"));

        systemd.write("systemctl",
            "[ \"$2\" = show ] && exec echo running\necho \"$@\" >> calls\nsetsid "
                + testpaths::program(QStringLiteral("tray-testserver")).toLocal8Bit() + " --data-dir "
                + world.files.directory().toLocal8Bit() + " </dev/null >/dev/null 2>&1 &");
        world.control.start();
        QTRY_COMPARE(world.phase(), ServerPhase::Running);
        QCOMPARE(systemd.calls(),
            QByteArray("restart\nstop\nrestart\nstop\n--user restart agentmonitor-server.service\n"));
        world.control.stop(); // not of the unit's control group, so it is asked itself
        QTRY_COMPARE(world.phase(), ServerPhase::Stopped);
    }

    void whatIsSaidOfAnEarlierStartIsNotHeard()
    {
        World world(true);
        const FakeSystemd systemd(world.root.path());
        systemd.installUnit();
        // The first to ask waits for its answer.
        systemd.write("systemctl",
            "[ \"$2\" = show ] || exit 0\nmkdir asked 2>/dev/null && { echo >> calls; read answer < answers; "
            "}\n"
            "echo failed");
        systemd.write("journalctl", "echo 'PORT must be a number'");
        const QByteArray answers = systemd.path("answers");
        QCOMPARE(::mkfifo(answers.constData(), S_IRUSR | S_IWUSR), 0);
        const QSignalSpy failed(&world.launcher, &ServerLauncher::failed);

        QVERIFY(world.launcher.start());
        world.launcher.checkService();
        QTRY_COMPARE(systemd.calls(), QByteArray("\n"));
        QVERIFY(world.launcher.start());
        QFile answer(QString::fromLocal8Bit(answers));
        QVERIFY(answer.open(QIODevice::WriteOnly));
        answer.write("\n");
        answer.close();
        QTRY_VERIFY(world.launcher.findChildren<QProcess *>().isEmpty());
        QCOMPARE(failed.size(), 0);

        world.launcher.checkService();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("PORT must be a number"));
    }

    void stopWhileItCrashes()
    {
        World world;
        world.startAndWait();
        ::kill(pid_t(world.control.state().pid), SIGKILL);
        QTRY_COMPARE(world.phase(), ServerPhase::Crashed);
        world.control.stop();
        QCOMPARE(world.phase(), ServerPhase::Stopped);
        QTest::qWait(1500);
        QCOMPARE(world.phase(), ServerPhase::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestTrayControl)
#include "tst_traycontrol.moc"
