#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

namespace claude {

//! What one tool_result block says of its call. `toolUseResult` is the structured side of it, `meta` the
//! block's entry of tool_result_meta; both may be missing, and are in older versions.
struct ToolResultLine
{
    QJsonObject block;
    QJsonValue toolUseResult;
    QJsonObject meta;
};

//! Text of a content field, which is a string or a list of blocks; images and references are named, not
//! shown.
QString contentText(const QJsonValue &content);

//! `deniedByPerson`: a person said no to this very call, which older versions do not say themselves.
provider::ToolFinished toolFinished(const QString &toolName, const ToolResultLine &line, bool deniedByPerson);

//! The call goes on in the background after its result (a subagent, a shell).
bool goesOnInBackground(const QJsonValue &toolUseResult);

} // namespace claude
