#include "core/store/datadirectory.h"
#include "core/store/directorylock.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using base::AgentId;
using base::ErrorCode;
using store::DataDirectory;
using store::DirectoryLock;

namespace {
constexpr int Patience = 30000;

int modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}
} // namespace

class DataDirectoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolvesItsPath_data();
    void resolvesItsPath();
    void makesWhatIsMissing();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void refusesAReadOnlyOne();
    void checksIds_data();
    void checksIds();
    void letsOnlyOneServerIn();
    void isFreeAfterACrash();
    void isNotHeldByChildren();
};

void DataDirectoryTest::resolvesItsPath_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("xdg");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const char *option, const char *variable, const char *xdg,
                         const QString &path) {
        QTest::newRow(name) << QString::fromLatin1(option) << QString::fromLatin1(variable)
                            << QString::fromLatin1(xdg) << path;
    };
    const QString home = QDir::homePath() + QStringLiteral("/.local/share/agentmonitor");
    row("nothing is said", "", "", "", home);
    row("XDG_DATA_HOME", "", "", "/xdg", QStringLiteral("/xdg/agentmonitor"));
    row("a relative XDG_DATA_HOME", "", "", "xdg", home);
    row("the variable", "", "/variable", "/xdg", QStringLiteral("/variable"));
    row("the option", "/option", "/variable", "/xdg", QStringLiteral("/option"));
}

void DataDirectoryTest::resolvesItsPath()
{
    QFETCH(QString, option);
    QFETCH(QString, variable);
    QFETCH(QString, xdg);
    QFETCH(QString, path);
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("AGENTMONITOR_DATA"), variable);
    environment.insert(QStringLiteral("XDG_DATA_HOME"), xdg);
    QCOMPARE(DataDirectory::resolve(option, environment), path);
}

void DataDirectoryTest::makesWhatIsMissing()
{
    QTemporaryDir scratch;
    const QString path = scratch.filePath(QStringLiteral("a/b/data"));
    const auto directory = DataDirectory::open(path);
    QVERIFY2(directory, qPrintable(directory ? QString() : directory.error().message));
    for (const QString &made : {path, directory->agentsDirectory(), directory->uploadsDirectory()})
        QCOMPARE(modeOf(made), 0700);
    QCOMPARE(
        directory->agentFile(AgentId(QStringLiteral("a1"))), path + QStringLiteral("/agents/a1/agent.json"));
    QCOMPARE(directory->settingsFile(), path + QStringLiteral("/settings.json"));
    QVERIFY(DataDirectory::open(path)); // what is there already is fine
}

void DataDirectoryTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QString() << QStringLiteral("data directory must not be empty");
    QTest::newRow("a file") << QStringLiteral("SCRATCH/file")
                            << QStringLiteral("SCRATCH/file is not a directory");
    QTest::newRow("below a file") << QStringLiteral(
        "SCRATCH/file/data") << QStringLiteral("directory SCRATCH/file/data cannot be made: Not a directory");
    QTest::newRow("agents is a file")
        << QStringLiteral("SCRATCH/used") << QStringLiteral("SCRATCH/used/agents is not a directory");
    QTest::newRow("nothing can be made there") << QStringLiteral(
        "/proc/agentmonitor") << QStringLiteral("directory /proc/agentmonitor cannot be made: ");
}

