#include "core/journal/openfile.h"

#include <QFile>

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace journal {

namespace {

//! Calls `transfer(done)` until `bytes` are through, it gives 0 or an error; gives how many were.
template <typename Transfer>
base::Result<qint64> transferAll(const QString &path, qint64 bytes, Transfer transfer)
{
    qint64 done = 0;
    while (done < bytes) {
        const ssize_t count = transfer(done);
        if (count > 0) {
            done += count;
        } else if (count == 0) {
            break;
        } else if (errno != EINTR) {
            return tl::unexpected<base::Error>(fileError(path, errno));
        }
    }
    return done;
}

base::Result<void> expectAll(const QString &path, qint64 bytes, const base::Result<qint64> &written)
{
    if (!written)
        return tl::unexpected<base::Error>(written.error());
    if (*written != bytes)
        return tl::unexpected<base::Error>(fileError(path, EIO));
    return {};
}

} // namespace

base::Error fileError(const QString &path, int errorNumber)
{
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    const std::string reason = std::generic_category().message(errorNumber);
    return {full ? base::ErrorCode::StorageFull : base::ErrorCode::Io,
        QStringLiteral("%1: %2").arg(path, QString::fromStdString(reason))};
}

OpenFile::OpenFile(int fd, QString path)
    : m_fd(fd)
    , m_path(std::move(path))
{
}

OpenFile::~OpenFile()
{
    ::close(m_fd);
}

base::Result<std::shared_ptr<OpenFile>> OpenFile::open(const QString &path, int flags)
{
    const int fd = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, Mode);
    if (fd < 0)
        return tl::unexpected<base::Error>(fileError(path, errno));
    return std::shared_ptr<OpenFile>(new OpenFile(fd, path));
}

base::Result<qint64> OpenFile::size() const
{
    struct stat status = {};
    if (::fstat(m_fd, &status) != 0)
        return tl::unexpected<base::Error>(fileError(m_path, errno));
    return static_cast<qint64>(status.st_size);
}

base::Result<qint64> OpenFile::readAt(qint64 offset, char *buffer, qint64 bytes) const
{
    return transferAll(m_path, bytes, [&](qint64 done) {
        return ::pread(m_fd, buffer + done, static_cast<size_t>(bytes - done), offset + done);
    });
}

base::Result<QByteArray> OpenFile::readAt(qint64 offset, qint64 bytes) const
{
    QByteArray buffer(bytes, Qt::Uninitialized);
    const base::Result<qint64> count = readAt(offset, buffer.data(), bytes);
    if (!count)
        return tl::unexpected<base::Error>(count.error());
    buffer.truncate(*count);
    return buffer;
}

base::Result<void> OpenFile::writeAt(qint64 offset, const QByteArray &bytes) const
{
    const auto written = transferAll(m_path, bytes.size(), [&](qint64 done) {
        return ::pwrite(
            m_fd, bytes.constData() + done, static_cast<size_t>(bytes.size() - done), offset + done);
    });
    return expectAll(m_path, bytes.size(), written);
}

base::Result<void> OpenFile::append(const QByteArray &bytes) const
{
    const auto written = transferAll(m_path, bytes.size(), [&](qint64 done) {
        return ::write(m_fd, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
    });
    return expectAll(m_path, bytes.size(), written);
}

base::Result<void> OpenFile::truncate(qint64 size) const
{
    while (::ftruncate(m_fd, size) != 0) {
        if (errno != EINTR)
            return tl::unexpected<base::Error>(fileError(m_path, errno));
    }
    return {};
}

base::Result<void> OpenFile::sync() const
{
    while (::fdatasync(m_fd) != 0) {
        if (errno != EINTR)
            return tl::unexpected<base::Error>(fileError(m_path, errno));
    }
    return {};
}

} // namespace journal
