#include "tray/model/agent.h"

#include "core/base/jsonreader.h"

namespace tray {

namespace {

constexpr base::EnumNames<AgentPhase, 7> PhaseNames{{
    {AgentPhase::Starting, "starting"},
    {AgentPhase::Working, "working"},
    {AgentPhase::Retrying, "retrying"},
    {AgentPhase::Asking, "asking"},
    {AgentPhase::Idle, "idle"},
    {AgentPhase::Stopped, "stopped"},
    {AgentPhase::Failed, "failed"},
}};

} // namespace

base::Result<Agent> agentFromJson(const QJsonObject &json)
{
    base::JsonReader reader(json);
    Agent agent;
    agent.id = reader.string("id");
    agent.name = reader.string("name").simplified();
    agent.phase = reader.enumeration("phase", PhaseNames);
    agent.activity = reader.optionalString("activity").value_or(QString()).simplified();
    agent.error = reader.optionalString("error").value_or(QString()).simplified();
    agent.lastSeq = base::Sequence(reader.optionalInteger("lastSeq", 0).value_or(0));
    const QJsonArray pending = reader.optionalArray("pending").value_or(QJsonArray());
    if (reader.error())
        return tl::unexpected(*reader.error());
    for (const QJsonValue &message : pending) {
        auto ask = askFromMessage(message.toObject());
        if (!ask)
            return tl::unexpected(std::move(ask.error()));
        if (*ask)
            agent.asks.append(**ask);
    }
    return agent;
}

bool isBusy(AgentPhase phase)
{
    return phase == AgentPhase::Starting || phase == AgentPhase::Working || phase == AgentPhase::Retrying;
}

bool hasProcess(AgentPhase phase)
{
    return phase != AgentPhase::Stopped && phase != AgentPhase::Failed;
}

} // namespace tray
