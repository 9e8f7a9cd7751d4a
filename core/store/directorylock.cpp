#include "core/store/directorylock.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace store {

namespace {

constexpr mode_t OwnerOnly = 0600;
constexpr std::size_t MaxPidBytes = 32;

base::Error lockError(const QString &lockFile, int errorNumber)
{
    return {base::ErrorCode::Io,
        QStringLiteral("%1 cannot be locked: %2")
            .arg(lockFile, QString::fromStdString(std::generic_category().message(errorNumber)))};
}

base::Error inUse(const QString &lockFile, int fd)
{
    std::array<char, MaxPidBytes> text{};
    const ssize_t size = ::pread(fd, text.data(), text.size(), 0);
    const QByteArray pid = QByteArray(text.data(), qMax<qsizetype>(size, 0)).trimmed();
    QString holder = QStringLiteral("another agentmonitor-server");
    if (pid.toLongLong() > 0) // it may hold the lock and not have written yet
        holder = QStringLiteral("agentmonitor-server with pid ") + QString::fromLatin1(pid);
    return {base::ErrorCode::Conflict,
        QStringLiteral("%1 is in use by %2").arg(QFileInfo(lockFile).absolutePath(), holder)};
}

} // namespace

base::Result<DirectoryLock> DirectoryLock::acquire(const QString &lockFile)
{
    process::FileDescriptor file(
        ::open(QFile::encodeName(lockFile).constData(), O_RDWR | O_CREAT | O_CLOEXEC, OwnerOnly));
    if (!file.isValid())
        return tl::unexpected(lockError(lockFile, errno));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        return tl::unexpected(
            reason == EWOULDBLOCK ? inUse(lockFile, file.get()) : lockError(lockFile, reason));
    }
    // Only said in a message: a full disk is no reason not to start.
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(file.get(), 0) == 0)
        static_cast<void>(::pwrite(file.get(), pid.constData(), static_cast<size_t>(pid.size()), 0));
    return DirectoryLock(std::move(file));
}

DirectoryLock::DirectoryLock(process::FileDescriptor file)
    : m_file(std::move(file))
{
}

} // namespace store
