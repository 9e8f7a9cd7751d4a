#include "core/provider/codex/modes.h"

#include "core/provider/codex/jsonfields.h"

#include <array>

namespace codex {

namespace {

struct NamedPolicy
{
    const char *mode;
    const char *approvalPolicy;
    const char *sandbox;
    const char *sandboxType; //!< of the SandboxPolicy object
    bool plan;
};

constexpr std::array Policies{
    NamedPolicy{"read-only", "on-request", "read-only", "readOnly", false},
    NamedPolicy{"auto", "on-request", "workspace-write", "workspaceWrite", false},
    NamedPolicy{"untrusted", "untrusted", "workspace-write", "workspaceWrite", false},
    NamedPolicy{"full-access", "never", "danger-full-access", "dangerFullAccess", false},
    NamedPolicy{"plan", "on-request", "read-only", "readOnly", true},
};

} // namespace

QStringList allModes()
{
    QStringList modes;
    for (const NamedPolicy &policy : Policies)
        modes.append(QString::fromLatin1(policy.mode));
    return modes;
}

QStringList allEfforts()
{
    return {QStringLiteral("none"), QStringLiteral("minimal"), QStringLiteral("low"),
        QStringLiteral("medium"), QStringLiteral("high"), QStringLiteral("xhigh"), QStringLiteral("max"),
        QStringLiteral("ultra")};
}

std::optional<ModePolicy> policyOf(const QString &mode)
{
    for (const NamedPolicy &policy : Policies) {
        if (mode == QLatin1StringView(policy.mode)) {
            return ModePolicy{
                QString::fromLatin1(policy.approvalPolicy), QString::fromLatin1(policy.sandbox), policy.plan};
        }
    }
    return std::nullopt;
}

QString modeOf(const QJsonValue &approvalPolicy, const QJsonObject &sandboxPolicy, bool plan)
{
    if (plan)
        return QStringLiteral("plan"); // whatever it may do, it plans
    const QString sandboxType = text(sandboxPolicy, "type");
    for (const NamedPolicy &policy : Policies) {
        if (!policy.plan && approvalPolicy.toString() == QLatin1StringView(policy.approvalPolicy)
            && sandboxType == QLatin1StringView(policy.sandboxType))
            return QString::fromLatin1(policy.mode);
    }
    return QStringLiteral("custom");
}

QJsonObject sandboxPolicy(const QString &sandbox, const QStringList &writableRoots)
{
    for (const NamedPolicy &policy : Policies) {
        if (sandbox != QLatin1StringView(policy.sandbox))
            continue;
        QJsonObject object{{QStringLiteral("type"), QString::fromLatin1(policy.sandboxType)}};
        if (sandbox == QLatin1StringView("workspace-write"))
            object.insert(QStringLiteral("writableRoots"), QJsonArray::fromStringList(writableRoots));
        return object;
    }
    return {};
}

} // namespace codex
