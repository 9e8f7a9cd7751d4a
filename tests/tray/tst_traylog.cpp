#include "tray/log/filefollower.h"
#include "tray/log/programfollower.h"
#include "tray/server/logtail.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tray;

namespace {

struct World
{
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("server.log"));
    FileFollower follower{path};
    QStringList lines;
    int begun = 0;

    World()
    {
        QObject::connect(
            &follower, &LogSource::linesRead, &follower, [this](const QStringList &read) { lines += read; });
        QObject::connect(&follower, &LogSource::begunAnew, &follower, [this] { ++begun; });
    }
    void append(const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(bytes);
    }
};

} // namespace

class TestTrayLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines()
    {
        LogLines lines;
        QCOMPARE(lines.feed("one\ntw"), QStringList{QStringLiteral("one")});
        QCOMPARE(lines.feed("o\r\n\nthree"), (QStringList{QStringLiteral("two"), QString()}));
        QCOMPARE(lines.feed("\n"), QStringList{QStringLiteral("three")});
        QCOMPARE(lines.feed(QByteArray(LogLines::MaxLine + 5, 'x')).size(), 1);
        QCOMPARE(lines.feed("\n"), QStringList{QStringLiteral("xxxxx")});
    }

    void follows()
    {
        World world;
        world.follower.start();
        world.append("first\nsec");
        world.follower.look();
        QCOMPARE(world.lines, QStringList{QStringLiteral("first")});
        world.append("ond\n");
        QTRY_COMPARE(world.lines, (QStringList{QStringLiteral("first"), QStringLiteral("second")}));
    }

    void startsNearTheEnd()
    {
        World world;
        for (int i = 0; i < 100; ++i)
            world.append(QByteArray(9999, 'x') + '\n');
        world.append("last\n");
        world.follower.start();
        QTRY_VERIFY(!world.lines.isEmpty() && world.lines.last() == QStringLiteral("last"));
        QVERIFY(world.lines.size() < 30);
        QCOMPARE(world.lines.first().size(), 9999); // whole
    }

    void isRotated()
    {
        World world;
        world.append("old line\n");
        world.follower.start();
        QVERIFY(QFile::rename(world.path, world.path + QStringLiteral(".1")));
        world.follower.look();
        world.append("new\n");
        world.follower.look();
        QCOMPARE(world.lines, (QStringList{QStringLiteral("old line"), QStringLiteral("new")}));
        QCOMPARE(world.begun, 1);
    }

    void isEmptied()
    {
        World world;
        world.append("old line\n");
        world.follower.start();
        QVERIFY(QFile::resize(world.path, 0));
        world.follower.look();
        world.append("new\n");
        world.follower.look();
        QCOMPARE(world.lines.last(), QStringLiteral("new"));
    }

    void program()
    {
        ProgramFollower follower(QStringLiteral("unit"),
            {QStringLiteral("sh"),
                {QStringLiteral("-c"), QStringLiteral("echo one; echo two; echo why >&2")}});
        QStringList lines;
        connect(&follower, &LogSource::linesRead, &follower, [&](const QStringList &read) { lines += read; });
        QSignalSpy failed(&follower, &LogSource::failed);
        follower.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(lines, (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("why")));
    }

    void noSuchProgram()
    {
        ProgramFollower follower(QStringLiteral("unit"), {QStringLiteral("/no/such"), {}});
        QSignalSpy failed(&follower, &LogSource::failed);
        follower.start();
        QTRY_VERIFY(!failed.isEmpty());
    }

    void lastWords()
    {
        World world;
        QCOMPARE(tray::lastWords(world.path, 0), QString());
        world.append("agentmonitor-server: old\n");
        const qint64 offset = QFileInfo(world.path).size();
        QCOMPARE(tray::lastWords(world.path, offset), QString());
        world.append("2026-01-31 12:00:00.000 [Server] it is so\n\n");
        QCOMPARE(tray::lastWords(world.path, offset), QStringLiteral("[Server] it is so"));
        world.append("agentmonitor-server: Cannot listen\n");
        QCOMPARE(tray::lastWords(world.path, offset), QStringLiteral("Cannot listen"));
    }

    void rotation()
    {
        World world;
        world.append("12345");
        rotateLog(world.path, 5);
        QVERIFY(QFile::exists(world.path));
        world.append("6");
        rotateLog(world.path, 5);
        QVERIFY(!QFile::exists(world.path));
        QCOMPARE(QFileInfo(world.path + QStringLiteral(".1")).size(), 6);
    }
};

QTEST_GUILESS_MAIN(TestTrayLog)
#include "tst_traylog.moc"
