#pragma once

#include "core/base/result.h"
#include "core/journal/linescanner.h"
#include "core/model/record.h"

#include <QHash>
#include <QList>

#include <optional>

namespace journal {

class RecordFile;
class TimelineIndex;

//! Reads what the index does not know yet, from its checkpoint to the end of the journal, and brings both up
//! to date.
class Replay
{
public:
    Replay(const RecordFile &file, TimelineIndex &index);

    //! Corrupt: the index is damaged. Io: the journal cannot be read.
    base::Result<void> run();

    //! The last one that was met.
    const std::optional<model::AgentState> &state() const { return m_state; }
    //! By seq, with all text.
    QList<model::Message> open() const;

private:
    //! Records are numbered without gaps: a number that cannot come here was not written so.
    bool fits(base::Sequence seq, Place place) const;
    void remember(const model::Record &record);

    const RecordFile &m_file;
    TimelineIndex &m_index;
    base::Sequence m_lastSeq;
    qint64 m_lastEnd;
    base::Sequence m_lostLines = 0; //!< since the last record
    std::optional<model::AgentState> m_state;
    QHash<base::MessageId, model::Message> m_open;
};

} // namespace journal
