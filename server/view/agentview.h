#pragma once

#include "core/agents/agent.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace provider {
class Provider;
}

namespace view {

constexpr int ListMessages = 3; //!< newest messages of each agent in the list
constexpr int DetailMessages = 50; //!< newest messages in an agent's details (the contract allows 200)

//! An agent as in GET /agents; see API.md.
QJsonObject listForm(const agents::Agent &agent);
//! An agent as in GET /agents/:id, with its choices. `provider` may be null.
QJsonObject details(const agents::Agent &agent, const provider::Provider *provider);

//! `[{id, name, description, efforts}]`
QJsonArray modelsJson(const QList<provider::ModelChoice> &models);
//! `[{name, description, argumentHint}]`
QJsonArray commandsJson(const QList<provider::CommandChoice> &commands);

//! running | waiting_input | stopped | error
QString statusName(const agents::Agent &agent);

} // namespace view
