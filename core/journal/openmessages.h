#pragma once

#include "core/base/ids.h"
#include "core/journal/indexformat.h"

#include <QHash>

#include <map>
#include <utility>

namespace journal {

//! An entry of the index and its number.
struct NumberedEntry
{
    qint64 number = 0;
    IndexEntry entry;
};

struct OpenMessage
{
    NumberedEntry place;
    Checkpoint resume; //!< reading the journal from there finds all of it
    bool takesText = false; //!< a kind that text can be appended to
};

//! The messages that are still written, run or waited for: few, however long the history is.
class OpenMessages
{
public:
    const OpenMessage *find(const base::MessageId &id) const
    {
        const auto found = m_byId.constFind(id);
        return found == m_byId.constEnd() ? nullptr : &*found;
    }

    void insert(const base::MessageId &id, const OpenMessage &message)
    {
        remove(id);
        m_byId.insert(id, message);
        m_resumes.insert({orderOf(message), message.resume});
    }

    void remove(const base::MessageId &id)
    {
        const auto found = m_byId.constFind(id);
        if (found == m_byId.constEnd())
            return;
        m_resumes.erase(orderOf(*found));
        m_byId.erase(found);
    }

    //! Entries from `number` on have moved up by one.
    void makeRoom(qint64 number)
    {
        for (OpenMessage &message : m_byId) {
            if (message.place.number < number)
                continue;
            ++message.place.number;
            if (message.resume.offset > 0)
                ++message.resume.messages;
        }
        m_resumes.clear();
        for (const OpenMessage &message : std::as_const(m_byId))
            m_resumes.insert({orderOf(message), message.resume});
    }

    //! Where reading must begin so that it finds all of each; null if none is open.
    const Checkpoint *oldest() const { return m_resumes.empty() ? nullptr : &m_resumes.begin()->second; }

private:
    using Order = std::pair<qint64, base::Sequence>;
    static Order orderOf(const OpenMessage &message)
    {
        return {message.resume.offset, message.place.entry.firstSeq};
    }

    QHash<base::MessageId, OpenMessage> m_byId;
    std::map<Order, Checkpoint> m_resumes;
};

} // namespace journal
