// What the processes of an agent use together.
#include "core/process/resourcemeter.h"

#include <QTest>

using namespace std::chrono_literals;
using process::ProcessStat;
using process::ResourceMeter;
using process::ResourceUse;

namespace {

constexpr pid_t Server = 10;
constexpr pid_t Holder = 20;
constexpr pid_t Cli = 21;
constexpr quint64 StartTicks = 1000; // 10 s after boot

ProcessStat alive(pid_t pid, pid_t parent, quint64 cpuTicks = 0, quint64 childrenTicks = 0)
{
    ProcessStat stat;
    stat.pid = pid;
    stat.parent = parent;
    stat.alive = true;
    stat.startTime = StartTicks;
    stat.cpuTicks = cpuTicks;
    stat.childrenTicks = childrenTicks;
    stat.residentPages = 10;
    return stat;
}

ProcessStat zombie(pid_t pid, pid_t parent, quint64 cpuTicks)
{
    ProcessStat stat = alive(pid, parent, cpuTicks);
    stat.alive = false;
    stat.residentPages = 0;
    return stat;
}

ResourceMeter meter()
{
    return ResourceMeter(Server, {4096, 100});
}

} // namespace

using Processes = std::vector<ProcessStat>;

class TestResourceMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void treesAreTold_data();
    void treesAreTold();
    void cpuIsSinceTheLastTime_data();
    void cpuIsSinceTheLastTime();
    void atFirstCpuIsSinceTheStart();
    void aCliThatIsGoneIsNotTold();
    void anotherProcessOfThatIdBeginsAnew();
    void severalAgentsDoNotMix();
    void theCostOfFiftyAgents();
};

void TestResourceMeter::treesAreTold_data()
{
    QTest::addColumn<Processes>("processes");
    QTest::addColumn<int>("count");
    QTest::newRow("held, alone") << Processes{alive(Holder, 1), alive(Cli, Holder)} << 1;
    QTest::newRow("held, with tools") << Processes{alive(Holder, 1), alive(Cli, Holder), alive(30, Cli),
        alive(31, 30), alive(32, Cli)} << 4;
    QTest::newRow("what lost its parent is with the holder")
        << Processes{alive(Holder, 1), alive(Cli, Holder), alive(40, Holder), alive(41, 40)} << 3;
    QTest::newRow("children before their parents")
        << Processes{alive(31, 30), alive(30, Cli), alive(Cli, Holder), alive(Holder, 1)} << 3;
    QTest::newRow("others are not counted") << Processes{alive(Holder, 1), alive(Cli, Holder), alive(50, 1),
        alive(51, Server), alive(52, 51)} << 1;
    QTest::newRow("zombies are not counted")
        << Processes{alive(Holder, 1), alive(Cli, Holder), zombie(30, Cli, 5)} << 1;
    QTest::newRow("our own child") << Processes{alive(Server, 1), alive(Cli, Server), alive(30, Cli),
        alive(60, Server)} << 2;
    QTest::newRow("without a holder")
        << Processes{alive(1, 0), alive(Cli, 1), alive(30, Cli), alive(61, 1)} << 2;
}

void TestResourceMeter::treesAreTold()
{
    QFETCH(Processes, processes);
    QFETCH(int, count);
    const auto uses = meter().measure(processes, {Cli}, 20s);
    QCOMPARE(uses.size(), 1);
    QCOMPARE(uses.value(Cli).processes, count);
    QCOMPARE(uses.value(Cli).residentBytes, qint64{count} * 10 * 4096);
}

