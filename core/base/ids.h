#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>

namespace base {

//! A string that names one kind of thing and cannot be mistaken for the name of another kind.
template <typename Tag>
class StringId
{
public:
    StringId() = default;
    explicit StringId(QString value)
        : m_value(std::move(value))
    {
    }

    const QString &toString() const { return m_value; }
    bool isEmpty() const { return m_value.isEmpty(); }

    friend bool operator==(const StringId &a, const StringId &b) { return a.m_value == b.m_value; }
    friend bool operator!=(const StringId &a, const StringId &b) { return a.m_value != b.m_value; }
    friend bool operator<(const StringId &a, const StringId &b) { return a.m_value < b.m_value; }
    friend size_t qHash(const StringId &id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    QString m_value;
};

using AgentId = StringId<struct AgentIdTag>;
using MessageId = StringId<struct MessageIdTag>;

//! A fresh random UUID without braces, as agents, messages and prompts are named by.
QString newUuid();

//! Position of a record in an agent's journal: 1 for the first, 0 for "before the first".
using Sequence = quint64;

//! Milliseconds since the epoch, UTC; the time stamp of everything stored or sent.
using Timestamp = qint64;

} // namespace base
