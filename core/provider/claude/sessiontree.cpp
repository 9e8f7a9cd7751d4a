#include "core/provider/claude/sessiontree.h"

#include "core/provider/claude/jsonfields.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace claude {

std::optional<QByteArray> nextLine(QIODevice &file, qint64 maxBytes)
{
    constexpr qint64 PieceBytes = 64 * 1024; // readLine allocates as much as it may read
    QByteArray line;
    bool overlong = false;
    bool any = false;
    while (!file.atEnd()) {
        const QByteArray piece = file.readLine(PieceBytes);
        if (piece.isEmpty())
            break;
        any = true;
        overlong = overlong || line.size() + piece.size() > maxBytes;
        if (overlong)
            line.clear();
        else
            line += piece;
        if (piece.endsWith('\n'))
            break;
    }
    if (!any)
        return std::nullopt;
    if (line.endsWith('\n'))
        line.chop(1);
    return line;
}

void SessionTree::read(QIODevice &file)
{
    qint64 offset = file.pos();
    while (const auto line = nextLine(file)) {
        // Bookkeeping lines have no uuid, and the biggest lines are among them.
        if (line->contains("\"uuid\""))
            add(QJsonDocument::fromJson(*line).object(), offset);
        offset = file.pos();
    }
}

void SessionTree::add(const QJsonObject &line, qint64 offset)
{
    Node node;
    node.uuid = text(line, "uuid");
    if (node.uuid.isEmpty() || flag(line, "isSidechain") || m_byUuid.contains(node.uuid))
        return;
    node.parent = text(line, "parentUuid");
    if (node.parent.isEmpty())
        node.parent = text(line, "logicalParentUuid"); // across a compaction
    node.offset = offset;
    const QString type = text(line, "type");
    node.spoken = type == QLatin1StringView("user") || type == QLatin1StringView("assistant")
        || type == QLatin1StringView("system");
    const QJsonObject message = object(line, "message");
    if (type == QLatin1StringView("assistant"))
        node.messageId = text(message, "id");
    const QJsonArray content = array(message, "content");
    for (const QJsonValue &value : content) {
        const QString blockType = text(value.toObject(), "type");
        if (blockType == QLatin1StringView("tool_result"))
            node.toolId = text(value.toObject(), "tool_use_id");
        else if (blockType == QLatin1StringView("tool_use"))
            node.calls = text(value.toObject(), "id");
    }
    m_byUuid.insert(node.uuid, m_nodes.size());
    m_nodes.append(node);
}

QList<qint64> SessionTree::conversation(qsizetype limit) const
{
    QSet<qsizetype> wanted;
    QSet<QString> messages;
    QSet<QString> calls;
    for (qsizetype index = m_nodes.size() - 1; index >= 0 && !wanted.contains(index);) {
        const Node &node = m_nodes.at(index);
        wanted.insert(index);
        if (!node.messageId.isEmpty())
            messages.insert(node.messageId);
        if (!node.calls.isEmpty())
            calls.insert(node.calls);
        index = node.parent.isEmpty() ? -1 : m_byUuid.value(node.parent, -1);
    }
    for (qsizetype index = 0; index < m_nodes.size(); ++index) {
        const Node &node = m_nodes.at(index);
        if (!node.messageId.isEmpty() && messages.contains(node.messageId)) {
            wanted.insert(index);
            if (!node.calls.isEmpty())
                calls.insert(node.calls);
        } else if (!node.toolId.isEmpty() && calls.contains(node.toolId)) {
            wanted.insert(index);
        }
    }

    QList<qint64> offsets;
    for (qsizetype index = m_nodes.size() - 1; index >= 0 && offsets.size() < limit; --index) {
        if (wanted.contains(index) && m_nodes.at(index).spoken)
            offsets.append(m_nodes.at(index).offset);
    }
    std::reverse(offsets.begin(), offsets.end());
    return offsets;
}

} // namespace claude
