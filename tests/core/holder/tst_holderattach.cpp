#include "core/process/processtree.h"
#include "holderworld.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

using holder::HolderTransport;
using process::EndKind;

namespace {
void limitFilesOf(pid_t pid, rlim_t bytes)
{
    const rlimit limit{bytes, RLIM_INFINITY};
    QCOMPARE(::prlimit(pid, RLIMIT_FSIZE, &limit, nullptr), 0);
}
} // namespace

//! What happens to a child whose server, holder, disk or folder goes away.
class HolderAttachTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOnAtTheByte();
    void goesOnAfterTheChildHasEnded();
    void takesInputOnceAcrossServers();
    void startsWhatAnEarlierServerOnlyPrepared();
    void tellsOfTheLossOfAHolder_data();
    void tellsOfTheLossOfAHolder();
    void knowsTheEndThatAKilledHolderSaw();
    void tellsThatNobodyIsThere();
    void waitsForAHolderThatIsBusy();
    void endsWhatDoesNotSpeakTheProtocol();
    void waitsAtTheLimitOfTheSpool();
    void losesNothingWhenTheChildDiesAtTheLimit();
    void givesBackWhatWasReleased();
    void waitsForAFullDisk();
    void leavesWhenItsFolderIsRemoved_data();
    void leavesWhenItsFolderIsRemoved();
    void tellsAServerWhoseFolderIsRemoved();
};

void HolderAttachTest::goesOnAtTheByte()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"lines 3", "raw half a", "await more", "print  line", "lines 2", "await end"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 3, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(held->folder().outputSize(), 21 + 6, Patience);
    const qint64 offset = held->seen().ends.last();
    QCOMPARE(offset, 21);
    held->dropServer();

    held->attach(offset);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().startedCount, 1, Patience);
    QVERIFY(held->transport().processId() > 0);
    held->transport().write({}, "more\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 3, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"half a line", "line 1", "line 2"}));
    held->dropServer();

    held->attach(0); // everything once more
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 6, Patience);
    held->transport().write({}, "end\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines.join('\n') + '\n', held->file("output"));
    QCOMPARE(held->seen().result.kind, EndKind::Exited);
}

void HolderAttachTest::goesOnAfterTheChildHasEnded()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print one", "await go", "lines 100000", "error why", "raw last", "exit 7"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    held->transport().write({}, "go\n");
    held->dropServer(); // in the same breath
    QTRY_VERIFY_WITH_TIMEOUT(!held->file("end").isEmpty(), Patience);

    held->attach(4);
    QCOMPARE(held->seen().doneCount, 0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().startedCount, 0);
    QCOMPARE(held->seen().lines.size(), 100001);
    QCOMPARE(held->seen().lines.first(), QByteArray("line 1"));
    QCOMPARE(held->seen().lines.last(), QByteArray("last"));
    QCOMPARE(held->seen().result.exitCode, 7);
    QCOMPARE(held->seen().result.stderrTail, QStringLiteral("why"));
}

void HolderAttachTest::takesInputOnceAcrossServers()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"echo"}));
    held->transport().write({0, 1, 1}, "one\n");
    held->transport().write({0, 1, 2}, "two\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 2, Patience);
    held->dropServer();
    held->attach(0);
    held->transport().write({0, 1, 2}, "two\n"); // it does not know that this was sent
    held->transport().write({0, 1, 3}, "three\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 3, Patience);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"one", "two", "three"}));
}

void HolderAttachTest::startsWhatAnEarlierServerOnlyPrepared()
{
    HolderWorld world;
    const auto held = world.held();
    held->start({}); // came to nothing; now a holder to which nothing was said
    {
        auto listener = held->folder().listen();
        QVERIFY(listener);
        QProcess starter;
        starter.setProgram(world.settings.program);
        starter.setArguments({held->folder().path()});
        starter.setChildProcessModifier([fd = listener->get()] { ::dup2(fd, 3); });
        starter.start();
        QVERIFY(starter.waitForFinished(Patience));
    }
    QVERIFY(held->holderPid() > 0);
    HolderTransport transport(world.settings, held->folder());
    TransportRecorder seen(transport);
    transport.attach(scripted({"echo 1"}), 0);
    transport.write({0, 0, 1}, "sent again\n"); // before it is known that it has to be launched
    QTRY_COMPARE_WITH_TIMEOUT(seen.doneCount, 1, Patience);
    QCOMPARE(seen.startedCount, 1);
    QCOMPARE(seen.lines, QList<QByteArray>{"sent again"});
}

void HolderAttachTest::tellsOfTheLossOfAHolder_data()
{
    QTest::addColumn<bool>("attached");
    QTest::newRow("while a server looks") << true;
    QTest::newRow("before it comes") << false;
}

void HolderAttachTest::tellsOfTheLossOfAHolder()
{
    QFETCH(bool, attached);
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"ignore TERM", "error why", "grandchild session quiet", "grandchild orphan quiet",
        "print before", "raw half", "wait"}));
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().lines.contains("before"), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(held->file("output").endsWith("half"), Patience);
    QCOMPARE(held->marked().size(), 3);
    if (!attached)
        held->dropServer();
    QCOMPARE(::kill(held->holderPid(), SIGKILL), 0);
    if (!attached)
        held->attach(0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    const process::ProcessResult &result = held->seen().result;
    QCOMPARE(result.kind, EndKind::Lost);
    QCOMPARE(result.error, QStringLiteral("Interrupted: the process that held it was killed"));
    QCOMPARE(result.stderrTail, QStringLiteral("why"));
    QVERIFY(!result.stopRequested);
    QCOMPARE(held->seen().lines.last(), QByteArray("half"));
    QTRY_COMPARE_WITH_TIMEOUT(held->marked().size(), 0, Patience);
}

