#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace codex {

//! What a mode means on the wire: when codex asks, what it may do without asking, whether it only plans.
struct ModePolicy
{
    QString approvalPolicy; //!< "untrusted", "on-request", "never"
    QString sandbox; //!< "read-only", "workspace-write", "danger-full-access"
    bool plan = false; //!< collaboration mode "plan"
};

//! "read-only", "auto" and "full-access" as codex itself names them, "untrusted" (asks before every command
//! that is not known to only read) and "plan".
QStringList allModes();
QStringList allEfforts();

std::optional<ModePolicy> policyOf(const QString &mode);
//! The mode that codex is in; "custom" for a combination that none of ours is.
QString modeOf(const QJsonValue &approvalPolicy, const QJsonObject &sandboxPolicy, bool plan);

//! A SandboxPolicy object for `sandbox`, which may also write below `writableRoots`.
QJsonObject sandboxPolicy(const QString &sandbox, const QStringList &writableRoots);

} // namespace codex
