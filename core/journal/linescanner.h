#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace journal {

class RecordFile;

//! Where a record's line is in the journal; the length is without the line break.
struct Place
{
    qint64 offset = 0;
    qint64 length = 0;
};

//! Goes through the lines of a RecordFile in order, in memory that depends only on the longest line.
class LineScanner
{
public:
    LineScanner(const RecordFile &file, qint64 from);

    //! False at the end.
    base::Result<bool> next();
    //! Valid until next().
    const QByteArray &line() const { return m_line; }
    Place place() const { return m_place; }

private:
    base::Result<void> readMore();

    const RecordFile &m_file;
    qint64 m_read; //!< how far the file was read
    QByteArray m_buffer;
    qsizetype m_position = 0; //!< in the buffer, of what was not given yet
    QByteArray m_line;
    Place m_place;
};

} // namespace journal
