#include "core/provider/codex/threadsettings.h"

#include "core/provider/codex/jsonfields.h"

namespace codex {

namespace {

bool isPlan(const QJsonObject &collaborationMode)
{
    return text(collaborationMode, "mode") == QLatin1StringView("plan");
}

} // namespace

void ThreadSettings::opened(const QJsonObject &answer)
{
    m_firstModel = m_model = text(answer, "model");
    m_effort = text(answer, "reasoningEffort");
    m_plan = isPlan(object(answer, "collaborationMode"));
    m_askedModel = m_model;
    m_askedEffort = m_effort;
    m_askedPlan = m_plan;
    m_mode = modeOf(answer.value(QLatin1StringView("approvalPolicy")), object(answer, "sandbox"), m_plan);
}

std::optional<provider::SettingsReported> ThreadSettings::updated(const QJsonObject &settings)
{
    const QString model = text(settings, "model");
    const QString effort = text(settings, "effort");
    m_plan = isPlan(object(settings, "collaborationMode"));
    const QString mode = modeOf(
        settings.value(QLatin1StringView("approvalPolicy")), object(settings, "sandboxPolicy"), m_plan);

    provider::SettingsReported report;
    if (!model.isEmpty() && model != m_model)
        report.model = m_model = model;
    if (effort != m_effort)
        report.effort = m_effort = effort;
    if (mode != m_mode)
        report.mode = m_mode = mode;
    if (!report.model && !report.effort && !report.mode)
        return std::nullopt;
    return report;
}

void ThreadSettings::asked(const QJsonObject &params)
{
    if (const QString model = text(params, "model"); !model.isEmpty())
        m_askedModel = model;
    if (const QString effort = text(params, "effort"); !effort.isEmpty())
        m_askedEffort = effort;
    if (const QJsonObject mode = object(params, "collaborationMode"); !mode.isEmpty())
        m_askedPlan = isPlan(mode);
}

QJsonObject ThreadSettings::forMode(const ModePolicy &policy, const QStringList &writableRoots) const
{
    QJsonObject params{{QStringLiteral("approvalPolicy"), policy.approvalPolicy},
        {QStringLiteral("sandboxPolicy"), sandboxPolicy(policy.sandbox, writableRoots)}};
    if (policy.plan != m_plan || policy.plan != m_askedPlan) {
        // It sets the model and its effort too, so that they have to be said again.
        QJsonObject settings{{QStringLiteral("model"), m_askedModel},
            {QStringLiteral("developer_instructions"), QJsonValue::Null}};
        settings.insert(QStringLiteral("reasoning_effort"),
            m_askedEffort.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(m_askedEffort));
        params.insert(QStringLiteral("collaborationMode"),
            QJsonObject{
                {QStringLiteral("mode"), policy.plan ? QStringLiteral("plan") : QStringLiteral("default")},
                {QStringLiteral("settings"), settings}});
    }
    return params;
}

QJsonObject ThreadSettings::missing(const ThreadRequest &request) const
{
    QJsonObject params;
    const auto policy = policyOf(request.mode);
    const bool needsRoots = policy && policy->sandbox == QLatin1StringView("workspace-write")
        && !request.writableRoots.isEmpty();
    if (policy && (request.mode != m_mode || needsRoots))
        params = forMode(*policy, request.writableRoots);
    if (!request.model.isEmpty() && request.model != m_model)
        params.insert(QStringLiteral("model"), request.model);
    if (!request.effort.isEmpty() && request.effort != m_effort)
        params.insert(QStringLiteral("effort"), request.effort);
    return params;
}

QJsonObject ThreadSettings::rest() const
{
    return {{QStringLiteral("model"), m_model}, {QStringLiteral("mode"), m_mode},
        {QStringLiteral("effort"), m_effort}, {QStringLiteral("firstModel"), m_firstModel},
        {QStringLiteral("plan"), m_plan}, {QStringLiteral("askedModel"), m_askedModel},
        {QStringLiteral("askedEffort"), m_askedEffort}, {QStringLiteral("askedPlan"), m_askedPlan}};
}

void ThreadSettings::goOnFrom(const QJsonObject &rest)
{
    m_model = text(rest, "model");
    m_mode = text(rest, "mode");
    m_effort = text(rest, "effort");
    m_firstModel = text(rest, "firstModel");
    m_plan = flag(rest, "plan");
    m_askedModel = text(rest, "askedModel");
    m_askedEffort = text(rest, "askedEffort");
    m_askedPlan = flag(rest, "askedPlan");
}

} // namespace codex
