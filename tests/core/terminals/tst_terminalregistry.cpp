// Terminals with real holders and a real shell, through servers that come and go.
#include "core/holder/holdertransport.h"
#include "core/terminals/spooltail.h"
#include "core/terminals/terminalregistry.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace terminals;
using base::AgentId;

namespace {

constexpr int Patience = 60000;

//! What a server and a client see; renew() is a server that was killed and started again.
class World
{
public:
    World()
        : m_directory(QDir::tempPath() + QStringLiteral("/terminals"))
    {
        renew();
    }
    ~World()
    {
        if (!registry)
            renew();
        registry->shutDown(true);
        if (!QTest::qWaitFor([this] { return isIdle; }, Patience))
            qWarning("a terminal is left");
    }
    World(const World &) = delete;
    World &operator=(const World &) = delete;

    void renew()
    {
        registry.reset();
        holder::HolderSettings settings;
        settings.program = testpaths::program(QStringLiteral("agentmonitor-holder"));
        settings.spoolLimit = TerminalHost::SpoolLimit;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SHELL"), QStringLiteral("/bin/sh"));
        environment.insert(QStringLiteral("PS1"), QStringLiteral("$ "));
        environment.insert(QStringLiteral("HOME"), path());
        registry = std::make_unique<TerminalRegistry>(TerminalHost{path() + QStringLiteral("/holders"),
            [settings](const QString &folder) {
                return std::make_unique<holder::HolderTransport>(settings, holder::HolderFolder(folder));
            },
            environment});
        QObject::connect(registry.get(), &TerminalRegistry::outputRead, registry.get(),
            [this](const AgentId &agent, const QString &terminal, const QByteArray &bytes) {
                shown[agent.toString() + terminal] += bytes;
            });
        QObject::connect(registry.get(), &TerminalRegistry::ended, registry.get(),
            [this](const AgentId &agent, const QString &terminal, int exitCode, const QString &) {
                ended[agent.toString() + terminal] = exitCode;
            });
        QObject::connect(registry.get(), &TerminalRegistry::idle, registry.get(), [this] { isIdle = true; });
        registry->load(
            [this](const AgentId &id) { return known.contains(id.toString()) ? path() : QString(); });
    }

    base::Result<const Terminal *> open(
        const QString &agent, const QString &terminal, const QString &initialCommand = {})
    {
        return registry->open({AgentId(agent), terminal, path(), 80, 24, initialCommand});
    }
    void type(const QString &agent, const QString &terminal, const QByteArray &keys) const
    {
        QVERIFY(registry->type(AgentId(agent), terminal, keys));
    }
    bool shows(const QString &terminal, const QByteArray &words) const
    {
        return QTest::qWaitFor([&] { return shown[terminal].contains(words); }, Patience);
    }
    bool endsWith(const QString &terminal, int exitCode) const
    {
        return QTest::qWaitFor([&] { return ended.contains(terminal); }, Patience)
            && ended[terminal] == exitCode;
    }
    QString path() const { return m_directory.path(); }
    QStringList folders() const
    {
        return QDir(path() + QStringLiteral("/holders")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<TerminalRegistry> registry;
    QStringList known{QStringLiteral("a"), QStringLiteral("b")};
    QHash<QString, QByteArray> shown; //!< by agent and terminal
    QHash<QString, int> ended;
    bool isIdle = false;

private:
    QTemporaryDir m_directory;
};

QByteArray numberAfter(const QByteArray &text, const QByteArray &mark)
{
    const qsizetype begin = text.lastIndexOf(mark) + mark.size();
    return text.mid(begin, text.indexOf('\r', begin) - begin);
}

} // namespace

class TestTerminalRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAShellInTheDirectory();
    void opensWhatIsThereAgain();
    void isFoundAgainAfterTheServerWasKilled();
    void leavesAloneWhoseAgentIsGone();
    void tellsAnEndOfWhileItWasAway();
    void aFloodLosesNothingAndIsBounded();
    void isBounded();
    void closesAllOfAnAgent();
    void anIdIsFreeAtOnceAfterClosing();
};

void TestTerminalRegistry::runsAShellInTheDirectory()
{
    World world;
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("stty size; pwd")));
    QVERIFY(world.shows(QStringLiteral("a1"), "24 80\r\n" + world.path().toUtf8()));
    QVERIFY(world.registry->resize(AgentId(QStringLiteral("a")), QStringLiteral("1"), 100, 30));
    world.type(QStringLiteral("a"), QStringLiteral("1"), "stty size\r");
    QVERIFY(world.shows(QStringLiteral("a1"), "30 100\r\n"));
    world.type(QStringLiteral("a"), QStringLiteral("1"), "exit 5\r");
    QVERIFY(world.endsWith(QStringLiteral("a1"), 5));
    QVERIFY(!world.registry->find(AgentId(QStringLiteral("a")), QStringLiteral("1")));
    QCOMPARE(world.registry->type(AgentId(QStringLiteral("a")), QStringLiteral("1"), "x").error().code,
        base::ErrorCode::NotFound);
    QTRY_COMPARE_WITH_TIMEOUT(world.folders(), QStringList(), Patience);
}

void TestTerminalRegistry::opensWhatIsThereAgain()
{
    World world;
    const auto first = world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo on''ce"));
    QVERIFY(world.shows(QStringLiteral("a1"), "once\r\n"));
    const auto second = world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo twi''ce"));
    QCOMPARE(*first, *second);
    QCOMPARE((*second)->recentOutput(), world.shown[QStringLiteral("a1")]);
    world.type(QStringLiteral("a"), QStringLiteral("1"), "echo la''st\r");
    QVERIFY(world.shows(QStringLiteral("a1"), "last\r\n"));
    QVERIFY(!world.shown[QStringLiteral("a1")].contains("twice"));
}

