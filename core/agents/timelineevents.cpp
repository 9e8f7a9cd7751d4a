// How each Event of a CLI becomes a message. What a person does, and the keeping of open messages, is in
// timeline.cpp.
#include "core/agents/timeline.h"
#include "core/agents/timelinekeys.h"

namespace agents {

void Timeline::on(const provider::TextDelta &event, base::Timestamp at)
{
    append(timelinekeys::item(event.itemId), event.parentId, event.text, model::Text{{}, false, event.itemId},
        at);
}

void Timeline::on(const provider::TextFinished &event, base::Timestamp at)
{
    const QString key = timelinekeys::item(event.itemId);
    const model::Text whole{event.text, event.aborted, {}};
    if (model::Message *message = findOpen(key)) {
        message->body = whole;
        close(key, at);
    } else if (!event.text.isEmpty()) {
        addClosed(whole, event.parentId, at);
    }
}

void Timeline::on(const provider::ThoughtDelta &event, base::Timestamp at)
{
    append(timelinekeys::item(event.itemId), event.parentId, event.text, model::Thought{{}, 0, event.itemId},
        at);
}

void Timeline::on(const provider::ThoughtFinished &event, base::Timestamp at)
{
    const QString key = timelinekeys::item(event.itemId);
    if (model::Message *message = findOpen(key)) {
        message->body = model::Thought{event.text, at - message->at, {}};
        close(key, at);
    } else if (!event.text.isEmpty()) {
        addClosed(model::Thought{event.text, 0, {}}, event.parentId, at);
    }
}

void Timeline::on(const provider::ToolStarted &event, base::Timestamp at)
{
    const QString key = timelinekeys::tool(event.call.id);
    if (!findOpen(key))
        begin(key, base::MessageId(base::newUuid()), event.parentId, event.call, at);
}

void Timeline::on(const provider::ToolUpdated &event, base::Timestamp at)
{
    const QString key = timelinekeys::tool(event.id);
    model::Message *message = findOpen(key);
    if (!message)
        return;
    auto &call = std::get<model::ToolCall>(message->body);
    if (!event.title.isEmpty())
        call.title = event.title;
    if (event.input)
        call.input = *event.input;
    if (event.diff)
        call.diff = event.diff;
    if (!event.title.isEmpty() || event.input || event.diff)
        changed(*message, at);
    if (!event.outputDelta.isEmpty())
        append(key, {}, event.outputDelta, model::ToolCall{}, at);
}

void Timeline::on(const provider::ToolFinished &event, base::Timestamp at)
{
    const QString key = timelinekeys::tool(event.id);
    model::Message *message = findOpen(key);
    if (!message)
        return;
    auto &call = std::get<model::ToolCall>(message->body);
    call.status = event.status;
    call.output = event.output;
    call.exitCode = event.exitCode;
    call.diff = event.diff;
    call.durationMs = at - message->at;
    close(key, at);
}

void Timeline::on(const provider::ApprovalAsked &event, base::Timestamp at)
{
    const QString key = timelinekeys::ask(event.approval.id);
    if (!findOpen(key))
        begin(key, base::MessageId(base::newUuid()), {}, event.approval, at);
}

void Timeline::on(const provider::QuestionAsked &event, base::Timestamp at)
{
    const QString key = timelinekeys::ask(event.question.id);
    if (!findOpen(key))
        begin(key, base::MessageId(base::newUuid()), {}, event.question, at);
}

void Timeline::on(const provider::AskWithdrawn &event, base::Timestamp at)
{
    const QString key = timelinekeys::ask(event.id);
    model::Message *message = findOpen(key);
    if (!message)
        return;
    if (auto *approval = std::get_if<model::Approval>(&message->body))
        approval->state = model::AskState::Withdrawn;
    if (auto *question = std::get_if<model::Question>(&message->body))
        question->state = model::AskState::Withdrawn;
    close(key, at);
}

void Timeline::on(const provider::PlanUpdated &event, base::Timestamp at)
{
    const QString key = timelinekeys::item(event.itemId);
    const model::Plan plan{event.entries, event.itemId};
    if (model::Message *message = findOpen(key)) {
        message->body = plan;
        changed(*message, at);
    } else {
        begin(key, base::MessageId(base::newUuid()), {}, plan, at);
    }
}

void Timeline::on(const provider::PromptProgressed &event, base::Timestamp at)
{
    setDelivery(event.promptId, event.state, at);
}

void Timeline::on(const provider::NoticeRaised &event, base::Timestamp at)
{
    addNotice(event.level, event.text, at);
}

void Timeline::on(const provider::RequestFailed &event, base::Timestamp at)
{
    addNotice(model::NoticeLevel::Warning,
        QStringLiteral("%1 was refused: %2").arg(event.request, event.error), at);
}

void Timeline::on(const provider::TurnFinished &event, base::Timestamp at)
{
    for (const model::Message &message : open()) {
        if (std::holds_alternative<model::Plan>(message.body))
            close(timelinekeys::of(message), at);
    }
    switch (event.outcome) {
    case provider::TurnOutcome::Completed:
        break;
    case provider::TurnOutcome::Interrupted:
        addNotice(model::NoticeLevel::Info, QStringLiteral("Interrupted"), at);
        break;
    case provider::TurnOutcome::Failed:
        addNotice(model::NoticeLevel::Error,
            event.error.isEmpty() ? QStringLiteral("The turn failed") : event.error, at);
        break;
    case provider::TurnOutcome::Limit:
        addNotice(model::NoticeLevel::Warning,
            event.error.isEmpty() ? QStringLiteral("A limit was reached") : event.error, at);
        break;
    }
}

void Timeline::on(const provider::LineIgnored &event, base::Timestamp at)
{
    push(model::UnknownLine{QString::fromUtf8(event.line)}, at);
}

} // namespace agents
