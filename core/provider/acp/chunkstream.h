#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

namespace acp {

//! Puts texts and thoughts together from their chunks. Nothing says where one ends: it is where something
//! else begins. Items are counted, since chunks need not name their message.
class ChunkStream
{
public:
    enum class Kind { Text, Thought };

    //! One more chunk; of another kind or message than the last one, it ends that.
    provider::Events chunk(Kind kind, const QString &messageId, const QString &text);
    provider::Events close(bool aborted = false);

    bool isOpen() const { return m_open.has_value(); }

    // For a protocol that goes on where another one rested.
    int count() const { return m_count; }
    void goOnFrom(int count) { m_count = count; }

private:
    struct Item
    {
        Kind kind = Kind::Text;
        QString messageId; //!< empty where the agent names none
        QString id;
        QString text;
    };

    std::optional<Item> m_open;
    int m_count = 0;
};

//! What a content block says, as text: a link or an image becomes a word in its place.
QString contentText(const QJsonObject &block);

} // namespace acp
