#pragma once

#include "core/provider/codex/ask.h"

#include <QStringList>

namespace codex {

//! What a permission profile would open, one line each: network, paths to read, paths to write.
QStringList permissionWords(const QJsonObject &profile);

//! item/permissions/requestApproval: may codex have more than its sandbox gives. Granted as asked or not at
//! all.
ApprovalAsk permissionsAsk(const QJsonObject &params);

} // namespace codex
