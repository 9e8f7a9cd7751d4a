#pragma once

#include "core/journal/indexformat.h"
#include "core/journal/openfile.h"

#include <QList>

#include <map>
#include <memory>

namespace journal {

//! The entries of timeline.index by number, oldest message first. Holds in memory only those that were not
//! written yet. Never fails to take an entry: what a full disk refuses waits in memory until it can be
//! written.
class EntryFile
{
public:
    //! An entry that is not as it was written is an error of code Corrupt.
    using Entries = base::Result<QList<IndexEntry>>;

    //! Takes over the file as it is; `file` may be null, then all is held in memory.
    explicit EntryFile(std::shared_ptr<OpenFile> file);

    const std::shared_ptr<OpenFile> &file() const { return m_file; }
    std::size_t unwritten() const { return m_unwritten.size(); }

    base::Result<IndexEntry> at(qint64 number) const;
    Entries range(qint64 first, qint64 count) const;
    void set(qint64 number, const IndexEntry &entry) { m_unwritten[number] = entry; }
    //! Moves those from `number` to `count` up by one to make room.
    base::Result<void> insert(qint64 number, qint64 count, const IndexEntry &entry);

    //! False if something is still unwritten.
    bool write();

private:
    std::shared_ptr<OpenFile> m_file;
    std::map<qint64, IndexEntry> m_unwritten;
};

} // namespace journal
