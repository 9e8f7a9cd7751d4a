// What an agent's processes use, as the registry knows it.
#include "core/agents/resourcesampler.h"
#include "tests/core/agents/registryfixture.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace agents;
using namespace std::chrono_literals;
using process::ResourceUse;

namespace {

constexpr qint64 MiB = 1024 * 1024;

//! A process that does nothing until it is killed.
class IdleProcess
{
public:
    IdleProcess()
    {
        m_process.start(QStringLiteral("tail"), {QStringLiteral("-f"), QStringLiteral("/dev/null")});
        if (!m_process.waitForStarted())
            qFatal("tail does not start");
    }
    ~IdleProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

} // namespace

class TestResourceSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallChangesAreNoNews_data();
    void smallChangesAreNoNews();
    void changesAddUp();
    void whatRunsIsSampled();
    void nothingIsDoneWhileNoAgentRuns();
    void anotherProcessBeginsWithoutTheOldOnesUse();
};

void TestResourceSampler::smallChangesAreNoNews_data()
{
    QTest::addColumn<ResourceUse>("shown");
    QTest::addColumn<ResourceUse>("now");
    QTest::addColumn<bool>("differ");
    const ResourceUse use{100 * MiB, 0.5, 3};
    QTest::newRow("the same") << use << use << false;
    QTest::newRow("a process more") << use << ResourceUse{100 * MiB, 0.5, 4} << true;
    QTest::newRow("4 % of memory") << use << ResourceUse{104 * MiB, 0.5, 3} << false;
    QTest::newRow("6 % of memory") << use << ResourceUse{107 * MiB, 0.5, 3} << true;
    QTest::newRow("less memory") << use << ResourceUse{90 * MiB, 0.5, 3} << true;
    QTest::newRow("half of very little memory")
        << ResourceUse{MiB, 0, 1} << ResourceUse{MiB / 2, 0, 1} << false;
    QTest::newRow("a little more work") << use << ResourceUse{100 * MiB, 0.55, 3} << false;
    QTest::newRow("much more work") << use << ResourceUse{100 * MiB, 1.0, 3} << true;
    QTest::newRow("it rests") << ResourceUse{MiB, 0.03, 1} << ResourceUse{MiB, 0, 1} << true;
    QTest::newRow("it hardly works") << ResourceUse{MiB, 0, 1} << ResourceUse{MiB, 0.01, 1} << false;
}

void TestResourceSampler::smallChangesAreNoNews()
{
    QFETCH(ResourceUse, shown);
    QFETCH(ResourceUse, now);
    QFETCH(bool, differ);
    QCOMPARE(differNoticeably(shown, now), differ);
}

void TestResourceSampler::changesAddUp()
{
    RegistryFixture f;
    const base::AgentId id = f.idleAgent();
    f.transports.last()->pid = 4711;
    QSignalSpy sampled(f.registry.get(), &AgentRegistry::resourcesSampled);
    for (const qint64 memory : {100, 104, 108, 110})
        f.registry->noteResources(id, {{memory * MiB, 0, 1}, memory});
    QList<bool> noticeable;
    for (const QList<QVariant> &arguments : sampled)
        noticeable.append(arguments.at(1).toBool());
    QCOMPARE(noticeable, (QList<bool>{true, false, true, false}));
    // The newest is known all the same.
    QCOMPARE(f.registry->find(id)->resources()->use.residentBytes, 110 * MiB);
}

void TestResourceSampler::whatRunsIsSampled()
{
    RegistryFixture f;
    const IdleProcess process;
    ResourceSampler sampler(*f.registry, f.clock, 10ms);
    const base::AgentId id = f.idleAgent();
    QVERIFY(!f.registry->find(id)->resources());
    f.transports.last()->pid = process.pid();
    QSignalSpy sampled(f.registry.get(), &AgentRegistry::resourcesSampled);
    QVERIFY(sampled.wait());
    const auto resources = f.registry->find(id)->resources();
    QVERIFY(resources);
    QCOMPARE(resources->use.processes, 1);
    QVERIFY(resources->use.residentBytes > 100 * 1024);
    QVERIFY(resources->sampledAt > f.registry->find(id)->document().createdAt - 1);
    QCOMPARE(sampled.first().at(0).value<base::AgentId>(), id);
    QVERIFY(sampled.first().at(1).toBool());
    // It does nothing, so that sooner or later there is no more news.
    QTRY_VERIFY(!sampled.last().at(1).toBool());
}

void TestResourceSampler::nothingIsDoneWhileNoAgentRuns()
{
    RegistryFixture f;
    ResourceSampler sampler(*f.registry, f.clock, 10ms);
    QVERIFY(!sampler.isActive());
    const base::AgentId id = f.idleAgent();
    QVERIFY(sampler.isActive());
    QVERIFY(f.registry->stop(id));
    f.transports.last()->end(0);
    QTRY_VERIFY(!sampler.isActive());
    QVERIFY(f.registry->resume(id));
    QTRY_VERIFY(sampler.isActive());
}

void TestResourceSampler::anotherProcessBeginsWithoutTheOldOnesUse()
{
    RegistryFixture f;
    const base::AgentId id = f.idleAgent();
    f.transports.last()->pid = 4711;
    f.registry->noteResources(id, {{MiB, 0, 1}, 1});
    QVERIFY(f.registry->find(id)->resources());
    QVERIFY(f.registry->stop(id));
    f.transports.last()->end(0);
    QVERIFY(!f.registry->find(id)->resources());
    QVERIFY(f.registry->resume(id));
    f.transports.last()->pid = 4712;
    QVERIFY(!f.registry->find(id)->resources());
}

QTEST_GUILESS_MAIN(TestResourceSampler)
#include "tst_resourcesampler.moc"
