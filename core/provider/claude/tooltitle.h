#pragma once

#include "core/model/toolcall.h"

#include <QJsonObject>

namespace claude {

//! What a tool of claude does, by its name. Unknown names are Other: claude gets new tools every few weeks.
model::ToolKind toolKind(const QString &toolName);

//! One line that tells this call from others of the tool: the command, the file, the pattern, the
//! description.
QString toolTitle(const QString &toolName, const QJsonObject &input);

//! What is asked for: "Run make -j8", "Write out.txt".
QString approvalTitle(const QString &toolName, const QJsonObject &input);

} // namespace claude
