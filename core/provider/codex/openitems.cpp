#include "core/provider/codex/openitems.h"

#include <algorithm>

namespace codex {

using provider::Events;

OpenItems::Item *OpenItems::find(const QString &id, Kind kind)
{
    const auto found = std::find_if(
        m_items.begin(), m_items.end(), [&](const Item &item) { return item.id == id && item.kind == kind; });
    return found == m_items.end() ? nullptr : &*found;
}

OpenItems::Item &OpenItems::findOrBegin(const QString &id, Kind kind)
{
    if (Item *item = find(id, kind))
        return *item;
    Item item;
    item.id = id;
    item.kind = kind;
    m_items.push_back(item);
    return m_items.back();
}

void OpenItems::remove(const QString &id)
{
    m_items.remove_if([&](const Item &item) { return item.id == id; });
}

Events OpenItems::textStarted(const QString &id)
{
    Events events;
    m_items.remove_if([&](const Item &item) {
        if (item.kind != Kind::Text || item.id == id)
            return false;
        close(item, model::ToolStatus::Cancelled, events);
        return true;
    });
    findOrBegin(id, Kind::Text);
    return events;
}

Events OpenItems::textDelta(const QString &id, const QString &delta)
{
    if (delta.isEmpty())
        return {};
    findOrBegin(id, Kind::Text).text += delta;
    return {provider::TextDelta{id, {}, delta}};
}

Events OpenItems::textFinished(const QString &id, const QString &text)
{
    const Item *item = find(id, Kind::Text);
    const bool shown = item && !item->text.isEmpty();
    remove(id);
    if (!shown && text.isEmpty())
        return {};
    return {provider::TextFinished{id, {}, text, false}};
}

Events OpenItems::thoughtDelta(const QString &id, const QString &delta, int part)
{
    if (delta.isEmpty())
        return {};
    Item &item = findOrBegin(id, Kind::Thought);
    const QString added = part != item.part && !item.text.isEmpty() ? QStringLiteral("\n\n") + delta : delta;
    item.part = part;
    item.text += added;
    return {provider::ThoughtDelta{id, {}, added}};
}

Events OpenItems::thoughtFinished(const QString &id, const QString &text)
{
    const Item *item = find(id, Kind::Thought);
    const QString whole = text.isEmpty() && item ? item->text : text;
    remove(id);
    if (whole.isEmpty())
        return {}; // the model thought, and keeps it to itself
    return {provider::ThoughtFinished{id, {}, whole}};
}

bool OpenItems::hasTool(const QString &id) const
{
    return std::any_of(m_items.begin(), m_items.end(),
        [&](const Item &item) { return item.kind == Kind::Tool && item.id == id; });
}

Events OpenItems::toolStarted(const model::ToolCall &call)
{
    if (call.id.isEmpty() || hasTool(call.id))
        return {};
    findOrBegin(call.id, Kind::Tool).diff = call.diff;
    return {provider::ToolStarted{{}, call}};
}

Events OpenItems::toolOutput(const QString &id, const QString &delta)
{
    Item *item = find(id, Kind::Tool);
    if (!item || delta.isEmpty())
        return {};
    if (item->text.size() < MaxKeptOutput)
        item->text += delta;
    provider::ToolUpdated update;
    update.id = id;
    update.outputDelta = delta;
    return {update};
}

Events OpenItems::toolDiff(const QString &id, const model::FileDiff &diff)
{
    Item *item = find(id, Kind::Tool);
    if (!item)
        return {};
    item->diff = diff;
    provider::ToolUpdated update;
    update.id = id;
    update.diff = diff;
    return {update};
}

Events OpenItems::toolFinished(provider::ToolFinished finished)
{
    const Item *item = find(finished.id, Kind::Tool);
    if (!item)
        return {};
    if (finished.output.isEmpty())
        finished.output = item->text;
    if (!finished.diff)
        finished.diff = item->diff;
    remove(finished.id);
    return {finished};
}

void OpenItems::close(const Item &item, model::ToolStatus status, Events &events)
{
    switch (item.kind) {
    case Kind::Text:
        if (!item.text.isEmpty())
            events.append(provider::TextFinished{item.id, {}, item.text, true});
        break;
    case Kind::Thought:
        events.append(provider::ThoughtFinished{item.id, {}, item.text});
        break;
    case Kind::Tool: {
        provider::ToolFinished finished;
        finished.id = item.id;
        finished.status = status;
        finished.output = item.text;
        finished.diff = item.diff;
        events.append(finished);
        break;
    }
    }
}

Events OpenItems::closeAll(model::ToolStatus status)
{
    Events events;
    for (const Item &item : m_items)
        close(item, status, events);
    m_items.clear();
    return events;
}

} // namespace codex
