#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>

namespace claude {

//! One line of JSON, as it goes over the wire.
QByteArray wireLine(const QJsonObject &object);

//! Our requests to claude and what they wait for.
class ControlRequests
{
public:
    struct Pending
    {
        QString subtype; //!< empty: not a request of ours
        QString value; //!< what it would set
    };

    //! The line of a request. `fields` go beside its subtype.
    QByteArray request(const QString &subtype, const QJsonObject &fields, const QString &value = {});
    //! What the answer of this id belongs to; it is forgotten with that.
    Pending take(const QString &requestId) { return m_pending.take(requestId); }

    bool isEmpty() const { return m_pending.isEmpty(); }
    //! How many there were, for their ids.
    int count() const { return m_last; }
    void setCount(int count) { m_last = count; }

    //! The line that answers a request of claude's.
    static QByteArray answer(const QString &requestId, const QJsonObject &response);

private:
    QHash<QString, Pending> m_pending;
    int m_last = 0;
};

} // namespace claude
