#pragma once

#include "core/agents/agentregistry.h"
#include "core/process/resourcemeter.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace agents {

//! Looks every Interval at what each agent's processes use and tells the registry. Reads /proc off the event
//! loop, and does nothing while no agent runs.
class ResourceSampler : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Interval{5000};

    ResourceSampler(AgentRegistry &registry, const base::Clock &clock,
        std::chrono::milliseconds interval = Interval, QObject *parent = nullptr);

    bool isActive() const { return m_timer.isActive(); }

private:
    void startIfNeeded();
    void sample();
    void take(const std::vector<process::ProcessStat> &processes, std::chrono::nanoseconds sinceBoot);

    AgentRegistry &m_registry;
    const base::Clock &m_clock;
    process::ResourceMeter m_meter;
    QTimer m_timer;
    bool m_reading = false;
};

} // namespace agents
