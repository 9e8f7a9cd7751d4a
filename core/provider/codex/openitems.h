#pragma once

#include "core/provider/event.h"

#include <QString>
#include <QStringList>

#include <list>
#include <optional>

namespace codex {

//! The items of the running turn that are not finished: what the agent says and thinks, and its tools. codex
//! leaves items open when a turn is interrupted or steered, so that the end of a turn closes them here.
class OpenItems
{
public:
    //! Live output beyond this is shown but not kept for a tool that never tells its whole output.
    static constexpr qsizetype MaxKeptOutput = qsizetype{256} * 1024;

    //! Another text of the agent begins; one that is still open was cut off.
    provider::Events textStarted(const QString &id);
    //! A delta of an item that did not begin begins it.
    provider::Events textDelta(const QString &id, const QString &delta);
    //! Nothing for a text that is and was empty.
    provider::Events textFinished(const QString &id, const QString &text);

    //! Summaries come in numbered parts, which become paragraphs.
    provider::Events thoughtDelta(const QString &id, const QString &delta, int part);
    provider::Events thoughtFinished(const QString &id, const QString &text);

    bool hasTool(const QString &id) const;
    provider::Events toolStarted(const model::ToolCall &call);
    provider::Events toolOutput(const QString &id, const QString &delta);
    provider::Events toolDiff(const QString &id, const model::FileDiff &diff);
    //! What the end does not tell (output, diff) is what was seen before.
    provider::Events toolFinished(provider::ToolFinished finished);

    bool isEmpty() const { return m_items.empty(); }
    //! Everything ends: texts aborted, tools as `status` says.
    provider::Events closeAll(model::ToolStatus status);

private:
    enum class Kind { Text, Thought, Tool };

    struct Item
    {
        QString id;
        Kind kind = Kind::Text;
        QString text; //!< or a tool's output
        int part = 0;
        std::optional<model::FileDiff> diff;
    };

    Item *find(const QString &id, Kind kind);
    Item &findOrBegin(const QString &id, Kind kind);
    void remove(const QString &id);
    static void close(const Item &item, model::ToolStatus status, provider::Events &events);

    std::list<Item> m_items; //!< in the order in which they began
};

} // namespace codex
