#pragma once

#include "core/base/jsonreader.h"
#include "core/model/agent.h"
#include "core/model/approval.h"
#include "core/model/message.h"
#include "core/model/toolcall.h"

// What lets one type of this folder be read as a part of another, with errors that name the whole path.
namespace model {

AgentState readAgentState(base::JsonReader &reader);
FileDiff readFileDiff(base::JsonReader &reader);
ToolCall readToolCall(base::JsonReader &reader);
Approval readApproval(base::JsonReader &reader);
Question readQuestion(base::JsonReader &reader);
Message readMessage(base::JsonReader &reader);

} // namespace model
