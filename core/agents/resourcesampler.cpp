#include "core/agents/resourcesampler.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <unistd.h>

namespace agents {

ResourceSampler::ResourceSampler(
    AgentRegistry &registry, const base::Clock &clock, std::chrono::milliseconds interval, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_clock(clock)
    , m_meter(::getpid())
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &ResourceSampler::sample);
    // What an agent does when its process runs comes as records; one that is taken over tells its choices.
    connect(&registry, &AgentRegistry::recordsAppended, this, &ResourceSampler::startIfNeeded);
    connect(&registry, &AgentRegistry::agentChanged, this, &ResourceSampler::startIfNeeded);
    startIfNeeded();
}

void ResourceSampler::startIfNeeded()
{
    if (!m_timer.isActive() && m_registry.runningCount() > 0)
        m_timer.start();
}

void ResourceSampler::sample()
{
    if (m_registry.runningCount() == 0) {
        m_timer.stop();
        return;
    }
    if (std::exchange(m_reading, true))
        return;
    QThreadPool::globalInstance()->start([self = QPointer(this)] {
        const auto sinceBoot = process::timeSinceBoot();
        auto processes = process::readAllProcesses();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, sinceBoot, processes = std::move(processes)] {
                if (self)
                    self->take(processes, sinceBoot);
            },
            Qt::QueuedConnection);
    });
}

void ResourceSampler::take(
    const std::vector<process::ProcessStat> &processes, std::chrono::nanoseconds sinceBoot)
{
    m_reading = false;
    const QHash<base::AgentId, qint64> agents = m_registry.processIds();
    QList<pid_t> clis;
    for (const qint64 pid : agents)
        clis.append(static_cast<pid_t>(pid));
    const auto uses = m_meter.measure(processes, clis, sinceBoot);
    const base::Timestamp now = m_clock.now();
    for (auto agent = agents.begin(); agent != agents.end(); ++agent) {
        const auto use = uses.find(static_cast<pid_t>(agent.value()));
        if (use != uses.end())
            m_registry.noteResources(agent.key(), {*use, now});
    }
}

} // namespace agents
