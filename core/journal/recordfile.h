#pragma once

#include "core/base/ids.h"
#include "core/journal/openfile.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace journal {

//! The file journal.jsonl: whole lines, only ever appended to.
class RecordFile
{
public:
    //! Longer ones are refused: what the JSON reader can surely read back.
    static constexpr qint64 MaxRecordBytes = qint64{96} * 1024 * 1024;

    static base::Result<std::unique_ptr<RecordFile>> open(const QString &path);

    const std::shared_ptr<OpenFile> &file() const { return m_file; }
    //! Bytes of whole lines.
    qint64 size() const { return m_size; }

    //! What follows the last whole batch of records was being written when its process ended: part of a line,
    //! or lines that say that more follow.
    base::Result<qint64> tornBytes() const;
    //! Cuts it off, and keeps it in a file of its own; that file, or null if it could not be kept.
    base::Result<std::shared_ptr<OpenFile>> cutTornBytes(qint64 bytes);

    //! Appends whole lines, all of them or none.
    base::Result<void> append(const QByteArray &lines);

    //! The line that begins at `offset`, without its line break. `length` says how long it should be; 0 = not
    //! known.
    base::Result<QByteArray> lineAt(qint64 offset, qint64 length = 0) const;
    //! The number of the record at `offset`; nullopt if there is none.
    base::Result<std::optional<base::Sequence>> sequenceAt(qint64 offset) const;

private:
    //! Where the line begins that ends before `end` (just after a line break, or 0).
    base::Result<qint64> lineStart(qint64 end) const;
    RecordFile(std::shared_ptr<OpenFile> file, qint64 size);

    std::shared_ptr<OpenFile> m_file;
    qint64 m_size;
    bool m_hasRemains = false; //!< of a failed write, that could not be cut off yet
};

//! The number in a record's line, without parsing all of it; nullopt if it is not a record.
std::optional<base::Sequence> sequenceOf(const QByteArray &line);

} // namespace journal
