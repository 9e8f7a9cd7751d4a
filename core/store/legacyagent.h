#pragma once

#include "core/base/result.h"
#include "core/model/agent.h"
#include "core/model/message.h"

#include <QJsonObject>
#include <QList>

namespace store {

//! An agent of the original AgentMonitor, in our terms.
struct LegacyAgent
{
    model::AgentDocument document;
    model::AgentState state; //!< stopped: its process belonged to the other server
    QList<model::Message> messages; //!< numbered from 1
};

//! Reads one entry of the original's agents.json. Required: id, name, config.directory, and of a message its
//! role and content. What else is absent gets what the original shows instead; what is there must have the
//! right type. InvalidArgument names the field, below `path` ("agents[2]"). Roles become: user → Prompt
//! (taken), assistant → Text, system → Notice, tool → ToolCall.
base::Result<LegacyAgent> legacyAgentFromJson(const QJsonObject &json, const QString &path);

} // namespace store
