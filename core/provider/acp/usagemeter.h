#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

namespace acp {

//! What the session has used. usage_update tells the context's fill and the session's cost so far; tokens
//! come with the answer to a prompt, for its turn only, and are added up here.
class UsageMeter
{
public:
    // Each gives an event only if something is new.
    std::optional<provider::Event> update(const QJsonObject &update);
    std::optional<provider::Event> turnEnded(const QJsonObject &answer);

    // For a protocol that goes on where another one rested.
    QJsonObject toJson() const;
    void goOnFrom(const QJsonObject &json);

private:
    std::optional<double> m_cost;
    std::optional<model::ContextWindow> m_context;
    model::TokenUsage m_tokens;
};

} // namespace acp
