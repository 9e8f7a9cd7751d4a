#pragma once

#include "core/provider/event.h"

#include <QHash>
#include <QJsonObject>

#include <map>

namespace claude {

//! Puts texts and thoughts together from two kinds of lines that say the same: the pieces of a
//! `stream_event`, and the `assistant` line of a finished block. An item's id is "<message id>:<block index>"
//! in both, its text is finished once.
//!
//! An assistant line does not tell its index. Blocks finish in order, so it is the first unfinished block of
//! its type, or the next index where nothing was streamed (subagents, or no partial messages). Subagents
//! stream side by side; their lines are told apart by parent_tool_use_id.
class ContentStream
{
public:
    //! The `event` of a stream_event. `messageId` is what the line names (newer versions), may be empty.
    provider::Events streamed(const QString &parentId, const QJsonObject &event, const QString &messageId);
    //! A text or thinking block of an assistant line; other types only count as a block.
    provider::Events finished(
        const QString &parentId, const QString &messageId, const QJsonObject &block, bool aborted);

    //! Finishes what was streamed and never finished, as aborted: of the conversation itself, or of everyone.
    provider::Events closeMain();
    provider::Events closeAll();
    //! A subagent is gone.
    provider::Events closeParent(const QString &parentId);
    //! Something that was streamed is not finished.
    bool isOpen() const;
    //! How many messages had no id of their own, for the ids that they get.
    int namelessCount() const { return m_nameless; }
    void setNamelessCount(int count) { m_nameless = count; }

private:
    struct Block
    {
        QString type;
        QString text;
        bool streamed = false; //!< a delta of it was told
        bool stopped = false; //!< its end was seen
        bool finished = false;
        bool finishedEarly = false; //!< finished without its assistant line, which may still come
    };
    struct Message
    {
        QString id;
        std::map<int, Block> blocks;
    };

    Message &begin(const QString &parentId, const QString &messageId, provider::Events &events);
    Message &current(const QString &parentId, const QString &messageId, provider::Events &events);
    void delta(const QString &parentId, const Message &message, int index, Block &block,
        const QJsonObject &json, provider::Events &events);
    static void close(const QString &parentId, Message &message, bool aborted, provider::Events &events);
    static void finish(const QString &parentId, const QString &messageId, int index, Block &block,
        bool aborted, provider::Events &events);

    QHash<QString, Message> m_messages; //!< the current one of each parent
    int m_nameless = 0;
};

} // namespace claude
