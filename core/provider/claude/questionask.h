#pragma once

#include "core/base/result.h"
#include "core/model/approval.h"
#include "core/provider/command.h"

#include <QJsonObject>

namespace claude {

//! An AskUserQuestion request and the answers to it. An item's id is its question, as claude keys the answers
//! by it.
class QuestionAsk
{
public:
    QuestionAsk(const QString &requestId, const QJsonObject &request);

    const model::Question &question() const { return m_question; }

    //! The value of `response` in the control_response. InvalidArgument: no such item, or an answer that says
    //! nothing.
    base::Result<QJsonObject> answer(const QJsonObject &answers) const;
    QJsonObject skip(const QString &message) const;

private:
    base::Result<QString> answerText(const QString &itemId, const QJsonValue &answer) const;

    model::Question m_question;
    QJsonObject m_input;
};

} // namespace claude
