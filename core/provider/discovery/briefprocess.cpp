#include "core/provider/discovery/briefprocess.h"

namespace provider {

BriefProcess::BriefProcess(process::LaunchPlan plan, std::chrono::milliseconds limit, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_time(limit)
    , m_process(process::ChildProcess::Limits{MaxLineBytes})
{
    using process::ChildProcess;
    connect(&m_process, &ChildProcess::started, this, &BriefProcess::started);
    connect(&m_process, &ChildProcess::linesRead, this, &BriefProcess::linesRead);
    connect(&m_process, &ChildProcess::done, this, [this](const process::ProcessResult &result) {
        m_ended = true;
        m_limit.stop();
        Q_EMIT ended(result);
    });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &BriefProcess::timedOut);
}

void BriefProcess::start()
{
    m_limit.start(m_time);
    m_process.start(m_plan);
}

void BriefProcess::finish()
{
    disconnect(); // whoever listened to it
    m_limit.stop();
    if (m_ended) {
        deleteLater();
        return;
    }
    connect(&m_process, &process::ChildProcess::done, this, &QObject::deleteLater);
    m_process.stop();
}

} // namespace provider
