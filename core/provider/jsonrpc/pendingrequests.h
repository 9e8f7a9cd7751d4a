#pragma once

#include "core/provider/jsonrpc/message.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace jsonrpc {

//! Our own requests that are not answered yet, each with what it was for. Ids count up from 1.
template <typename Payload>
class PendingRequests
{
public:
    //! The id of a new request.
    qint64 add(Payload payload)
    {
        m_open.insert(m_next, std::move(payload));
        return m_next++;
    }

    //! What the answer with that id is to; nullopt if nothing of ours is (any more).
    std::optional<Payload> take(const RequestId &id)
    {
        const auto found = m_open.find(id.value.toInteger(0));
        if (found == m_open.end())
            return std::nullopt;
        Payload payload = std::move(found.value());
        m_open.erase(found);
        return payload;
    }

    template <typename Predicate>
    bool any(Predicate predicate) const
    {
        return std::any_of(m_open.begin(), m_open.end(), predicate);
    }

    bool isEmpty() const { return m_open.isEmpty(); }
    void clear() { m_open.clear(); }

    //! For a Protocol that goes on where another one rested.
    qint64 nextId() const { return m_next; }
    void goOnFrom(qint64 nextId) { m_next = std::max<qint64>(nextId, 1); }

private:
    QHash<qint64, Payload> m_open;
    qint64 m_next = 1;
};

} // namespace jsonrpc
