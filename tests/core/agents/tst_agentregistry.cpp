#include "core/agents/retention.h"
#include "tests/core/agents/registryfixture.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace agents;

namespace {

//! No file may grow while it lives, for this process.
class FullDisk
{
public:
    FullDisk()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before = {};
};

} // namespace

class TestAgentRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("directory");
        QTest::addColumn<QJsonObject>("flags");
        QTest::addColumn<QString>("error");
        QTest::newRow("provider") << "gpt"
                                  << "/tmp" << QJsonObject() << "provider must be one of scripted";
        QTest::newRow("directory") << "scripted"
                                   << "tmp" << QJsonObject() << "directory must be an absolute path";
        QTest::newRow("missing directory")
            << "scripted"
            << "/nowhere/at/all" << QJsonObject() << "directory does not exist: /nowhere/at/all";
        QTest::newRow("flags") << "scripted"
                               << "/tmp" << QJsonObject{{QStringLiteral("bad"), 1}}
                               << "flags.bad is not allowed";
    }

    void refusals()
    {
        QFETCH(QString, provider);
        QFETCH(QString, directory);
        QFETCH(QJsonObject, flags);
        QFETCH(QString, error);
        RegistryFixture f;
        NewAgent agent = f.request(QStringLiteral("a"));
        agent.config.provider = provider;
        agent.config.directory = directory;
        agent.config.flags = flags;
        const auto made = f.registry->create(agent);
        QVERIFY(!made);
        QCOMPARE(made.error().message, error);
        QVERIFY(f.registry->ids().isEmpty());
        QVERIFY(QDir(f.directory.agentsDirectory()).isEmpty());
    }

    void aRepeatedRequestMakesOneAgent()
    {
        RegistryFixture f;
        NewAgent agent = f.request(QStringLiteral("a"));
        agent.clientId = QStringLiteral("c1");
        const auto first = f.registry->create(agent);
        const auto second = f.registry->create(agent);
        QVERIFY(first && second);
        QCOMPARE(*first, *second);
        f.open();
        QCOMPARE(*f.registry->create(agent), *first);
        QCOMPARE(f.registry->ids().size(), 1);
    }

    void agentsComeBackAfterARestart()
    {
        RegistryFixture f;
        const base::AgentId id = f.idleAgent(QStringLiteral("one"));
        QVERIFY(f.registry->rename(id, QStringLiteral("two")));
        f.writer.flush();
        QVERIFY(f.open().isEmpty());
        const Agent *agent = f.registry->find(id);
        QVERIFY(agent);
        QCOMPARE(agent->document().name, QStringLiteral("two"));
        QCOMPARE(agent->state().phase, model::Phase::Idle); // its process was taken over
        QVERIFY(f.transports.last()->attachedAt >= 0);
        QCOMPARE(std::get<model::Prompt>(agent->messagesBefore(0, 10)->messages.first().body).text,
            QStringLiteral("first"));
    }

    void agentsFollowTheirProvider()
    {
        RegistryFixture f;
        const auto named = [](const QString &id) {
            auto provider = std::make_shared<ScriptedProvider>();
            provider->name = id;
            return provider;
        };
        const auto general = named(QStringLiteral("acp"));
        const auto own = named(QStringLiteral("acp:mine"));
        NewAgent request = f.request(QStringLiteral("a"));
        request.config.provider = QStringLiteral("acp:mine");
        f.registry->setProviders({general});
        QCOMPARE(f.registry->create(request).error().code, base::ErrorCode::InvalidArgument);
        f.registry->setProviders({general, own});
        const auto id = f.registry->create(request);
        QVERIFY(id);
        QCOMPARE(f.registry->find(*id)->document().config.flags.value(QStringLiteral("alone")).toString(),
            QStringLiteral("acp:mine"));
        f.transports.last()->end(0);

        // Taken out of the settings: the agent goes on by what it kept.
        own->binaryMissing = true;
        QVERIFY(f.registry->resume(*id));
        QCOMPARE(f.transports.size(), 1);
        f.registry->setProviders({general});
        QCOMPARE(f.registry->provider(QStringLiteral("acp:mine")), general.get());
        QVERIFY(f.registry->resume(*id));
        QCOMPARE(f.transports.size(), 2);
        QVERIFY(!f.registry->provider(QStringLiteral("other:mine")));
    }

    void deletedIsGoneAtOnceAndForEver()
    {
        RegistryFixture f;
        const base::AgentId id = f.idleAgent();
        QSignalSpy removed(f.registry.get(), &AgentRegistry::agentRemoved);
        QVERIFY(f.registry->remove(id, true));
        QCOMPARE(removed.size(), 1);
        QVERIFY(!f.registry->find(id));
        QVERIFY(f.transports.last()->stopRequested);
        QVERIFY(f.provider->purged.isEmpty());
        f.transports.last()->end(0);
        QCOMPARE(f.provider->purged.size(), 1);
        const auto again = f.registry->remove(id, true);
        QVERIFY(!again);
        QCOMPARE(again.error().code, base::ErrorCode::NotFound);
        f.writer.flush();
        f.open();
        QVERIFY(f.registry->ids().isEmpty());
    }

    void deletedOnAFullDiskLeavesNoHolder()
    {
        RegistryFixture f;
        const base::AgentId id = f.idleAgent();
        QVERIFY(f.registry->remove(id, false));
        const std::shared_ptr<FakeProcess> cli = f.transports.last()->cli;
        {
            const FullDisk full;
            f.transports.last()->end(0);
        }
        QVERIFY(cli->dismissed);
    }

    void decisionsAreLogged()
    {
        RegistryFixture f;
        const base::AgentId id = f.idleAgent();
        f.transports.last()->say({"turn", "ask r1"});
        QVERIFY(f.registry->decide(id, QStringLiteral("r1"),
            Verdict{QStringLiteral("deny"), QStringLiteral("no"), {}, QStringLiteral("you"),
                QStringLiteral("::1")}));
        QFile log(f.directory.decisionsFile());
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray line = log.readAll();
        QVERIFY(line.contains("\"approvalId\":\"r1\""));
        QVERIFY(line.contains("\"optionId\":\"deny\""));
    }

    void unknownAgents()
    {
        RegistryFixture f;
        const base::AgentId id(QStringLiteral("nobody"));
        QCOMPARE(f.registry->send(id, QStringLiteral("x"), {}).error().code, base::ErrorCode::NotFound);
        QCOMPARE(f.registry->interrupt(id).error().code, base::ErrorCode::NotFound);
        QCOMPARE(f.registry->stop(id).error().code, base::ErrorCode::NotFound);
        QCOMPARE(f.registry->setMode(id, QStringLiteral("plan")).error().code, base::ErrorCode::NotFound);
        QCOMPARE(f.registry->decide(id, QStringLiteral("r"), {}).error().code, base::ErrorCode::NotFound);
    }

    void shuttingDownWaitsForEveryProcess()
    {
        RegistryFixture f;
        f.idleAgent();
        f.idleAgent();
        QSignalSpy idle(f.registry.get(), &AgentRegistry::idle);
        f.registry->shutDown(true);
        f.transports.first()->end(0);
        QCoreApplication::processEvents();
        QCOMPARE(idle.size(), 0);
        QVERIFY(!f.registry->create(f.request(QStringLiteral("late"))));
        f.transports.last()->end(0);
        QCOMPARE(idle.size(), 1);
    }

    void retention_data()
    {
        QTest::addColumn<qint64>("retentionMs");
        QTest::addColumn<model::SessionFilesPolicy>("policy");
        QTest::addColumn<bool>("stopped");
        QTest::addColumn<bool>("removed");
        QTest::addColumn<bool>("purged");
        using model::SessionFilesPolicy;
        QTest::newRow("never") << qint64{0} << SessionFilesPolicy::Purge << true << false << false;
        QTest::newRow("not yet") << qint64{7'200'000} << SessionFilesPolicy::Purge << true << false << false;
        QTest::newRow("old") << qint64{1000} << SessionFilesPolicy::Keep << true << true << false;
        QTest::newRow("old, with its session")
            << qint64{1000} << SessionFilesPolicy::Purge << true << true << true;
        QTest::newRow("asking first means keeping")
            << qint64{1000} << SessionFilesPolicy::Ask << true << true << false;
        QTest::newRow("still alive") << qint64{1000} << SessionFilesPolicy::Purge << false << false << false;
    }

    void retention()
    {
        QFETCH(qint64, retentionMs);
        QFETCH(model::SessionFilesPolicy, policy);
        QFETCH(bool, stopped);
        QFETCH(bool, removed);
        QFETCH(bool, purged);
        class LaterClock : public base::Clock
        {
        public:
            base::Timestamp now() const override { return base::SystemClock().now() + 3'600'000; }
        } later;
        RegistryFixture f;
        f.idleAgent();
        if (stopped) {
            f.registry->stopAll();
            f.transports.last()->end(0);
        }
        model::Settings settings;
        settings.agentRetentionMs = retentionMs;
        settings.deleteSessionFilesPolicy = policy;
        Retention retention(
            *f.registry, [&settings] { return settings; }, later);
        retention.sweep();
        QCOMPARE(f.registry->ids().isEmpty(), removed);
        QCOMPARE(!f.provider->purged.isEmpty(), purged);
    }

    void shuttingDownWithoutProcesses()
    {
        RegistryFixture f;
        QSignalSpy idle(f.registry.get(), &AgentRegistry::idle);
        f.registry->shutDown(true);
        QTRY_COMPARE(idle.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestAgentRegistry)
#include "tst_agentregistry.moc"
