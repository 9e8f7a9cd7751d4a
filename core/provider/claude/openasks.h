#pragma once

#include "core/provider/claude/approvalask.h"
#include "core/provider/claude/questionask.h"
#include "core/provider/event.h"

#include <QStringList>

#include <map>
#include <optional>
#include <set>
#include <variant>

namespace claude {

//! The can_use_tool requests that wait for a person, by request id; each is answered once.
class OpenAsks
{
public:
    //! Nothing when that request is open already (a re-initialised claude tells its open asks again).
    std::optional<provider::Event> open(const QString &requestId, const QJsonObject &request,
        const ApprovalAsk::Circumstances &circumstances);
    //! True if it was open.
    bool withdraw(const QString &requestId);
    //! A tool that has a result waits for nobody: the ids of the asks that this closes.
    QStringList closeForTool(const QString &toolId);
    bool isEmpty() const { return m_asks.empty(); }
    void clear();

    // Values of `response`; the ask is closed with it. Conflict: it is not open. InvalidArgument: as the asks
    // say.
    base::Result<QJsonObject> decide(const provider::DecideApproval &decision);
    base::Result<QJsonObject> answer(const provider::AnswerQuestion &answer);
    base::Result<QJsonObject> skip(const provider::SkipQuestion &skip);

    //! A person said no to this call; the answer is given once.
    bool takeDenied(const QString &toolId) { return m_denied.erase(toolId) > 0; }

private:
    using Ask = std::variant<ApprovalAsk, QuestionAsk>;

    template <typename Kind>
    base::Result<const Kind *> find(const QString &requestId, const QString &wanted) const;

    std::map<QString, Ask> m_asks;
    std::set<QString> m_denied; //!< tool ids, until their results come
};

} // namespace claude
