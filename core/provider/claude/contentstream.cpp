#include "core/provider/claude/contentstream.h"

#include "core/provider/claude/jsonfields.h"

#include <algorithm>

namespace claude {

using provider::Events;

namespace {

constexpr QLatin1StringView TextType("text");
constexpr QLatin1StringView ThoughtType("thinking");

QString itemId(const QString &messageId, int index)
{
    return QStringLiteral("%1:%2").arg(messageId).arg(index);
}

QString textOf(const QJsonObject &block)
{
    return text(block, text(block, "type") == ThoughtType ? "thinking" : "text");
}

} // namespace

ContentStream::Message &ContentStream::begin(
    const QString &parentId, const QString &messageId, Events &events)
{
    Message &message = m_messages[parentId];
    close(parentId, message, true, events);
    message = Message{};
    message.id = messageId.isEmpty() ? QStringLiteral("message-%1").arg(++m_nameless) : messageId;
    return message;
}

ContentStream::Message &ContentStream::current(
    const QString &parentId, const QString &messageId, Events &events)
{
    const auto it = m_messages.find(parentId);
    if (it == m_messages.end() || (!messageId.isEmpty() && it->id != messageId))
        return begin(parentId, messageId, events);
    return *it;
}

void ContentStream::finish(
    const QString &parentId, const QString &messageId, int index, Block &block, bool aborted, Events &events)
{
    block.finished = true;
    // An empty block that nobody has seen (a hidden thought) stays unseen.
    if (block.text.isEmpty() && !block.streamed)
        return;
    if (block.type == TextType)
        events.append(provider::TextFinished{itemId(messageId, index), parentId, block.text, aborted});
    else if (block.type == ThoughtType)
        events.append(provider::ThoughtFinished{itemId(messageId, index), parentId, block.text});
}

void ContentStream::close(const QString &parentId, Message &message, bool aborted, Events &events)
{
    for (auto &[index, block] : message.blocks) {
        if (block.finished)
            continue;
        block.finishedEarly = true;
        finish(parentId, message.id, index, block, aborted || !block.stopped, events);
    }
}

void ContentStream::delta(const QString &parentId, const Message &message, int index, Block &block,
    const QJsonObject &json, Events &events)
{
    if (block.finished)
        return;
    const QString type = text(json, "type");
    const bool isText = type == QLatin1StringView("text_delta");
    if (!isText && type != QLatin1StringView("thinking_delta"))
        return;
    const QString piece = text(json, isText ? "text" : "thinking");
    if (piece.isEmpty())
        return;
    block.type = isText ? TextType : ThoughtType;
    block.text += piece;
    block.streamed = true;
    if (isText)
        events.append(provider::TextDelta{itemId(message.id, index), parentId, piece});
    else
        events.append(provider::ThoughtDelta{itemId(message.id, index), parentId, piece});
}

Events ContentStream::streamed(const QString &parentId, const QJsonObject &event, const QString &messageId)
{
    Events events;
    const QString type = text(event, "type");
    if (type == QLatin1StringView("message_start")) {
        begin(parentId, text(object(event, "message"), "id"), events);
        return events;
    }
    const int index = event.value(QLatin1StringView("index")).toInt(-1);
    const bool ofBlock = type.startsWith(QLatin1StringView("content_block_"));
    if (ofBlock && index < 0)
        return events;

    if (type == QLatin1StringView("content_block_start")) {
        Message &message = current(parentId, messageId, events);
        const QJsonObject json = object(event, "content_block");
        Block &block = message.blocks[index];
        if (!block.finished)
            block.type = text(json, "type");
        if (const QString first = textOf(json); !first.isEmpty()) {
            const bool isText = block.type == TextType;
            delta(parentId, message, index, block,
                {{QStringLiteral("type"),
                     isText ? QStringLiteral("text_delta") : QStringLiteral("thinking_delta")},
                    {isText ? QStringLiteral("text") : QStringLiteral("thinking"), first}},
                events);
        }
    } else if (type == QLatin1StringView("content_block_delta")) {
        Message &message = current(parentId, messageId, events);
        delta(parentId, message, index, message.blocks[index], object(event, "delta"), events);
    } else if (type == QLatin1StringView("content_block_stop")) {
        Message &message = current(parentId, messageId, events);
        message.blocks[index].stopped = true;
    } else if (type == QLatin1StringView("message_stop")) {
        // Each block's assistant line has come by now; what has none is finished with what was streamed.
        close(parentId, current(parentId, messageId, events), false, events);
    }
    return events;
}

Events ContentStream::finished(
    const QString &parentId, const QString &messageId, const QJsonObject &json, bool aborted)
{
    Events events;
    Message &message = current(parentId, messageId, events);
    const QString type = text(json, "type");
    const QString whole = textOf(json);

    const auto sameType = [&](const auto &entry) {
        return !entry.second.finished && entry.second.type == type;
    };
    auto it = std::find_if(message.blocks.begin(), message.blocks.end(), sameType);
    if (it == message.blocks.end()) {
        const auto late = std::find_if(message.blocks.begin(), message.blocks.end(),
            [&](const auto &entry) { return entry.second.finishedEarly && entry.second.type == type; });
        if (late != message.blocks.end()) {
            late->second.finishedEarly = false;
            return events;
        }
        const int next = message.blocks.empty() ? 0 : message.blocks.rbegin()->first + 1;
        it = message.blocks.emplace(next, Block{}).first;
        it->second.type = type;
    }
    if (!whole.isEmpty())
        it->second.text = whole;
    finish(parentId, message.id, it->first, it->second, aborted, events);
    return events;
}

Events ContentStream::closeMain()
{
    return closeParent(QString());
}

Events ContentStream::closeParent(const QString &parentId)
{
    Events events;
    if (const auto it = m_messages.find(parentId); it != m_messages.end()) {
        close(parentId, *it, true, events);
        m_messages.erase(it);
    }
    return events;
}

Events ContentStream::closeAll()
{
    Events events;
    QStringList parents = m_messages.keys();
    parents.sort(); // a hash has no order, and the events' order must not depend on chance
    for (const QString &parent : std::as_const(parents))
        events += closeParent(parent);
    return events;
}

bool ContentStream::isOpen() const
{
    for (const Message &message : m_messages) {
        for (const auto &[index, block] : message.blocks) {
            if (block.streamed && !block.finished)
                return true;
        }
    }
    return false;
}

} // namespace claude
