#pragma once

#include "core/provider/codex/ask.h"
#include "core/provider/jsonrpc/message.h"

#include <QStringList>

#include <list>
#include <optional>

namespace codex {

//! The requests of codex that wait for a person. codex numbers its requests from 0 in every process, so the
//! id that a person sees is that of the turn and that number.
class OpenAsks
{
public:
    //! What codex is told, and which words are still to be said to it.
    struct Answer
    {
        jsonrpc::RequestId request;
        QJsonObject result;
        QString words; //!< codex takes none with an answer
        bool endsTurn = false; //!< so the words are for the next one
    };

    //! The event that shows it; nullopt if it is open already.
    std::optional<provider::Event> open(const jsonrpc::RequestId &request, const QString &scope, Ask ask);
    //! codex has settled it by itself: its id, if it was open.
    std::optional<QString> resolved(const jsonrpc::RequestId &request);
    //! Closes them all; their ids.
    QStringList takeAll();
    bool isEmpty() const { return m_asks.empty(); }

    // The ask is closed with its answer. Conflict: it is not open. InvalidArgument: as the asks say.
    base::Result<Answer> decide(const provider::DecideApproval &decision);
    base::Result<Answer> answer(const provider::AnswerQuestion &answer);
    base::Result<Answer> skip(const provider::SkipQuestion &skip);

private:
    struct Entry
    {
        QString id;
        jsonrpc::RequestId request;
        Ask ask;
    };

    template <typename Kind>
    base::Result<const Entry *> find(const QString &id, const char *what) const;
    void close(const QString &id);

    std::list<Entry> m_asks;
};

} // namespace codex
