#pragma once

#include "core/provider/capabilities.h"
#include "core/provider/discovery/programidentity.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace provider {

class InquiryTalk;
class VersionQuestion;

//! How long a CLI may take to say what it is. Some start a whole runtime for it, on a busy machine.
struct ProbeLimits
{
    std::chrono::milliseconds version{10'000};
    std::chrono::milliseconds inquiry{60'000};
};

//! Asks one CLI for its version and for what it lets choose, without blocking. What it said holds as long as
//! its program is the same; a failure does not hold.
class ProviderProbe : public QObject
{
    Q_OBJECT

public:
    //! `directory` need not be there yet; nothing else should be in it.
    ProviderProbe(std::shared_ptr<const Provider> provider, QString directory, const ProbeLimits &limits = {},
        QObject *parent = nullptr);
    ~ProviderProbe() override;

    //! done() follows, never from within this call; calls while one runs are answered by the same.
    void start();
    //! What was said does not hold any more.
    void forget() { m_known.reset(); }
    const Provider *provider() const { return m_provider.get(); }

Q_SIGNALS:
    void done(const provider::Capabilities &capabilities);

private:
    void ask();
    void onVersion(const QString &version);
    void onChoices(const ChoicesReported &choices);
    //! Nothing more is asked; a hint is not remembered.
    void finish(const QString &hint = {});

    std::shared_ptr<const Provider> m_provider;
    QString m_directory;
    ProbeLimits m_limits;
    bool m_running = false;
    Capabilities m_answer;
    ProgramIdentity m_asked;
    std::optional<ProgramIdentity> m_known; //!< what m_answer is about
    Inquiry m_inquiry; //!< to be held after the version
    std::unique_ptr<VersionQuestion> m_version;
    std::unique_ptr<InquiryTalk> m_talk;
};

} // namespace provider
