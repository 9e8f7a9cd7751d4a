#pragma once

#include "core/provider/acp/formask.h"
#include "core/provider/acp/permissionask.h"
#include "core/provider/jsonrpc/message.h"

#include <optional>
#include <variant>
#include <vector>

namespace acp {

//! The requests of the agent that wait for a person; each is answered once.
class OpenAsks
{
public:
    //! What answers a request.
    struct Answer
    {
        QString askId;
        jsonrpc::RequestId request;
        QJsonObject result;
    };
    //! A person's decision about a tool call.
    struct Verdict
    {
        Answer answer;
        QString toolId;
        bool rejects = false;
    };

    //! The agent's own request id, with the call before it: the next process counts from the same number.
    static QString askId(const jsonrpc::RequestId &request, const QString &toolId);

    void open(const jsonrpc::RequestId &request, PermissionAsk ask);
    void open(const jsonrpc::RequestId &request, FormAsk ask);
    bool isOpen(const jsonrpc::RequestId &request) const;
    bool isEmpty() const { return m_open.empty(); }

    // The ask is closed with it. Conflict: it is not open. InvalidArgument: as the asks say.
    base::Result<Verdict> decide(const provider::DecideApproval &decision);
    base::Result<Answer> answer(const provider::AnswerQuestion &answer);
    base::Result<Answer> skip(const provider::SkipQuestion &skip);

    // Nobody needs to answer any more: what the agent is told instead.
    std::optional<Answer> cancel(const jsonrpc::RequestId &request);
    QList<Answer> cancelForTool(const QString &toolId);
    QList<Answer> cancelAll();
    void clear() { m_open.clear(); }

private:
    using Ask = std::variant<PermissionAsk, FormAsk>;
    struct Entry
    {
        jsonrpc::RequestId request;
        Ask ask;
    };
    using Place = std::vector<Entry>::iterator;

    base::Result<Place> find(const QString &askId);
    static Answer cancelled(const Entry &entry);

    std::vector<Entry> m_open; //!< in the order of their asking
};

} // namespace acp
