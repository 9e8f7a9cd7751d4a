#include "core/agents/timeline.h"

#include "core/agents/timelinekeys.h"

#include <algorithm>

namespace agents {

namespace {

QString *textOf(model::MessageBody &body)
{
    if (auto *text = std::get_if<model::Text>(&body))
        return &text->text;
    if (auto *thought = std::get_if<model::Thought>(&body))
        return &thought->text;
    if (auto *tool = std::get_if<model::ToolCall>(&body))
        return &tool->output;
    return nullptr;
}

//! Once a message is closed nothing is added to it, so nobody looks it up by the CLI's name any more.
void forgetItemId(model::MessageBody &body)
{
    if (auto *text = std::get_if<model::Text>(&body))
        text->itemId.clear();
    else if (auto *thought = std::get_if<model::Thought>(&body))
        thought->itemId.clear();
    else if (auto *plan = std::get_if<model::Plan>(&body))
        plan->itemId.clear();
}

bool isAsk(const model::Message &message)
{
    return std::holds_alternative<model::Approval>(message.body)
        || std::holds_alternative<model::Question>(message.body);
}

bool isFinal(model::DeliveryState state)
{
    return state == model::DeliveryState::Taken || state == model::DeliveryState::Cancelled
        || state == model::DeliveryState::Failed;
}

} // namespace

Timeline::Timeline(base::Sequence last, const QList<model::Message> &open)
    : m_last(last)
{
    for (const model::Message &message : open) {
        const QString key = timelinekeys::of(message);
        m_open.emplace(message.seq, OpenMessage{key, message});
        m_keys.insert(key, message.seq);
    }
}

void Timeline::apply(const provider::Event &event, base::Timestamp at)
{
    std::visit(
        [this, at](const auto &concrete) {
            if constexpr (requires { this->on(concrete, at); })
                this->on(concrete, at);
        },
        event);
}

void Timeline::push(model::RecordBody body, base::Timestamp at)
{
    m_records.append(model::Record{++m_last, at, std::move(body)});
}

model::Message &Timeline::begin(const QString &key, const base::MessageId &id, const QString &parentId,
    model::MessageBody body, base::Timestamp at)
{
    const base::Sequence seq = m_last + 1;
    const auto [entry, inserted]
        = m_open.emplace(seq, OpenMessage{key, model::Message{id, seq, at, parentId, true, std::move(body)}});
    m_keys.insert(key, seq);
    push(model::MessageChanged{entry->second.message}, at);
    return entry->second.message;
}

model::Message *Timeline::findOpen(const QString &key)
{
    const auto seq = m_keys.constFind(key);
    return seq == m_keys.constEnd() ? nullptr : &m_open.at(*seq).message;
}

void Timeline::changed(const model::Message &message, base::Timestamp at)
{
    push(model::MessageChanged{message}, at);
}

void Timeline::close(const QString &key, base::Timestamp at)
{
    const auto seq = m_keys.constFind(key);
    if (seq == m_keys.constEnd())
        return;
    const auto entry = m_open.find(*seq);
    entry->second.message.open = false;
    forgetItemId(entry->second.message.body);
    changed(entry->second.message, at);
    m_open.erase(entry);
    m_keys.erase(seq);
}

void Timeline::append(const QString &key, const QString &parentId, const QString &text,
    model::MessageBody empty, base::Timestamp at)
{
    model::Message *message = findOpen(key);
    if (!message) {
        *textOf(empty) = text;
        begin(key, base::MessageId(base::newUuid()), parentId, std::move(empty), at);
        return;
    }
    *textOf(message->body) += text;
    // Neighbouring pieces of one slice are one record: the journal and every browser get one instead of
    // hundreds.
    if (!m_records.isEmpty()) {
        if (auto *last = std::get_if<model::MessageAppended>(&m_records.last().body);
            last && last->id == message->id) {
            last->text += text;
            return;
        }
        if (auto *last = std::get_if<model::MessageChanged>(&m_records.last().body);
            last && last->message.id == message->id) {
            *textOf(last->message.body) += text;
            return;
        }
    }
    push(model::MessageAppended{message->id, text}, at);
}

void Timeline::addPrompt(const QString &id, const model::Prompt &prompt, base::Timestamp at)
{
    begin(timelinekeys::prompt(id), base::MessageId(id), {}, prompt, at);
}

void Timeline::setDelivery(const QString &promptId, model::DeliveryState state, base::Timestamp at)
{
    const QString key = timelinekeys::prompt(promptId);
    model::Message *message = findOpen(key);
    if (!message)
        return;
    auto &prompt = std::get<model::Prompt>(message->body);
    if (prompt.delivery >= state)
        return;
    prompt.delivery = state;
    if (isFinal(state))
        close(key, at);
    else
        changed(*message, at);
}

void Timeline::addNotice(model::NoticeLevel level, const QString &text, base::Timestamp at)
{
    addClosed(model::Notice{level, text}, {}, at);
}

void Timeline::addClosed(const model::MessageBody &body, const QString &parentId, base::Timestamp at)
{
    push(model::MessageChanged{model::Message{
             base::MessageId(base::newUuid()), m_last + 1, at, parentId, false, body}},
        at);
}

void Timeline::addState(const model::AgentState &state, base::Timestamp at)
{
    push(model::StateChanged{state}, at);
}

base::Sequence Timeline::addInput(qint64 offset, const QJsonObject &command, base::Timestamp at)
{
    push(model::InputGiven{offset, command}, at);
    return m_last;
}

bool Timeline::decide(const QString &approvalId, const model::Decision &decision)
{
    model::Message *message = findOpen(timelinekeys::ask(approvalId));
    auto *approval = message ? std::get_if<model::Approval>(&message->body) : nullptr;
    if (!approval)
        return false;
    approval->state = model::AskState::Decided;
    approval->decision = decision;
    close(timelinekeys::ask(approvalId), decision.at);
    return true;
}

bool Timeline::answer(const QString &questionId, const QJsonObject &answers, const model::Decision &decision)
{
    model::Message *message = findOpen(timelinekeys::ask(questionId));
    auto *question = message ? std::get_if<model::Question>(&message->body) : nullptr;
    if (!question)
        return false;
    question->state = model::AskState::Decided;
    question->answers = answers;
    question->decision = decision;
    close(timelinekeys::ask(questionId), decision.at);
    return true;
}

void Timeline::closeAll(base::Timestamp at)
{
    for (auto entry = m_open.begin(); entry != m_open.end();) {
        auto &[key, message] = entry->second;
        if (auto *prompt = std::get_if<model::Prompt>(&message.body)) {
            if (prompt->delivery == model::DeliveryState::Accepted) {
                ++entry; // never given to the process: it still waits for the next one
                continue;
            }
            prompt->delivery = model::DeliveryState::Failed;
        } else if (auto *text = std::get_if<model::Text>(&message.body)) {
            text->aborted = true;
        } else if (auto *tool = std::get_if<model::ToolCall>(&message.body)) {
            tool->status = model::ToolStatus::Cancelled;
            tool->durationMs = at - message.at;
        } else if (auto *approval = std::get_if<model::Approval>(&message.body)) {
            approval->state = model::AskState::Void;
        } else if (auto *question = std::get_if<model::Question>(&message.body)) {
            question->state = model::AskState::Void;
        }
        message.open = false;
        forgetItemId(message.body);
        changed(message, at);
        m_keys.remove(key);
        entry = m_open.erase(entry);
    }
}

QList<model::Record> Timeline::take()
{
    return std::exchange(m_records, {});
}

QList<model::Message> Timeline::open() const
{
    QList<model::Message> messages;
    for (const auto &[seq, open] : m_open)
        messages.append(open.message);
    return messages;
}

const model::Message *Timeline::openAt(base::Sequence seq) const
{
    const auto entry = m_open.find(seq);
    return entry == m_open.end() ? nullptr : &entry->second.message;
}

const model::Message *Timeline::openAsk(const QString &askId) const
{
    const auto seq = m_keys.constFind(timelinekeys::ask(askId));
    return seq == m_keys.constEnd() ? nullptr : &m_open.at(*seq).message;
}

QList<model::Message> Timeline::pending() const
{
    QList<model::Message> messages;
    for (const auto &[seq, open] : m_open) {
        if (isAsk(open.message))
            messages.append(open.message);
    }
    return messages;
}

bool Timeline::hasPending() const
{
    return std::any_of(
        m_open.begin(), m_open.end(), [](const auto &entry) { return isAsk(entry.second.message); });
}

QList<model::Message> Timeline::promptsIn(model::DeliveryState state) const
{
    QList<model::Message> prompts;
    for (const auto &[seq, open] : m_open) {
        const auto *prompt = std::get_if<model::Prompt>(&open.message.body);
        if (prompt && prompt->delivery == state)
            prompts.append(open.message);
    }
    return prompts;
}

} // namespace agents