void TestResourceMeter::cpuIsSinceTheLastTime_data()
{
    QTest::addColumn<Processes>("before");
    QTest::addColumn<Processes>("after");
    QTest::addColumn<double>("cpu");
    const ProcessStat holder = alive(Holder, 1);
    QTest::newRow("nothing") << Processes{holder, alive(Cli, Holder, 700)}
                             << Processes{holder, alive(Cli, Holder, 700)} << 0.0;
    QTest::newRow("a quarter of a core")
        << Processes{holder, alive(Cli, Holder, 700)} << Processes{holder, alive(Cli, Holder, 825)} << 0.25;
    QTest::newRow("several cores") << Processes{holder, alive(Cli, Holder, 0), alive(30, Cli, 0)}
                                   << Processes{holder, alive(Cli, Holder, 500), alive(30, Cli, 500)} << 2.0;
    QTest::newRow("a new tool") << Processes{holder, alive(Cli, Holder, 0)}
                                << Processes{holder, alive(Cli, Holder, 0), alive(30, Cli, 250)} << 0.5;
    QTest::newRow("a tool that has ended, and its time before")
        << Processes{holder, alive(Cli, Holder, 0), alive(30, Cli, 250)}
        << Processes{holder, alive(Cli, Holder, 0, 500)} << 0.5;
    QTest::newRow("a tool that came and went")
        << Processes{holder, alive(Cli, Holder)} << Processes{holder, alive(Cli, Holder, 0, 500)} << 1.0;
    QTest::newRow("one that had lost its parent")
        << Processes{holder, alive(Cli, Holder), alive(40, Holder, 100)}
        << Processes{alive(Holder, 1, 0, 600), alive(Cli, Holder)} << 1.0;
    QTest::newRow("a zombie keeps its time")
        << Processes{holder, alive(Cli, Holder), alive(30, Cli, 500)}
        << Processes{holder, alive(Cli, Holder), zombie(30, Cli, 500)} << 0.0;
    QTest::newRow("one that nobody waited for") << Processes{holder, alive(Cli, Holder), alive(30, Cli, 500)}
                                                << Processes{holder, alive(Cli, Holder)} << 0.0;
    QTest::newRow("not the holder's own") << Processes{holder, alive(Cli, Holder)}
                                          << Processes{alive(Holder, 1, 500), alive(Cli, Holder)} << 0.0;
}

void TestResourceMeter::cpuIsSinceTheLastTime()
{
    QFETCH(Processes, before);
    QFETCH(Processes, after);
    QFETCH(double, cpu);
    ResourceMeter meter = ::meter();
    meter.measure(before, {Cli}, 100s);
    QCOMPARE(meter.measure(after, {Cli}, 105s).value(Cli).cpu, cpu);
}

void TestResourceMeter::atFirstCpuIsSinceTheStart()
{
    const auto uses = meter().measure({alive(Holder, 1), alive(Cli, Holder, 500)}, {Cli}, 20s);
    QCOMPARE(uses.value(Cli).cpu, 0.5); // 5 s of the 10 s since its start
}

void TestResourceMeter::aCliThatIsGoneIsNotTold()
{
    ResourceMeter meter = ::meter();
    QVERIFY(meter.measure({alive(Holder, 1)}, {Cli}, 20s).isEmpty());
    QVERIFY(meter.measure({}, {Cli}, 20s).isEmpty());
}

void TestResourceMeter::anotherProcessOfThatIdBeginsAnew()
{
    ResourceMeter meter = ::meter();
    meter.measure({alive(Holder, 1), alive(Cli, Holder, 9000)}, {Cli}, 100s);
    ProcessStat another = alive(Cli, Holder, 100);
    another.startTime = 10'100;
    QCOMPARE(meter.measure({alive(Holder, 1), another}, {Cli}, 103s).value(Cli).cpu, 0.5);
}

void TestResourceMeter::severalAgentsDoNotMix()
{
    const auto uses = meter().measure(
        {alive(Holder, 1), alive(Cli, Holder), alive(30, Cli), alive(120, 1), alive(121, 120)}, {Cli, 121},
        20s);
    QCOMPARE(uses.value(Cli).processes, 2);
    QCOMPARE(uses.value(121).processes, 1);
}

void TestResourceMeter::theCostOfFiftyAgents()
{
    constexpr int Agents = 50;
    constexpr int ProcessesOfEach = 6;
    Processes processes;
    QList<pid_t> clis;
    for (pid_t pid = 1000; pid < 1000 + Agents * 10; pid += 10) {
        processes.push_back(alive(pid, 1));
        for (int i = 1; i <= ProcessesOfEach; ++i)
            processes.push_back(alive(pid + i, pid + i - 1));
        clis.append(pid + 1);
    }
    ResourceMeter meter = ::meter();
    QBENCHMARK
    {
        QCOMPARE(meter.measure(processes, clis, 20s).size(), Agents);
    }
}

QTEST_GUILESS_MAIN(TestResourceMeter)
#include "tst_resourcemeter.moc"
