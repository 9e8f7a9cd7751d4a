#include "tests/tray/fakeserver.h"
#include "tray/api/serverfeed.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tray;

namespace {

QJsonObject agentJson(const QString &id, const char *phase, int lastSeq, const QJsonArray &pending = {})
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("name"), id},
        {QStringLiteral("phase"), QString::fromLatin1(phase)}, {QStringLiteral("lastSeq"), lastSeq},
        {QStringLiteral("pending"), pending}};
}

QJsonObject snapshot(const QJsonObject &agent)
{
    return {{QStringLiteral("agentId"), agent.value(QStringLiteral("id"))}, {QStringLiteral("agent"), agent}};
}

struct World
{
    QTemporaryDir root;
    FakeServer server;
    ServerFiles files{root.path()};
    base::SystemClock clock;
    ServerApi api{files, clock};
    ServerFeed feed{api, files};

    World()
    {
        server.listen();
        api.setPort(server.port());
    }
    void writeToken(const QByteArray &token)
    {
        QFile file(files.tokenFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(token + '\n');
    }
    void startAndWait()
    {
        feed.start();
        QTRY_VERIFY(feed.isLive());
    }
    QString phaseOf(int index) const { return QString::number(int(feed.agents().value(index).phase)); }
};

} // namespace

class TestTrayFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsAndFollows()
    {
        World world;
        world.server.agents
            = {agentJson(QStringLiteral("b"), "working", 5), agentJson(QStringLiteral("a"), "idle", 3)};
        world.startAndWait();
        QCOMPARE(world.feed.agents().size(), 2);
        QCOMPARE(world.feed.agents()[0].id, QStringLiteral("b"));
        QSignalSpy changed(&world.feed, &ServerFeed::changed);
        world.server.emitEvent(
            QStringLiteral("agent:snapshot"), snapshot(agentJson(QStringLiteral("a"), "working", 4)));
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(world.feed.agents()[1].phase, AgentPhase::Working);
        world.server.emitEvent(
            QStringLiteral("agent:snapshot"), snapshot(agentJson(QStringLiteral("c"), "starting", 1)));
        QTRY_COMPARE(world.feed.agents().size(), 3);
        QCOMPARE(world.feed.agents()[0].id, QStringLiteral("c"));
        world.server.emitEvent(QStringLiteral("agent:status"),
            QJsonObject{{QStringLiteral("agentId"), QStringLiteral("c")},
                {QStringLiteral("status"), QStringLiteral("deleted")}});
        QTRY_COMPARE(world.feed.agents().size(), 2);
    }

    //! The tunnel came up while the question for it was under way.
    void anAnswerDoesNotUndoALaterEvent()
    {
        const QString path = QStringLiteral("/api/tunnel/status");
        World world;
        world.server.tunnel = {{QStringLiteral("state"), QStringLiteral("connecting")},
            {QStringLiteral("url"), QStringLiteral("ws://relay/tunnel")}};
        world.server.heldPaths.insert(path);
        world.feed.start();
        QTRY_VERIFY(world.server.requests.contains(QStringLiteral("GET ") + path));
        world.server.tunnel.insert(QStringLiteral("state"), QStringLiteral("connected"));
        world.server.emitEvent(QStringLiteral("tunnel:status"), world.server.tunnel);
        QTRY_VERIFY(world.feed.isLive());
        QCOMPARE(world.feed.tunnel().phase, TunnelPhase::Connected);
        world.server.heldPaths.clear();
        world.server.release();
        // What is answered on the same connection after it has come later.
        bool isAnswered = false;
        world.api.tunnel(&world.feed, [&](const auto &) { isAnswered = true; });
        QTRY_VERIFY(isAnswered);
        QCOMPARE(world.feed.tunnel().phase, TunnelPhase::Connected);
    }

    void whatIsUnknownIsLeftOut()
    {
        World world;
        world.startAndWait();
        world.server.emitEvent(
            QStringLiteral("agent:snapshot"), snapshot(agentJson(QStringLiteral("a"), "dreaming", 4)));
        world.server.emitEvent(QStringLiteral("agent:new-thing"), 5);
        world.server.emitEvent(
            QStringLiteral("agent:snapshot"), snapshot(agentJson(QStringLiteral("b"), "idle", 4)));
        QTRY_COMPARE(world.feed.agents().size(), 1);
        QVERIFY(world.feed.isLive());
    }

    void followsTheTunnelByEvents()
    {
        World world;
        world.startAndWait();
        const QJsonObject up{
            {QStringLiteral("state"), QStringLiteral("connected")}, {QStringLiteral("roundTripMs"), 0.42}};
        world.server.emitEvent(QStringLiteral("tunnel:status"), up);
        QTRY_COMPARE(world.feed.tunnel().phase, TunnelPhase::Connected);
        QCOMPARE(*world.feed.tunnel().roundTripMs, 0.42);
    }

    void asksForTheTunnelWhereThereAreNoEvents()
    {
        World world;
        world.startAndWait();
        world.server.tunnel[QStringLiteral("state")] = QStringLiteral("refused");
        QTRY_COMPARE_WITH_TIMEOUT(world.feed.tunnel().phase, TunnelPhase::Refused, 7000);
        QVERIFY(world.server.requests.count(QStringLiteral("GET /api/tunnel/status")) <= 3);
    }

    void knowsWhatDashboardsShow()
    {
        World world;
        world.startAndWait();
        world.server.emitEvent(QStringLiteral("agents:shown"),
            QJsonObject{{QStringLiteral("agentIds"), QJsonArray{QStringLiteral("a")}}});
        QTRY_COMPARE(world.feed.shownAgents(), QSet<QString>{QStringLiteral("a")});
    }

    void comesBack()
    {
        World world;
        world.server.agents = {agentJson(QStringLiteral("a"), "idle", 3)};
        world.startAndWait();
        world.server.agents = {agentJson(QStringLiteral("b"), "idle", 3)};
        world.server.dropSockets();
        QTRY_VERIFY(!world.feed.isLive());
        QTRY_VERIFY(world.feed.isLive());
        QCOMPARE(world.feed.agents().size(), 1);
        QCOMPARE(world.feed.agents()[0].id, QStringLiteral("b"));
    }

    void takesTheNewToken()
    {
        World world;
        world.server.token = QByteArray(64, 'a');
        world.writeToken(QByteArray(64, 'a'));
        world.startAndWait();
        world.server.token = QByteArray(64, 'b'); // it was started again
        world.writeToken(QByteArray(64, 'b'));
        world.server.dropSockets();
        QTRY_VERIFY(!world.feed.isLive());
        QTRY_VERIFY(world.feed.isLive());
        // A call with the old one is repeated with the new one.
        world.server.token = QByteArray(64, 'c');
        world.writeToken(QByteArray(64, 'c'));
        bool good = false;
        world.api.stopAllAgents(this, [&](const base::Result<void> &done) { good = done.has_value(); });
        QTRY_VERIFY(good);
    }

    void aWrongTokenIsSaid()
    {
        World world;
        world.server.token = QByteArray(64, 'a');
        world.writeToken("short");
        QSignalSpy ailed(&world.feed, &ServerFeed::ailed);
        world.feed.start();
        QTRY_VERIFY(!ailed.isEmpty());
        QVERIFY(ailed.last()[0].toString().contains(QStringLiteral("token")));
        QVERIFY(!world.feed.isLive());
    }

    void silenceIsAnAilment()
    {
        World world;
        world.server.acknowledges = false;
        world.server.pingInterval = 200;
        world.server.pingTimeout = 200;
        world.startAndWait();
        QTRY_VERIFY(!world.feed.isLive()); // no ping came in time
    }

    void badAnswers_data()
    {
        QTest::addColumn<int>("manner");
        QTest::addColumn<QString>("words");
        QTest::newRow("garbage") << int(FakeServer::Manner::Garbage) << QString();
        QTest::newRow("another program")
            << int(FakeServer::Manner::NoJson) << QStringLiteral("no AgentMonitor server");
        QTest::newRow("wrong shape") << int(FakeServer::Manner::WrongShape)
                                     << QStringLiteral("no AgentMonitor server");
        QTest::newRow("failing") << int(FakeServer::Manner::Failing) << QStringLiteral("out of order");
    }
    void badAnswers()
    {
        QFETCH(int, manner);
        QFETCH(QString, words);
        World world;
        world.server.manner = FakeServer::Manner(manner);
        QString problem;
        world.api.health(this, [&](const base::Result<Health> &health) {
            problem = health ? QStringLiteral("?") : health.error().message;
        });
        QTRY_VERIFY(!problem.isEmpty());
        QVERIFY2(problem.contains(words) && problem != QStringLiteral("?"), qPrintable(problem));
    }

    void nobodyListens()
    {
        World world;
        world.server.close();
        QString problem;
        world.api.health(this, [&](const base::Result<Health> &health) {
            problem = health ? QStringLiteral("?") : health.error().message;
        });
        QTRY_VERIFY(problem.contains(QStringLiteral("refused")));
    }

    void decides()
    {
        World world;
        bool done = false;
        world.api.decide(QStringLiteral("a/b"), QStringLiteral("ask 1"), QStringLiteral("yes"), this,
            [&](const base::Result<void> &result) { done = result.has_value(); });
        QTRY_VERIFY(done);
        QCOMPARE(world.server.requests.last(), QStringLiteral("POST /api/agents/a%2Fb/approvals/ask%201"));
        QCOMPARE(QJsonDocument::fromJson(world.server.bodies.last())[QLatin1String("optionId")].toString(),
            QStringLiteral("yes"));
    }

    void anErrorIsInTheServersWords()
    {
        World world;
        world.server.statusOf.insert(QStringLiteral("/api/agents/a/approvals/b"), 409);
        QString problem;
        world.api.decide(QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("yes"), this,
            [&](const base::Result<void> &result) { problem = result ? QString() : result.error().message; });
        QTRY_COMPARE(problem, QStringLiteral("No, for a reason"));
    }

    void stopsForGood()
    {
        World world;
        world.startAndWait();
        world.feed.stop();
        QVERIFY(!world.feed.isLive());
        QVERIFY(world.feed.agents().isEmpty());
        const auto requests = world.server.requests.size();
        QTest::qWait(800);
        QCOMPARE(world.server.requests.size(), requests);
    }
};

QTEST_GUILESS_MAIN(TestTrayFeed)
#include "tst_trayfeed.moc"