void DataDirectoryTest::namesWhatIsWrong()
{
    QFETCH(QString, path);
    QFETCH(QString, message);
    QTemporaryDir scratch;
    QVERIFY(QDir(scratch.path()).mkdir(QStringLiteral("used")));
    for (const char *name : {"file", "used/agents"}) {
        QFile file(scratch.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto expand = [&](QString text) {
        return text.replace(QLatin1String("SCRATCH"), scratch.path());
    };
    const auto directory = DataDirectory::open(expand(path));
    QVERIFY(!directory);
    QVERIFY2(directory.error().message.startsWith(expand(message)), qPrintable(directory.error().message));
}

void DataDirectoryTest::refusesAReadOnlyOne()
{
    // Nobody, not even root, can make anything in /proc/self.
    const bool root = ::geteuid() == 0;
    QTemporaryDir scratch;
    QVERIFY(root || ::chmod(QFile::encodeName(scratch.path()).constData(), 0500) == 0);
    const QString path = root ? QStringLiteral("/proc/self") : scratch.path();
    const auto directory = DataDirectory::open(path);
    QVERIFY(!directory);
    QVERIFY2(directory.error().message.startsWith(QStringLiteral("directory ") + path),
        qPrintable(directory.error().message));
    QCOMPARE(directory.error().code, ErrorCode::Io);
    ::chmod(QFile::encodeName(scratch.path()).constData(), 0700);
}

void DataDirectoryTest::checksIds_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("valid");
    QTest::newRow("uuid") << QStringLiteral("3f6a1c52-8d0e-4b7a-9a55-0c1d2e3f4a5b") << true;
    QTest::newRow("word") << QStringLiteral("external-42") << true;
    QTest::newRow("64 characters") << QString(64, u'a') << true;
    QTest::newRow("65 characters") << QString(65, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("dots") << QStringLiteral("..") << false;
    QTest::newRow("slash") << QStringLiteral("a/b") << false;
    QTest::newRow("out of the directory") << QStringLiteral("../../etc") << false;
    QTest::newRow("NUL") << QString(QChar(0)) << false;
    QTest::newRow("line break") << QStringLiteral("a\n") << false;
    QTest::newRow("letters of others") << QStringLiteral("ä") << false;
    QTest::newRow("hidden") << QStringLiteral(".deleted-a") << false;
}

void DataDirectoryTest::checksIds()
{
    QFETCH(QString, id);
    QFETCH(bool, valid);
    QTemporaryDir scratch;
    const auto directory = DataDirectory::open(scratch.path());
    QVERIFY(directory);
    QCOMPARE(DataDirectory::isValidId(AgentId(id)), valid);
    const QString path = directory->agentDirectory(AgentId(id));
    QCOMPARE(path.startsWith(directory->agentsDirectory() + u'/'), valid);
    QVERIFY(path.startsWith(scratch.path() + u'/'));
    QVERIFY(!path.contains(QLatin1String("..")));
}

void DataDirectoryTest::letsOnlyOneServerIn()
{
    QTemporaryDir scratch;
    const QString file = scratch.filePath(QStringLiteral("lock"));
    QProcess other;
    other.start(testpaths::program(QStringLiteral("lock-holder")), {file});
    QTRY_VERIFY_WITH_TIMEOUT(other.canReadLine(), Patience);
    QCOMPARE(other.readLine(), QByteArray("locked\n"));

    const auto refused = DirectoryLock::acquire(file);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(refused.error().message,
        QStringLiteral("%1 is in use by agentmonitor-server with pid %2")
            .arg(scratch.path())
            .arg(other.processId()));

    other.closeWriteChannel(); // it ends in order
    QVERIFY(other.waitForFinished(Patience));
    {
        const auto lock = DirectoryLock::acquire(file);
        QVERIFY2(lock, qPrintable(lock ? QString() : lock.error().message));
        const auto second = DirectoryLock::acquire(file); // also within one process
        QVERIFY(!second);
        QCOMPARE(modeOf(file), 0600);
    }
    QVERIFY(DirectoryLock::acquire(file));
}

void DataDirectoryTest::isFreeAfterACrash()
{
    QTemporaryDir scratch;
    const QString file = scratch.filePath(QStringLiteral("lock"));
    QProcess other;
    other.start(testpaths::program(QStringLiteral("lock-holder")), {file});
    QTRY_VERIFY_WITH_TIMEOUT(other.canReadLine(), Patience);
    other.kill();
    QVERIFY(other.waitForFinished(Patience));
    QVERIFY(QFileInfo(file).size() > 0); // its pid is still in there
    QVERIFY(DirectoryLock::acquire(file));
}

void DataDirectoryTest::isNotHeldByChildren()
{
    QTemporaryDir scratch;
    const QString file = scratch.filePath(QStringLiteral("lock"));
    QProcess child;
    {
        const auto lock = DirectoryLock::acquire(file);
        QVERIFY(lock);
        child.start(QStringLiteral("/bin/cat"), QStringList());
        QVERIFY(child.waitForStarted(Patience));
    }
    QVERIFY(DirectoryLock::acquire(file));
    child.closeWriteChannel();
    QVERIFY(child.waitForFinished(Patience));
}

QTEST_GUILESS_MAIN(DataDirectoryTest)
#include "tst_datadirectory.moc"
