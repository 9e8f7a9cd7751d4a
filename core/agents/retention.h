#pragma once

#include "core/agents/agentregistry.h"
#include "core/model/settings.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace agents {

//! Removes agents that have been stopped for longer than the settings say (0 = never); looks once an hour. An
//! agent that runs, waits or failed stays: somebody may still want it. Session files go only if the settings
//! say "purge".
class Retention : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::hours Interval{1};

    Retention(AgentRegistry &registry, std::function<model::Settings()> settings, const base::Clock &clock,
        QObject *parent = nullptr);

    //! Looks now; called by the timer too.
    void sweep();

private:
    AgentRegistry &m_registry;
    std::function<model::Settings()> m_settings;
    const base::Clock &m_clock;
    QTimer m_timer;
};

} // namespace agents
