#pragma once

#include "core/provider/command.h"
#include "core/provider/event.h"

#include <QJsonArray>
#include <QString>

#include <algorithm>
#include <list>

namespace codex {

//! What was said to codex and is not known to have reached the model: prompts of the Session, and words that
//! go with an answer. codex tells that it has taken one by a userMessage item that carries our id; older
//! versions leave the id out, and take them in order.
class PromptQueue
{
public:
    struct Entry
    {
        enum class State { Waiting, Starting, Steering, Accepted };

        quint64 number = 0; //!< ours, counted
        QString promptId; //!< empty for words that are no Prompt
        QString clientId; //!< what codex is given, and tells again with the userMessage item
        QJsonArray input;
        State state = State::Waiting;
        bool steer = true; //!< may be said to the turn that runs
        bool inTurnNow = false; //!< a refused steer: turn/start, although a turn seems to run
        QString turnId; //!< of the turn that shall take it, when codex has told
    };

    void add(const QString &promptId, const QJsonArray &input, bool steer);
    //! The first that waits; null if none does.
    Entry *firstWaiting();
    Entry *find(quint64 number);
    void remove(quint64 number);

    //! A userMessage item began. False if it is not one of ours.
    bool taken(const QString &clientId, provider::Events &events);
    //! The turn is over: what it was to take and did not is settled, or waits for another turn.
    provider::Events turnEnded(const QString &turnId, provider::TurnOutcome outcome);
    //! Those that were not sent are withdrawn.
    provider::Events cancelWaiting();
    //! Everything fails that was not taken.
    provider::Events failAll();

    //! True if that turn is to take one of them.
    bool expects(const QString &turnId) const;
    bool isEmpty() const { return m_entries.empty(); }
    //! For a Protocol that goes on where another one rested.
    quint64 nextNumber() const { return m_next; }
    void goOnFrom(quint64 nextNumber) { m_next = std::max<quint64>(nextNumber, 1); }

private:
    std::list<Entry> m_entries;
    quint64 m_next = 1;
};

//! UserInput of a prompt: its text, and its images as data: URLs.
QJsonArray userInput(const QString &text, const QList<provider::Attachment> &attachments = {});

} // namespace codex
