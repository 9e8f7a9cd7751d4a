#pragma once

#include "core/base/result.h"
#include "core/provider/command.h"
#include "core/provider/event.h"

#include <QJsonObject>
#include <QMap>

#include <functional>
#include <variant>

namespace codex {

//! An Approval, and what codex is answered for each of its options.
struct ApprovalAsk
{
    model::Approval approval;
    QMap<QString, QJsonObject> answers; //!< option id → result

    void add(const model::ApprovalOption &option, const QJsonObject &answer);
    //! InvalidArgument: there is no such option; codex takes no other input than it asked about.
    base::Result<QJsonObject> decide(const provider::DecideApproval &decision) const;
    bool rejects(const QString &optionId) const;
};

//! A Question, and how its answers are written.
struct QuestionAsk
{
    using Encode = std::function<QJsonObject(const QMap<QString, QStringList> &answers)>;

    model::Question question;
    Encode encode;
    QJsonObject skipped; //!< the result that says that nothing was answered

    //! InvalidArgument: no such question, too many answers, an answer that is no text or not allowed.
    base::Result<QJsonObject> answer(const QJsonObject &answers) const;
};

using Ask = std::variant<ApprovalAsk, QuestionAsk>;

} // namespace codex