void TestTerminalRegistry::isFoundAgainAfterTheServerWasKilled()
{
    World world;
    QVERIFY(
        world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("here=kept; echo pi''d-$$-")));
    QVERIFY(world.shows(QStringLiteral("a1"), "pid-"));
    QVERIFY(world.shows(QStringLiteral("a1"), "-\r\n")); // all of the line
    const QByteArray pid = numberAfter(world.shown[QStringLiteral("a1")], "pid-");
    QVERIFY(world.registry->resize(AgentId(QStringLiteral("a")), QStringLiteral("1"), 90, 25));
    const QStringList folders = world.registry->folderIds();
    const QByteArray before = world.shown[QStringLiteral("a1")];

    world.renew();
    QCOMPARE(world.registry->folderIds(), folders);
    const Terminal *found = world.registry->find(AgentId(QStringLiteral("a")), QStringLiteral("1"));
    QVERIFY(found);
    QCOMPARE(found->document().columns, 90);
    QVERIFY(found->recentOutput().startsWith(before));
    world.shown.clear();
    world.type(QStringLiteral("a"), QStringLiteral("1"), "echo $here-$$-\r");
    QVERIFY(world.shows(QStringLiteral("a1"), "kept-" + pid + "\r\n"));
}

void TestTerminalRegistry::leavesAloneWhoseAgentIsGone()
{
    World world;
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo up''")));
    QVERIFY(world.shows(QStringLiteral("a1"), "up\r\n"));
    world.known = QStringList{QStringLiteral("b")};
    world.renew();
    QCOMPARE(world.registry->folderIds(), QStringList());
    QCOMPARE(world.folders().size(), 1); // for the sweep of orphans
    world.known = QStringList{QStringLiteral("a")};
    world.renew();
    QCOMPARE(world.registry->folderIds(), world.folders());
}

void TestTerminalRegistry::tellsAnEndOfWhileItWasAway()
{
    World world;
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo up''")));
    QVERIFY(world.shows(QStringLiteral("a1"), "up\r\n"));
    const QString gate = world.path() + QStringLiteral("/gate");
    QCOMPARE(::mkfifo(QFile::encodeName(gate).constData(), S_IRWXU), 0);
    world.type(QStringLiteral("a"), QStringLiteral("1"), "read x < gate; exit 4\r");
    world.registry.reset();
    QFile file(gate);
    QVERIFY(file.open(QIODevice::WriteOnly)); // waits for the shell
    QCOMPARE(file.write("x\n"), 2);
    file.close();
    world.renew();
    QVERIFY(world.endsWith(QStringLiteral("a1"), 4));
}

void TestTerminalRegistry::aFloodLosesNothingAndIsBounded()
{
    World world;
    QVERIFY(world.open(
        QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("stty -opost; seq 1 900000; echo e''nd")));
    QVERIFY(world.shows(QStringLiteral("a1"), "end\n"));
    const QByteArray &all = world.shown[QStringLiteral("a1")];
    QByteArray expected;
    for (int n = 1; n <= 900000; ++n)
        expected += QByteArray::number(n) + '\n';
    QVERIFY(all.contains(expected));
    QVERIFY(expected.size() > TerminalHost::SpoolLimit); // more than may wait
    const QByteArray recent
        = world.registry->find(AgentId(QStringLiteral("a")), QStringLiteral("1"))->recentOutput();
    QCOMPARE(recent.size(), ReplayBytes);
    QCOMPARE(recent, all.last(ReplayBytes));
}

void TestTerminalRegistry::isBounded()
{
    World world;
    for (int n = 0; n < TerminalRegistry::MaxOfOneAgent; ++n)
        QVERIFY(world.open(QStringLiteral("a"), QString::number(n)));
    const auto oneMore = world.open(QStringLiteral("a"), QStringLiteral("more"));
    QVERIFY(!oneMore);
    QCOMPARE(oneMore.error().code, base::ErrorCode::Conflict);
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("0"))); // it is there
    QVERIFY(world.open(QStringLiteral("b"), QStringLiteral("0")));
}

void TestTerminalRegistry::closesAllOfAnAgent()
{
    World world;
    for (const auto &id : {QStringLiteral("1"), QStringLiteral("2")})
        QVERIFY(world.open(QStringLiteral("a"), id));
    QVERIFY(world.open(QStringLiteral("b"), QStringLiteral("1"), QStringLiteral("echo up''")));
    QVERIFY(world.shows(QStringLiteral("b1"), "up\r\n"));
    world.registry->closeAllOf(AgentId(QStringLiteral("a")));
    QVERIFY(world.registry->of(AgentId(QStringLiteral("a"))).isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(world.registry->folderIds().size(), 1, Patience); // the closed ones have ended
    QCOMPARE(world.folders(), world.registry->folderIds());
    world.type(QStringLiteral("b"), QStringLiteral("1"), "echo he''re\r");
    QVERIFY(world.shows(QStringLiteral("b1"), "here\r\n"));
}

void TestTerminalRegistry::anIdIsFreeAtOnceAfterClosing()
{
    World world;
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo o''ld")));
    QVERIFY(world.shows(QStringLiteral("a1"), "old\r\n"));
    QVERIFY(world.registry->close(AgentId(QStringLiteral("a")), QStringLiteral("1")));
    QVERIFY(world.open(QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("echo n''ew")));
    QVERIFY(world.shows(QStringLiteral("a1"), "new\r\n"));
    QTRY_COMPARE_WITH_TIMEOUT(world.folders().size(), 1, Patience);
    QVERIFY2(world.ended.isEmpty(), "the end of the closed one was told of the new one");
}

QTEST_GUILESS_MAIN(TestTerminalRegistry)
#include "tst_terminalregistry.moc"
