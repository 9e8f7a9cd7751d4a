#pragma once

#include "core/model/message.h"

#include <QString>

//! The names by which an open message is found again. One space for all of them, so that a tool and a text
//! that a CLI gave the same id do not meet.
namespace agents::timelinekeys {

inline QString item(const QString &id)
{
    return QStringLiteral("item ") + id;
}

inline QString tool(const QString &id)
{
    return QStringLiteral("tool ") + id;
}

inline QString ask(const QString &id)
{
    return QStringLiteral("ask ") + id;
}

inline QString prompt(const QString &id)
{
    return QStringLiteral("prompt ") + id;
}

//! For a message that a Journal found open.
inline QString of(const model::Message &message)
{
    if (std::holds_alternative<model::Prompt>(message.body))
        return prompt(message.id.toString());
    if (const auto *call = std::get_if<model::ToolCall>(&message.body))
        return tool(call->id);
    if (const auto *approval = std::get_if<model::Approval>(&message.body))
        return ask(approval->id);
    if (const auto *question = std::get_if<model::Question>(&message.body))
        return ask(question->id);
    if (const auto *text = std::get_if<model::Text>(&message.body); text && !text->itemId.isEmpty())
        return item(text->itemId);
    if (const auto *thought = std::get_if<model::Thought>(&message.body);
        thought && !thought->itemId.isEmpty())
        return item(thought->itemId);
    if (const auto *plan = std::get_if<model::Plan>(&message.body); plan && !plan->itemId.isEmpty())
        return item(plan->itemId);
    return item(message.id.toString());
}

} // namespace agents::timelinekeys
