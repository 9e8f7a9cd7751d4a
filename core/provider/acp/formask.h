#pragma once

#include "core/base/result.h"
#include "core/model/approval.h"

#include <QHash>
#include <QJsonObject>

namespace acp {

//! An elicitation/create in form mode and the answers to it. Each property of the form is an item; a text
//! that stands beside a choice for an answer of one's own belongs to it.
class FormAsk
{
public:
    FormAsk(const QString &id, const QJsonObject &params);

    const model::Question &question() const { return m_question; }

    //! The result that answers the request. InvalidArgument: no such item, or an answer that does not fit it.
    base::Result<QJsonObject> accept(const QJsonObject &answers) const;

private:
    enum class Type { Text, Integer, Number, Boolean, List };
    struct Field
    {
        Type type = Type::Text;
        QString ownWords; //!< the property that takes an answer of one's own; may be empty
        QHash<QString, QJsonValue> values; //!< by label
    };

    void addItem(const QString &name, const QJsonObject &property, const QString &message, bool single);
    base::Result<void> fill(QJsonObject &content, const QString &itemId, const QJsonValue &answer) const;

    model::Question m_question;
    QHash<QString, Field> m_fields; //!< by item
};

//! The result for a person who does not want to answer, and for a question that nobody needs any more.
QJsonObject declinedForm();
QJsonObject cancelledForm();

} // namespace acp
