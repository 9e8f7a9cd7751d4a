#include "core/provider/discovery/discovery.h"

#include <algorithm>
#include <utility>

namespace provider {

Discovery::Discovery(
    const Providers &providers, QString directory, const ProbeLimits &limits, QObject *parent)
    : QObject(parent)
    , m_directory(std::move(directory))
    , m_limits(limits)
{
    setProviders(providers);
}

void Discovery::setProviders(const Providers &providers)
{
    std::vector<Asked> before = std::exchange(m_asked, {});
    for (const auto &provider : providers) {
        const auto kept = std::find_if(before.begin(), before.end(), [&provider](const Asked &asked) {
            return asked.probe && asked.probe->provider() == provider.get();
        });
        if (kept != before.end()) {
            m_asked.push_back(std::move(*kept));
            continue;
        }
        auto probe = std::make_unique<ProviderProbe>(provider, m_directory, m_limits);
        connect(probe.get(), &ProviderProbe::done, this,
            [this, asked = probe.get()](const Capabilities &capabilities) { onAnswer(asked, capabilities); });
        m_asked.push_back({std::move(probe), std::nullopt});
        if (m_asking)
            m_asked.back().probe->start();
    }
    // The others go, with what they were asked: this may be called while one of them tells its answer.
    for (Asked &gone : before) {
        if (!gone.probe)
            continue;
        gone.probe->disconnect(this);
        gone.probe.release()->deleteLater();
    }
    if (m_asking)
        QMetaObject::invokeMethod(this, &Discovery::tellIfComplete, Qt::QueuedConnection);
}

void Discovery::start(Source source)
{
    if (std::exchange(m_asking, true))
        return;
    for (Asked &asked : m_asked) {
        asked.answer.reset();
        if (source == Source::AskedAnew)
            asked.probe->forget();
        asked.probe->start();
    }
    if (m_asked.empty())
        QMetaObject::invokeMethod(this, &Discovery::tellIfComplete, Qt::QueuedConnection);
}

void Discovery::onAnswer(ProviderProbe *probe, const Capabilities &capabilities)
{
    for (Asked &asked : m_asked) {
        if (asked.probe.get() == probe)
            asked.answer = capabilities;
    }
    tellIfComplete();
}

void Discovery::tellIfComplete()
{
    const bool complete = std::all_of(
        m_asked.begin(), m_asked.end(), [](const Asked &asked) { return asked.answer.has_value(); });
    if (!complete || !std::exchange(m_asking, false))
        return;
    QList<Capabilities> answers;
    for (const Asked &asked : m_asked)
        answers.append(*asked.answer);
    Q_EMIT done(answers);
}

} // namespace provider
