#include "core/provider/acp/chunkstream.h"

#include "core/provider/jsonfields.h"

namespace acp {

namespace json = provider::json;

using provider::Events;

Events ChunkStream::chunk(Kind kind, const QString &messageId, const QString &text)
{
    if (text.isEmpty())
        return {};
    Events events;
    const bool other = m_open
        && (m_open->kind != kind
            || (!messageId.isEmpty() && !m_open->messageId.isEmpty() && m_open->messageId != messageId));
    if (other)
        events += close();
    if (!m_open)
        m_open = Item{kind, messageId, QStringLiteral("item-%1").arg(++m_count), {}};
    m_open->text += text;
    if (kind == Kind::Text)
        events.append(provider::TextDelta{m_open->id, {}, text});
    else
        events.append(provider::ThoughtDelta{m_open->id, {}, text});
    return events;
}

Events ChunkStream::close(bool aborted)
{
    const std::optional<Item> item = std::exchange(m_open, std::nullopt);
    if (!item)
        return {};
    if (item->kind == Kind::Text)
        return {provider::TextFinished{item->id, {}, item->text, aborted}};
    return {provider::ThoughtFinished{item->id, {}, item->text}};
}

QString contentText(const QJsonObject &block)
{
    const QString type = json::text(block, "type");
    if (type == QLatin1StringView("text"))
        return json::text(block, "text");
    if (type == QLatin1StringView("resource_link")) {
        const QString uri = json::text(block, "uri");
        const QString name = json::text(block, "name");
        return QStringLiteral("[%1](%2)").arg(name.isEmpty() ? uri : name, uri);
    }
    if (type == QLatin1StringView("resource")) {
        const QJsonObject resource = json::object(block, "resource");
        const QString text = json::text(resource, "text");
        return text.isEmpty() ? QStringLiteral("[%1]").arg(json::text(resource, "uri")) : text;
    }
    return type.isEmpty() ? QString() : QStringLiteral("[%1]").arg(type);
}

} // namespace acp
