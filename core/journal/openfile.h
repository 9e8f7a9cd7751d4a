#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

#include <sys/types.h>

namespace journal {

//! An open file and its name, closed with its last user: a sync may outlive the Journal that asked for it.
//! Reads and writes name their place, so they do not disturb each other.
class OpenFile
{
public:
    static constexpr mode_t Mode = 0600;

    //! `flags` as for open(2); O_CLOEXEC is added.
    static base::Result<std::shared_ptr<OpenFile>> open(const QString &path, int flags);
    ~OpenFile();
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    int fd() const { return m_fd; }
    const QString &path() const { return m_path; }

    base::Result<qint64> size() const;
    //! Fills `buffer` from `offset`; the number of bytes is smaller only at the end of the file.
    base::Result<qint64> readAt(qint64 offset, char *buffer, qint64 bytes) const;
    base::Result<QByteArray> readAt(qint64 offset, qint64 bytes) const;
    //! All of it, or an error; what was written by then stays.
    base::Result<void> writeAt(qint64 offset, const QByteArray &bytes) const;
    //! To the end of a file that was opened with O_APPEND.
    base::Result<void> append(const QByteArray &bytes) const;
    base::Result<void> truncate(qint64 size) const;
    //! Waits until what was written is on the disk.
    base::Result<void> sync() const;

private:
    OpenFile(int fd, QString path);

    const int m_fd;
    const QString m_path;
};

//! StorageFull if there is no room, else Io; the message names the file and the reason.
base::Error fileError(const QString &path, int errorNumber);

} // namespace journal
