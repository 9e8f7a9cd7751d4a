#pragma once

#include "core/provider/discovery/providerprobe.h"

#include <vector>

namespace provider {

//! What every CLI of this machine can. They are asked all at once.
class Discovery : public QObject
{
    Q_OBJECT

public:
    using Providers = std::vector<std::shared_ptr<const Provider>>;

    //! `directory`: as of ProviderProbe.
    Discovery(const Providers &providers, QString directory, const ProbeLimits &limits = {},
        QObject *parent = nullptr);
    //! What was said by one that is still among them holds. Who waits for done() is told of the new ones.
    void setProviders(const Providers &providers);

    enum class Source { Known, AskedAnew };
    //! done() follows, never from within this call; calls while one runs are answered by the same. AskedAnew:
    //! what was said before does not hold.
    void start(Source source = Source::Known);

Q_SIGNALS:
    //! In the order of the providers.
    void done(const QList<provider::Capabilities> &capabilities);

private:
    void tellIfComplete();
    void onAnswer(ProviderProbe *probe, const Capabilities &capabilities);

    struct Asked
    {
        std::unique_ptr<ProviderProbe> probe;
        std::optional<Capabilities> answer; //!< to the question that is open
    };

    const QString m_directory;
    const ProbeLimits m_limits;
    std::vector<Asked> m_asked;
    bool m_asking = false;
};

} // namespace provider
