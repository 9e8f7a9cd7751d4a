#include "core/provider/codex/promptqueue.h"

#include <QJsonObject>

#include <algorithm>

namespace codex {

using model::DeliveryState;
using provider::Events;
using provider::PromptProgressed;
using provider::TurnOutcome;

namespace {

void tell(const PromptQueue::Entry &entry, DeliveryState state, Events &events)
{
    if (!entry.promptId.isEmpty())
        events.append(PromptProgressed{entry.promptId, state});
}

} // namespace

void PromptQueue::add(const QString &promptId, const QJsonArray &input, bool steer)
{
    Entry entry;
    entry.number = m_next++;
    entry.promptId = promptId;
    entry.clientId = promptId.isEmpty() ? QStringLiteral("words-%1").arg(entry.number) : promptId;
    entry.input = input;
    entry.steer = steer;
    m_entries.push_back(entry);
}

PromptQueue::Entry *PromptQueue::firstWaiting()
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
        [](const Entry &entry) { return entry.state == Entry::State::Waiting; });
    return found == m_entries.end() ? nullptr : &*found;
}

PromptQueue::Entry *PromptQueue::find(quint64 number)
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.number == number; });
    return found == m_entries.end() ? nullptr : &*found;
}

void PromptQueue::remove(quint64 number)
{
    m_entries.remove_if([&](const Entry &entry) { return entry.number == number; });
}

bool PromptQueue::taken(const QString &clientId, Events &events)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
        return clientId.isEmpty() ? entry.state != Entry::State::Waiting : entry.clientId == clientId;
    });
    if (found == m_entries.end())
        return false;
    tell(*found, DeliveryState::Taken, events);
    m_entries.erase(found);
    return true;
}

Events PromptQueue::turnEnded(const QString &turnId, TurnOutcome outcome)
{
    Events events;
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        if (it->state != Entry::State::Accepted || it->turnId != turnId) {
            ++it;
            continue;
        }
        if (outcome == TurnOutcome::Completed) {
            // codex let it fall, and the model never saw it.
            it->state = Entry::State::Waiting;
            it->inTurnNow = false;
            ++it;
            continue;
        }
        tell(*it, outcome == TurnOutcome::Interrupted ? DeliveryState::Cancelled : DeliveryState::Failed,
            events);
        it = m_entries.erase(it);
    }
    return events;
}

bool PromptQueue::expects(const QString &turnId) const
{
    return std::any_of(
        m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.turnId == turnId; });
}

Events PromptQueue::cancelWaiting()
{
    Events events;
    for (const Entry &entry : m_entries) {
        if (entry.state == Entry::State::Waiting)
            tell(entry, DeliveryState::Cancelled, events);
    }
    m_entries.remove_if([](const Entry &entry) { return entry.state == Entry::State::Waiting; });
    return events;
}

Events PromptQueue::failAll()
{
    Events events;
    for (const Entry &entry : m_entries)
        tell(entry, DeliveryState::Failed, events);
    m_entries.clear();
    return events;
}

QJsonArray userInput(const QString &text, const QList<provider::Attachment> &attachments)
{
    QJsonArray input;
    if (!text.isEmpty()) {
        input.append(
            QJsonObject{{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}});
    }
    for (const provider::Attachment &attachment : attachments) {
        const QString url = QStringLiteral("data:%1;base64,%2")
                                .arg(attachment.mediaType, QString::fromLatin1(attachment.data.toBase64()));
        input.append(
            QJsonObject{{QStringLiteral("type"), QStringLiteral("image")}, {QStringLiteral("url"), url}});
    }
    return input;
}

} // namespace codex