void HolderAttachTest::knowsTheEndThatAKilledHolderSaw()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print bye", "raise SEGV"}));
    held->dropServer();
    QTRY_VERIFY_WITH_TIMEOUT(!held->file("end").isEmpty(), Patience);
    QCOMPARE(held->file("end"), QByteArray("0 11 0 4 0\n"));
    QCOMPARE(::kill(held->holderPid(), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
    held->attach(0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.kind, EndKind::Killed);
    QCOMPARE(held->seen().result.signal, SIGSEGV);
    QCOMPARE(held->seen().lines, QList<QByteArray>{"bye"});
}

void HolderAttachTest::tellsThatNobodyIsThere()
{
    HolderWorld world;
    const auto held = world.held();
    held->attach(0); // a folder and nothing in it: the server was killed before it made the socket
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.kind, EndKind::NotStarted);
    QVERIFY(QDir(held->folder().path()).removeRecursively());
    held->attach(0);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.kind, EndKind::Lost);
}

void HolderAttachTest::waitsForAHolderThatIsBusy()
{
    // A listener whose queue is full is no reason to end what it holds.
    HolderWorld world;
    const auto held = world.held();
    auto listener = held->folder().listen();
    QVERIFY(listener);
    std::vector<process::FileDescriptor> queue;
    for (auto each = held->folder().connect(); each; each = held->folder().connect())
        queue.push_back(std::move(*each));
    held->attach(0);
    held->transport().write({0, 0, 1}, "early\n");
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(held->seen().doneCount, 0);

    for (std::size_t i = 0; i < queue.size(); ++i)
        process::FileDescriptor(::accept(listener->get(), nullptr, nullptr));
    ::fcntl(listener->get(), F_SETFL, O_NONBLOCK);
    process::FileDescriptor server;
    const auto isConnected = [&] {
        if (!server.isValid())
            server.reset(::accept(listener->get(), nullptr, nullptr));
        return server.isValid();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isConnected(), Patience);
    const QByteArray expected = QByteArray::fromStdString(encode(holder::Input{{0, 0, 1}, "early\n"}));
    QByteArray said(expected.size(), '\0');
    const auto arrived = [&] {
        return ::recv(server.get(), said.data(), std::size_t(said.size()), MSG_DONTWAIT | MSG_PEEK);
    };
    QTRY_COMPARE_WITH_TIMEOUT(arrived(), ssize_t(expected.size()), Patience);
    QCOMPARE(said, expected);
    QCOMPARE(held->seen().doneCount, 0);
}

void HolderAttachTest::endsWhatDoesNotSpeakTheProtocol()
{
    HolderWorld world;
    const auto held = world.held();
    auto listener = held->folder().listen();
    QVERIFY(listener);
    held->attach(0);
    const process::FileDescriptor server(::accept(listener->get(), nullptr, nullptr));
    QVERIFY(server.isValid());
    const QByteArray garbage(100, '\xff');
    QCOMPARE(::write(server.get(), garbage.constData(), std::size_t(garbage.size())), garbage.size());
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QVERIFY(held->seen().result.kind == EndKind::NotStarted || held->seen().result.kind == EndKind::Lost);
}

