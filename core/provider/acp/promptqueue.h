#pragma once

#include "core/provider/command.h"
#include "core/provider/event.h"

#include <QList>

namespace acp {

//! The prompts that wait: for the session, or for the end of a turn, since nothing can be said into it. They
//! go one at a time.
class PromptQueue
{
public:
    struct Entry
    {
        provider::SendPrompt prompt;
        bool waited = false; //!< it could not go at once
    };

    void add(const provider::SendPrompt &prompt) { m_waiting.append({prompt, false}); }
    //! What a person said with a decision: it comes before what was sent later, and is no prompt of theirs.
    void addWords(const QString &words) { m_waiting.prepend({{{}, words, {}}, false}); }

    bool isEmpty() const { return m_waiting.isEmpty(); }
    Entry takeNext() { return m_waiting.takeFirst(); }
    //! What is left now could not go at once.
    void keep()
    {
        for (Entry &entry : m_waiting)
            entry.waited = true;
    }
    //! Gives all of them up.
    provider::Events drop(model::DeliveryState state)
    {
        provider::Events events;
        for (const Entry &entry : std::as_const(m_waiting)) {
            if (!entry.prompt.id.isEmpty())
                events.append(provider::PromptProgressed{entry.prompt.id, state});
        }
        m_waiting.clear();
        return events;
    }

private:
    QList<Entry> m_waiting;
};

} // namespace acp
