#pragma once

#include "core/model/approval.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace claude {

//! One thing that a person can allow for longer than once, and the PermissionUpdate that does it.
struct PermissionGrant
{
    model::ApprovalOption option;
    QJsonObject update;
};

//! Each suggestion as a choice of its own, each rule of an addRules too: claude suggests a rule, a directory
//! and a change of mode together, and taking all three would switch the session to another mode unasked. The
//! ids are always-1, always-2 … What takes rights away, and what is unknown, is not offered.
QList<PermissionGrant> permissionGrants(const QJsonArray &suggestions);

} // namespace claude