void HolderAttachTest::waitsAtTheLimitOfTheSpool()
{
    HolderWorld world;
    world.settings.spoolLimit = 40 * 1024; // less than one read of the holder
    const auto held = world.held();
    held->start(scripted({"lines 500000", "error all written"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().stalls.size(), 1, Patience);
    QVERIFY2(held->seen().stalls[0].contains(QStringLiteral("limit of 40960 bytes")),
        qPrintable(held->seen().stalls[0]));
    QTRY_COMPARE_WITH_TIMEOUT(held->folder().outputSize(), world.settings.spoolLimit, Patience);
    QVERIFY(held->file("errors").isEmpty()); // the child waits

    QObject::connect(&held->transport(), &HolderTransport::outputRead, &held->transport(),
        [&](const QList<process::Output> &output) { held->transport().release(output.last().end); });
    held->transport().release(held->seen().ends.last());
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().lines.size(), 500000);
    QCOMPARE(held->seen().lines.last(), QByteArray("line 500000"));
    QVERIFY(held->seen().stalls.last().isEmpty());
    QCOMPARE(held->seen().result.stderrTail, QStringLiteral("all written"));
}

void HolderAttachTest::losesNothingWhenTheChildDiesAtTheLimit()
{
    HolderWorld world;
    world.settings.spoolLimit = 4096;
    const auto held = world.held();
    held->start(scripted({"lines 20000", "raise KILL"})); // fits into the pipe, so it dies at once
    // Nobody releases anything; what a dead child has left is taken all the same.
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().stalls.size(), 2);
    QVERIFY(held->seen().stalls.last().isEmpty());
    QCOMPARE(held->seen().lines.size(), 20000);
    for (int i = 1; i <= 20000; ++i)
        QCOMPARE(held->seen().lines[i - 1], "line " + QByteArray::number(i));
    QCOMPARE(held->seen().result.signal, SIGKILL);
}

void HolderAttachTest::givesBackWhatWasReleased()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"lines 200000", "await end"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 200000, Patience);
    const QByteArray path = QFile::encodeName(held->folder().path() + QStringLiteral("/output"));
    const auto blocks = [&path] {
        struct stat info
        {
        };
        return ::stat(path.constData(), &info) == 0 ? info.st_blocks : -1;
    };
    const auto before = blocks();
    QVERIFY(before > 1000);
    held->transport().release(held->seen().ends.last());
    QTRY_VERIFY_WITH_TIMEOUT(blocks() <= 16, Patience);
    held->transport().release(0); // never back
    held->transport().write({}, "end\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
}

void HolderAttachTest::waitsForAFullDisk()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print ready", "await go", "lines 300000", "raw end"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    const pid_t pid = held->holderPid();
    limitFilesOf(pid, 100'001);
    held->transport().write({}, "go\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().stalls.size(), 1, Patience);
    QVERIFY2(held->seen().stalls[0].contains(QStringLiteral("cannot be written to the disk: File too large")),
        qPrintable(held->seen().stalls[0]));
    QTRY_COMPARE_WITH_TIMEOUT(held->folder().outputSize(), 100'001, Patience);
    QVERIFY(!isGone(held->transport().processId()));

    limitFilesOf(pid, RLIM_INFINITY);
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().stalls.size(), 2);
    QVERIFY(held->seen().stalls[1].isEmpty());
    QCOMPARE(held->seen().lines.size(), 300002);
    for (int i = 1; i <= 300000; ++i)
        QCOMPARE(held->seen().lines[i], "line " + QByteArray::number(i));
    QCOMPARE(held->seen().lines.last(), QByteArray("end"));
}

void HolderAttachTest::leavesWhenItsFolderIsRemoved_data()
{
    QTest::addColumn<bool>("firstTheServer");
    QTest::newRow("then the folder") << true;
    QTest::newRow("then the server") << false;
}

void HolderAttachTest::leavesWhenItsFolderIsRemoved()
{
    QFETCH(bool, firstTheServer);
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"grandchild session quiet", "print ready", "echo"}));
    QTRY_VERIFY_WITH_TIMEOUT(held->seen().lines.contains("ready"), Patience);
    if (firstTheServer)
        held->dropServer();
    QVERIFY(QDir(held->folder().path()).removeRecursively());
    if (!firstTheServer) {
        held->transport().write({}, "still there\n");
        QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.last(), QByteArray("still there"), Patience);
        held->dropServer();
    }
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
    QCOMPARE(held->marked().size(), 0);
}

void HolderAttachTest::tellsAServerWhoseFolderIsRemoved()
{
    HolderWorld world;
    const auto held = world.held();
    held->start(scripted({"print ready", "await end", "raw bye", "exit 4"}));
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().lines.size(), 1, Patience);
    QVERIFY(QDir(held->folder().path()).removeRecursively());
    held->transport().write({}, "end\n");
    QTRY_COMPARE_WITH_TIMEOUT(held->seen().doneCount, 1, Patience);
    QCOMPARE(held->seen().result.exitCode, 4);
    QCOMPARE(held->seen().lines, (QList<QByteArray>{"ready", "bye"})); // it has the file open
    held->transport().dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(held->holderPid(), 0, Patience);
}

QTEST_GUILESS_MAIN(HolderAttachTest)
#include "tst_holderattach.moc"
