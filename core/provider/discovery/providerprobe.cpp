#include "core/provider/discovery/providerprobe.h"

#include "core/provider/discovery/inquirytalk.h"
#include "core/provider/discovery/versionquestion.h"

#include <QDir>

namespace provider {

namespace {

//! Those of the models, in the order of `known`; `known` when no model tells any.
QStringList effortsOf(const QList<ModelChoice> &models, const QStringList &known)
{
    QStringList told;
    for (const ModelChoice &model : models)
        told += model.efforts;
    told.removeDuplicates();
    if (told.isEmpty())
        return known;
    QStringList ordered;
    for (const QString &effort : known) {
        if (told.removeOne(effort))
            ordered.append(effort);
    }
    return ordered + told;
}

} // namespace

ProviderProbe::ProviderProbe(
    std::shared_ptr<const Provider> provider, QString directory, const ProbeLimits &limits, QObject *parent)
    : QObject(parent)
    , m_provider(std::move(provider))
    , m_directory(std::move(directory))
    , m_limits(limits)
{
}

ProviderProbe::~ProviderProbe() = default;

void ProviderProbe::start()
{
    if (std::exchange(m_running, true))
        return;
    QMetaObject::invokeMethod(this, &ProviderProbe::ask, Qt::QueuedConnection);
}

void ProviderProbe::ask()
{
    auto inquiry = m_provider->inquiry(m_directory);
    ProgramIdentity asked;
    if (inquiry) {
        asked = ProgramIdentity::of(inquiry->plan.program);
        if (m_known == asked) {
            finish();
            return;
        }
    }
    m_known.reset();
    m_asked = asked;
    m_answer = {m_provider->id(), m_provider->displayName(), m_provider->interfaces(), false, {}, {}, {},
        m_provider->modes(), m_provider->efforts(), {}, {}};
    if (!inquiry) {
        m_answer.available = inquiry.error().code == base::ErrorCode::Unsupported;
        finish(m_answer.available ? QString() : inquiry.error().message);
        return;
    }
    m_answer.detectedFrom = inquiry->plan.program;
    if (!QDir().mkpath(m_directory)) {
        finish(QStringLiteral("%1 cannot be made").arg(m_directory));
        return;
    }
    m_inquiry = std::move(*inquiry);
    if (!m_inquiry.asksVersion) {
        onVersion({});
        return;
    }
    m_version = std::make_unique<VersionQuestion>(m_inquiry.plan, m_limits.version, this);
    connect(m_version.get(), &VersionQuestion::answered, this, &ProviderProbe::onVersion);
    connect(m_version.get(), &VersionQuestion::failed, this, &ProviderProbe::finish);
    m_version->start();
}

void ProviderProbe::onVersion(const QString &version)
{
    m_answer.available = true;
    m_answer.version = version;
    m_talk = std::make_unique<InquiryTalk>(
        m_provider->displayName(), std::move(m_inquiry), m_limits.inquiry, this);
    connect(m_talk.get(), &InquiryTalk::answered, this, &ProviderProbe::onChoices);
    connect(m_talk.get(), &InquiryTalk::failed, this, &ProviderProbe::finish);
    m_talk->start();
}

void ProviderProbe::onChoices(const ChoicesReported &choices)
{
    m_answer.models = choices.models;
    m_answer.commands = choices.commands;
    if (!choices.modes.isEmpty())
        m_answer.modes = choices.modes;
    m_answer.efforts = effortsOf(choices.models, m_provider->efforts());
    m_known = m_asked;
    finish();
}

void ProviderProbe::finish(const QString &hint)
{
    // This may be a signal of one of them.
    if (m_version)
        m_version.release()->deleteLater();
    if (m_talk)
        m_talk.release()->deleteLater();
    m_answer.hint = hint;
    m_running = false;
    Q_EMIT done(m_answer);
}

} // namespace provider
